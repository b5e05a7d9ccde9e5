#include <algorithm>
#include <array>

#include "core/training/example_source.h"
#include "core/training/scenes/edits.h"
#include "core/training/scenes/render.h"

namespace pentimento::training {
namespace {

using scenes::EditKind;

struct Described {
  Image picture;
  std::string caption;
};

Described describeScene(const scenes::Scene& scene, int size, scenes::Random& random) {
  scenes::Rendering rendering = scenes::render(scene, size);
  std::vector<bool> visible;
  for (const auto& instance : rendering.instances) visible.push_back(instance.visible);
  return {std::move(rendering.picture), scenes::describe(scene, visible, random)};
}

Example paintedEdit(const scenes::WorldOptions& world, int size, scenes::Random& random) {
  static constexpr std::array<float, 4> frequencies{0.72f, 0.12f, 0.08f, 0.08f};
  const auto kind = static_cast<EditKind>(random.weighted(frequencies));
  const scenes::EditPair pair = scenes::composeEdit(random.bits(), kind, world);
  Example example;
  example.mask = scenes::drawMask(pair.area, size, random);
  const float how = random.unit();
  if (how < 0.72f) {
    example.picture = scenes::renderPicture(pair.after, size);
    example.caption = pair.instruction;
  } else {
    Described whole = describeScene(pair.after, size, random);
    example.picture = std::move(whole.picture);
    if (how < 0.95f) example.caption = std::move(whole.caption);
  }
  return example;
}

/// A strip along one side, as outpainting asks for.
Mask sideMask(int size, scenes::Random& random) {
  Mask mask(Extent{size, size});
  const int side = random.below(4);
  const int depth =
      std::max(1, static_cast<int>(random.between(0.25f, 0.6f) * static_cast<float>(size)));
  for (int y = 0; y < size; ++y) {
    const auto row = mask.writableRow(y);
    for (int x = 0; x < size; ++x) {
      const std::array<int, 4> distance{x, size - 1 - x, y, size - 1 - y};
      if (distance[static_cast<size_t>(side)] < depth) row[static_cast<size_t>(x)] = 255;
    }
  }
  return mask;
}

}  // namespace

Example SceneSource::captioned(uint64_t index, int size) const {
  scenes::Random random(scenes::mixBits(m_seed) + index);
  Described whole = describeScene(scenes::compose(random.bits(), m_world), size, random);
  return {std::move(whole.picture), Mask(Extent{size, size}, 255), std::move(whole.caption)};
}

Example SceneSource::editable(uint64_t index, int size) const {
  scenes::Random random(scenes::mixBits(m_seed) + index);
  const float task = random.unit();
  if (task < 0.30f) return paintedEdit(m_world, size, random);
  Described whole = describeScene(scenes::compose(random.bits(), m_world), size, random);
  Example example{std::move(whole.picture), Mask(Extent{size, size}, 255),
                  std::move(whole.caption)};
  if (task < 0.35f)
    example.mask = scenes::randomMask(size, random);
  else if (task < 0.40f)
    example.mask = sideMask(size, random);
  return example;
}

}  // namespace pentimento::training

#include "core/training/judge_task.h"

#include <fmt/format.h>

#include "core/imaging/contact_sheet.h"
#include "core/tensor/placement.h"
#include "core/training/picture_tensors.h"
#include "core/training/scenes/render.h"

namespace pentimento::training {
namespace {

constexpr int kJudgeSize = 64;
constexpr int64_t kIgnored = -100;  // what cross_entropy leaves out
// The judge's own stream of scenes: no other network is trained on them.
constexpr uint64_t kJudgeStream = 0x6a75646765;

scenes::Scene sceneForJudge(uint64_t seed, uint64_t index, const scenes::WorldOptions& world) {
  return scenes::compose(scenes::mixBits(seed ^ kJudgeStream) + index, world);
}

}  // namespace

JudgeTask::JudgeTask(const nn::SceneJudgeOptions& options, scenes::WorldOptions world,
                     uint64_t seed)
    : m_network(options), m_world(std::move(world)), m_seed(seed) {
  m_world.heldOutToo = true;
}

torch::Tensor JudgeTask::loss(const BatchPosition& batch) {
  std::vector<Image> pictures;
  auto presence = torch::zeros({batch.count, scenes::kKindCount});
  auto colours = torch::full({batch.count, scenes::kKindCount}, kIgnored, torch::kInt64);
  auto support = torch::full({batch.count}, kIgnored, torch::kInt64);
  for (int i = 0; i < batch.count; ++i) {
    const scenes::Scene scene =
        sceneForJudge(m_seed, batch.first + static_cast<uint64_t>(i), m_world);
    scenes::Rendering rendering = scenes::render(scene, kJudgeSize);
    pictures.push_back(std::move(rendering.picture));
    if (scene.family != scenes::Family::Outdoor) support[i] = static_cast<int64_t>(scene.floor);
    for (const auto& instance : rendering.instances) {
      if (!instance.visible) continue;
      const auto kind = static_cast<int64_t>(instance.thing.kind);
      const auto colour = static_cast<int64_t>(instance.thing.colour);
      const bool again = presence[i][kind].item<float>() > 0;
      const bool differs = again && colours[i][kind].item<int64_t>() != colour;
      presence[i][kind] = 1;
      colours[i][kind] = differs ? kIgnored : colour;
    }
  }
  const nn::SceneVerdict verdict = m_network(tensorOf(pictures, batch.device));
  const auto crossEntropy = [&](const torch::Tensor& logits, const torch::Tensor& truth) {
    const auto options =
        torch::nn::functional::CrossEntropyFuncOptions().ignore_index(kIgnored).reduction(
            torch::kSum);
    return torch::nn::functional::cross_entropy(logits, truth.to(batch.device), options) /
           static_cast<double>(truth.size(0));
  };
  return torch::binary_cross_entropy_with_logits(verdict.presence, presence.to(batch.device), {},
                                                 {}, at::Reduction::Sum) /
             batch.count +
         crossEntropy(verdict.colour.flatten(0, 1), colours.flatten()) * scenes::kKindCount +
         crossEntropy(verdict.support, support);
}

Image JudgeTask::sheet() {
  torch::NoGradGuard quiet;
  constexpr uint64_t kFirstUnseen = uint64_t{1} << 60;
  std::vector<Image> pictures;
  for (uint64_t i = 0; i < 24; ++i)
    pictures.push_back(
        scenes::renderPicture(sceneForJudge(m_seed, kFirstUnseen + i, m_world), kJudgeSize));
  const nn::SceneVerdict verdict = m_network(tensorOf(pictures, deviceOf(*m_network)));
  std::vector<std::string> words;
  for (int64_t i = 0; i < static_cast<int64_t>(pictures.size()); ++i) {
    const auto kind = verdict.presence[i].argmax().item<int64_t>();
    const auto colour = verdict.colour[i][kind].argmax().item<int64_t>();
    words.push_back(fmt::format("{} {}", wordFor(static_cast<scenes::ColourName>(colour)),
                                scenes::factsOf(static_cast<scenes::Kind>(kind)).word));
  }
  ContactSheetOptions layout;
  layout.columns = 6;
  layout.cell = {2 * kJudgeSize, 2 * kJudgeSize};
  return contactSheet(pictures, words, layout);
}

}  // namespace pentimento::training

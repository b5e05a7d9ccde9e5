/// Where training pictures come from. Every example follows from its number alone, so that "data
/// position" is one integer and any process can make any example.
#pragma once

#include <cstdint>
#include <string>

#include "core/imaging/image.h"
#include "core/training/scenes/compose.h"

namespace pentimento::training {

struct Example {
  Image picture;        ///< 8 bit RGB, square
  Mask mask;            ///< what is to be painted: 255
  std::string caption;  ///< of the picture, or the wish for what is under the mask; may be empty
};

/// Thread-safety: const members may be called from several threads.
class ExampleSource {
 public:
  virtual ~ExampleSource() = default;
  /// Picture with its caption; everything masked.
  [[nodiscard]] virtual Example captioned(uint64_t index, int size) const = 0;
  /// For training edits: mostly full masks, else a part with words for it.
  [[nodiscard]] virtual Example editable(uint64_t index, int size) const = 0;
};

/// The procedural world.
class SceneSource final : public ExampleSource {
 public:
  SceneSource(scenes::WorldOptions world, uint64_t seed)
      : m_world(std::move(world)), m_seed(seed) {}
  [[nodiscard]] Example captioned(uint64_t index, int size) const override;
  [[nodiscard]] Example editable(uint64_t index, int size) const override;

 private:
  scenes::WorldOptions m_world;
  uint64_t m_seed;
};

}  // namespace pentimento::training

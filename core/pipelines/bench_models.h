/// What is benchmarked: published models in their real sizes.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/api/bench_report.h"
#include "core/tensor/placement.h"
#include "core/weights/indexed_source.h"

namespace pentimento {

/// One network, and what it does in the making of a picture.
struct BenchStage {
  std::string name;    ///< also the prefix of its weights' names
  bool sized = false;  ///< whether the size of the picture matters
  /// In the current PlacementScope, its weights undefined. Empty: works with the network of the
  /// stage before it.
  std::function<std::shared_ptr<torch::nn::Module>()> make;
  /// What is run and measured, its inputs ready. `side` of the picture in pixels; the placement is
  /// the network's, which outlives the result.
  std::function<std::function<torch::Tensor()>(torch::nn::Module& network,
                                               const Placement& placement, int64_t side)>
      prepare;
};

struct BenchSubject {
  std::string title;  ///< for people
  std::vector<BenchStage> stages;
  std::vector<int> sizes;  ///< sides in pixels when none are asked for
  int multiple = 64;       ///< of any side
  /// All weights are loaded before anything is measured; else each stage's alone, and released.
  bool together = false;
};

[[nodiscard]] BenchSubject benchSubject(BenchModel model);

/// All tensors of some networks as half precision, made up when they are read: activations keep a
/// size of about one through all layers, as in trained networks. Names begin with the stage's name
/// and a dot.
class BenchWeights final : public IndexedSource {
 public:
  explicit BenchWeights(std::span<const BenchStage> stages);

 private:
  [[nodiscard]] TensorBytes readAt(size_t index) const override;

  torch::Tensor m_noise;  ///< uniform in −0.5..0.5, repeated over larger tensors
};

}  // namespace pentimento

/// All parameters of a network in one buffer each for values, gradients and the float32 master, so
/// that optimiser, average, clipping and all-reduce are single operations.
#pragma once

#include "core/tensor/torch.h"

namespace pentimento::training {

/// Takes over the storage of a module's parameters; the module must outlive it and must not be
/// moved to another device or type afterwards.
class FlatParameters {
 public:
  /// @param compute  type of forward and backward; the master stays float32
  FlatParameters(torch::nn::Module& module, torch::ScalarType compute);

  /// float32 [count]
  [[nodiscard]] torch::Tensor& master() { return m_master; }
  /// As the module accumulates them, in the compute type. [count]
  [[nodiscard]] const torch::Tensor& gradients() const { return m_gradients; }
  void zeroGradients() { m_gradients.zero_(); }
  /// Copies `values` (the master, or an average of it) to the module.
  void publish(const torch::Tensor& values);

  [[nodiscard]] int64_t count() const { return m_master.numel(); }
  /// Hash of names and shapes, to recognise a checkpoint of another configuration.
  [[nodiscard]] const std::string& layout() const { return m_layout; }

 private:
  torch::Tensor m_master, m_compute, m_gradients;
  std::string m_layout;
};

}  // namespace pentimento::training

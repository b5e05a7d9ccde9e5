/// AdamW (Loshchilov & Hutter 2019) with gradient clipping and an exponential moving average, on
/// flat buffers.
#pragma once

#include "core/tensor/torch.h"

namespace pentimento::training {

struct OptimiserOptions {
  double learningRate = 1e-3;
  double beta1 = 0.9, beta2 = 0.99;
  double epsilon = 1e-8;
  double weightDecay = 0.01;
  double clipNorm = 1.0;     ///< of the whole gradient; 0 = off
  double emaDecay = 0.9995;  ///< reached gradually: min(decay, (1 + n) / (10 + n))
};

class Optimiser {
 public:
  Optimiser(const torch::Tensor& master, const OptimiserOptions& options);

  /// One step in place. @param gradient float32, shaped as the master
  /// @param scale of the learning rate: the schedule
  /// @returns norm of the gradient before clipping
  double step(torch::Tensor& master, torch::Tensor gradient, double scale);

  [[nodiscard]] const torch::Tensor& average() const { return m_average; }

  // For checkpoints.
  [[nodiscard]] int64_t steps() const { return m_steps; }
  [[nodiscard]] const torch::Tensor& firstMoment() const { return m_first; }
  [[nodiscard]] const torch::Tensor& secondMoment() const { return m_second; }
  void restore(int64_t steps, const torch::Tensor& first, const torch::Tensor& second,
               const torch::Tensor& average);

 private:
  OptimiserOptions m_options;
  int64_t m_steps = 0;
  torch::Tensor m_first, m_second, m_average;
};

}  // namespace pentimento::training

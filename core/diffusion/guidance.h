/// Classifier-free guidance (Ho & Salimans 2022) over several prompts.
#pragma once

#include <vector>

#include "core/tensor/torch.h"

namespace pentimento {

/// How the network's answers without and with the prompts become one.
struct Guidance {
  double scale = 7;         ///< 1 = off
  double rescale = 0;       ///< phi of Lin et al. 2023, section 3.4
  double from = 0, to = 1;  ///< the part of the run in which it acts, fractions of progress
  std::vector<double> weights = {1};  ///< of the prompts combined by AND

  [[nodiscard]] bool isOff() const { return scale <= 1 && weights.size() == 1; }
  /// Whether it acts in step `step` of `steps`.
  [[nodiscard]] bool actsAt(int step, int steps) const;
  /// negative + scale·Σ weight·(prompt - negative), rescaled.
  /// @param outputs [1 + prompts, C, H, W] in the order negative, prompts → [1, C, H, W]
  [[nodiscard]] torch::Tensor combine(const torch::Tensor& outputs) const;
};

}  // namespace pentimento

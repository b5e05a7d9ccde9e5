#pragma once

#include "core/nn/activation.h"
#include "core/nn/linear.h"

namespace pentimento::nn {

struct SinusoidOptions {
  int64_t channels = 320;
  bool cosineFirst = true;  ///< diffusers' flip_sin_to_cos
  double shift = 0;         ///< diffusers' downscale_freq_shift
};

/// Sines and cosines of t at geometrically spaced frequencies from 1 down to 1/10000 (Ho et al.
/// 2020). `times` may be fractional. [N] → [N, channels] float32, or
/// float64 where the times are
[[nodiscard]] torch::Tensor sinusoidalEmbedding(const torch::Tensor& times,
                                                const SinusoidOptions& options);

struct TimestepEmbeddingOptions {
  int64_t in = 0;
  int64_t out = 0;
  int64_t conditionChannels = 0;  ///< of a second input (the guidance scale of distilled models)
};

/// linear_1, SiLU, linear_2; with a condition: x + cond_proj(condition) first.
class TimestepEmbeddingImpl : public torch::nn::Module {
 public:
  explicit TimestepEmbeddingImpl(const TimestepEmbeddingOptions& options);
  /// [N, in] in any float format → [N, out] in the format of the weights
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& condition = {});

 private:
  Linear linear_1, linear_2;
  Linear cond_proj{nullptr};
};
TORCH_MODULE(TimestepEmbedding);

}  // namespace pentimento::nn

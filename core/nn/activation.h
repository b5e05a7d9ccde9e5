/// Activations of feed-forward layers.
#pragma once

#include <string_view>

#include "core/tensor/torch.h"

namespace pentimento::nn {

enum class Activation {
  Gelu,       ///< x·Φ(x), exact (erf)
  QuickGelu,  ///< x·sigmoid(1.702 x), of OpenAI's CLIP
  GeluTanh,   ///< the tanh approximation, of GPT-2 and T5 v1.1
  Silu,
  Relu,
};

[[nodiscard]] torch::Tensor activate(const torch::Tensor& x, Activation activation);

/// By the names of model configurations: "gelu", "quick_gelu", "gelu_new", "silu", "relu" ...
/// @throws Error(UnsupportedModel) for any other
[[nodiscard]] Activation activationFromName(std::string_view name);

/// First half · gelu(second half) of the last dimension (Shazeer 2020). [..., 2·C] → [..., C]
[[nodiscard]] torch::Tensor geglu(const torch::Tensor& x);

}  // namespace pentimento::nn

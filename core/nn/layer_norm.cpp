#include "core/nn/layer_norm.h"

#include "core/nn/kernels/dispatch.h"
#include "core/nn/kernels/fused.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {

LayerNormImpl::LayerNormImpl(const LayerNormOptions& options) : m_eps(options.eps) {
  weight = register_parameter("weight", uninitializedParameter({options.channels}));
  bias = register_parameter("bias", uninitializedParameter({options.channels}));
}

torch::Tensor LayerNormImpl::forward(const torch::Tensor& x) {
  const int64_t channels = x.size(-1);
  if (!kernels::takes(x)) return torch::layer_norm(x, {channels}, weight, bias, m_eps);

  const auto scale = weight.to(torch::kFloat32), shift = bias.to(torch::kFloat32);
  const auto input = x.contiguous();
  auto output = torch::empty_like(input);
  const int64_t grain = std::max<int64_t>(1, 16384 / channels);
  kernels::withElements(
      [&](auto* from, auto* to) {
        at::parallel_for(0, x.numel() / channels, grain, [&](int64_t begin, int64_t end) {
          kernels::layerNorm(
              from + begin * channels, {end - begin, channels, static_cast<float>(m_eps)},
              scale.data_ptr<float>(), shift.data_ptr<float>(), to + begin * channels);
        });
      },
      input, output);
  return output;
}

}  // namespace pentimento::nn

#include "core/nn/timestep_embedding.h"

#include <cmath>

#include "core/nn/in_place.h"
#include "core/tensor/wide_type.h"

namespace pentimento::nn {

torch::Tensor sinusoidalEmbedding(const torch::Tensor& times, const SinusoidOptions& options) {
  const int64_t half = options.channels / 2;
  const auto type = wideType(times.scalar_type());
  const auto steps = torch::arange(half, times.options().dtype(type));
  const auto frequencies =
      torch::exp(steps * (-std::log(10000.0) / (static_cast<double>(half) - options.shift)));
  const auto angles = times.to(type).reshape({-1, 1}) * frequencies;  // [N, half]
  auto embedding = options.cosineFirst ? torch::cat({angles.cos(), angles.sin()}, 1)
                                       : torch::cat({angles.sin(), angles.cos()}, 1);
  return options.channels % 2 == 1 ? torch::constant_pad_nd(embedding, {0, 1}) : embedding;
}

TimestepEmbeddingImpl::TimestepEmbeddingImpl(const TimestepEmbeddingOptions& options)
    : linear_1(register_module("linear_1", Linear(LinearOptions{options.in, options.out}))),
      linear_2(register_module("linear_2", Linear(LinearOptions{options.out, options.out}))) {
  if (options.conditionChannels > 0)
    cond_proj = register_module(
        "cond_proj", Linear(LinearOptions{options.conditionChannels, options.in, false}));
}

torch::Tensor TimestepEmbeddingImpl::forward(const torch::Tensor& x,
                                             const torch::Tensor& condition) {
  auto h = x.to(linear_1->weight.dtype());
  if (cond_proj && condition.defined()) h = h + cond_proj(condition.to(h.dtype()));
  return linear_2(siluReusing(linear_1(h)));
}

}  // namespace pentimento::nn

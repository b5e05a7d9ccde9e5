#include "core/nn/attention.h"

#include "core/nn/scaled_dot_product_attention.h"

namespace pentimento::nn {

namespace {

Linear projection(const AttentionLayerOptions& options, int64_t in) {
  return Linear(LinearOptions{in, options.channels, options.projectionBias});
}

int64_t contextChannels(const AttentionLayerOptions& options) {
  return options.contextChannels > 0 ? options.contextChannels : options.channels;
}

}  // namespace

AttentionImpl::AttentionImpl(const AttentionLayerOptions& options)
    : to_q(register_module("to_q", projection(options, options.channels))),
      to_k(register_module("to_k", projection(options, contextChannels(options)))),
      to_v(register_module("to_v", projection(options, contextChannels(options)))),
      to_out(register_module("to_out", torch::nn::ModuleList(Linear(
                                           LinearOptions{options.channels, options.channels})))),
      m_heads(options.heads) {}

const KeyValueCache::KeyValue& KeyValueCache::of(AttentionImpl& layer,
                                                 const torch::Tensor& context) {
  const auto known = m_known.find(&layer);
  if (known != m_known.end()) return known->second;
  return m_known.emplace(&layer, KeyValue{layer.to_k(context), layer.to_v(context)}).first->second;
}

torch::Tensor AttentionImpl::addTo(torch::Tensor residual, const torch::Tensor& x,
                                   const AttentionContext& context) {
  const auto& from = context.states.defined() ? context.states : x;
  const auto [keys, values] = context.kept ? context.kept->of(*this, from)
                                           : KeyValueCache::KeyValue{to_k(from), to_v(from)};
  const auto y = scaledDotProductAttention(to_q(x), keys, values, {.heads = m_heads});
  return to_out[0]->as<Linear>()->addTo(std::move(residual), y);
}

SpatialAttentionImpl::SpatialAttentionImpl(const SpatialAttentionOptions& options)
    : AttentionImpl({.channels = options.channels, .heads = options.heads, .projectionBias = true}),
      group_norm(register_module(
          "group_norm",
          GroupNorm(GroupNormOptions{options.channels, options.groups, options.eps}))) {}

torch::Tensor SpatialAttentionImpl::forward(const torch::Tensor& x) {
  return tokensToPixels(addTo(pixelsToTokens(x), pixelsToTokens(group_norm(x))), x);
}

torch::Tensor pixelsToTokens(const torch::Tensor& x) {
  return x.permute({0, 2, 3, 1}).reshape({x.size(0), x.size(2) * x.size(3), x.size(1)});
}

torch::Tensor tokensToPixels(const torch::Tensor& tokens, const torch::Tensor& like) {
  return tokens.view({like.size(0), like.size(2), like.size(3), -1}).permute({0, 3, 1, 2});
}

}  // namespace pentimento::nn

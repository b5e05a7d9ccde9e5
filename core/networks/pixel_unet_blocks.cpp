#include "core/networks/pixel_unet_blocks.h"

#include <cmath>

namespace pentimento::nn {
namespace {

torch::nn::Conv2d unetConv(int64_t in, int64_t out, int64_t size) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, size).padding(size / 2));
}

torch::nn::GroupNorm unetNorm(int64_t width) {
  return torch::nn::GroupNorm(torch::nn::GroupNormOptions(kUnetGroups, width));
}

}  // namespace

UnetBlockImpl::UnetBlockImpl(const UnetBlockOptions& o)
    : m_heads(o.heads),
      norm1(register_module("norm1", unetNorm(o.in))),
      norm2(register_module("norm2", unetNorm(o.out))),
      conv1(register_module("conv1", unetConv(o.in, o.out, 3))),
      conv2(register_module("conv2", unetConv(o.out, o.out, 3))),
      scale_shift(register_module("scale_shift", torch::nn::Linear(o.steerWidth, 2 * o.out))) {
  torch::NoGradGuard quiet;
  conv2->weight.zero_();
  conv2->bias.zero_();
  if (o.in != o.out) conv_shortcut = register_module("conv_shortcut", unetConv(o.in, o.out, 1));
  if (o.heads == 0) return;
  norm3 = register_module("norm3", unetNorm(o.out));
  qkv = register_module("qkv", torch::nn::Linear(o.out, 3 * o.out));
  if (o.tokenWidth > 0)
    token_kv = register_module("token_kv", torch::nn::Linear(o.tokenWidth, 2 * o.out));
  proj = register_module("proj", torch::nn::Linear(o.out, o.out));
  proj->weight.zero_();
  proj->bias.zero_();
}

torch::Tensor UnetBlockImpl::forward(const torch::Tensor& x, const torch::Tensor& steer,
                                     const UnetConditions& conditions) {
  auto h = conv1(torch::silu(norm1(x)));  // [N, Cout, H, W]
  const auto film = scale_shift(steer).unsqueeze(-1).unsqueeze(-1).chunk(2, 1);
  h = conv2(torch::silu(norm2(h) * (1 + film[0]) + film[1]));
  h = h + (conv_shortcut ? conv_shortcut(x) : x);
  return m_heads > 0 ? h + attend(h, conditions) : h;
}

torch::Tensor UnetBlockImpl::attend(const torch::Tensor& x, const UnetConditions& conditions) {
  const int64_t n = x.size(0), width = x.size(1), count = x.size(2) * x.size(3);
  const auto pixels = norm3(x).flatten(2).transpose(1, 2);  // [N, HW, C]
  const auto split = [&](const torch::Tensor& t) {
    return t.reshape({n, -1, m_heads, width / m_heads}).transpose(1, 2);  // [N, h, T, C/h]
  };
  const auto parts = qkv(pixels).chunk(3, -1);
  auto k = parts[1], v = parts[2];
  torch::Tensor bias;
  if (token_kv && conditions.tokens.defined()) {
    const auto words = token_kv(conditions.tokens).chunk(2, -1);
    k = torch::cat({k, words[0]}, 1);
    v = torch::cat({v, words[1]}, 1);
    if (conditions.tokenBias.defined())
      bias = torch::cat(
          {torch::zeros({n, 1, 1, count}, conditions.tokenBias.options()), conditions.tokenBias},
          -1);
  }
  const double scale = std::pow(static_cast<double>(width / m_heads), -0.5);
  auto scores =
      torch::matmul(split(parts[0]) * scale, split(k).transpose(-2, -1));  // [N, h, HW, HW+T]
  if (bias.defined()) scores = scores + bias;
  const auto mixed =
      torch::matmul(scores.softmax(-1), split(v)).transpose(1, 2).reshape({n, count, width});
  return proj(mixed).transpose(1, 2).reshape_as(x);
}

}  // namespace pentimento::nn

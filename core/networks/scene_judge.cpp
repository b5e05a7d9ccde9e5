#include "core/networks/scene_judge.h"

namespace pentimento::nn {
namespace {

torch::nn::Conv2d judgeConv(int64_t in, int64_t out, int64_t stride) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(stride).padding(1));
}

torch::nn::GroupNorm judgeNorm(int64_t width) {
  return torch::nn::GroupNorm(torch::nn::GroupNormOptions(8, width));
}

}  // namespace

SceneJudgeImpl::SceneJudgeImpl(const SceneJudgeOptions& o)
    : conv1(register_module("conv1", judgeConv(3, o.width / 3, 2))),
      conv2(register_module("conv2", judgeConv(o.width / 3, 2 * o.width / 3, 2))),
      conv3(register_module("conv3", judgeConv(2 * o.width / 3, o.width, 2))),
      conv4(register_module("conv4", judgeConv(o.width, o.width, 1))),
      attention(register_module("attention",
                                torch::nn::Conv2d(torch::nn::Conv2dOptions(o.width, o.kinds, 1)))),
      norm1(register_module("norm1", judgeNorm(o.width / 3))),
      norm2(register_module("norm2", judgeNorm(2 * o.width / 3))),
      norm3(register_module("norm3", judgeNorm(o.width))),
      kind_weight(register_parameter("kind_weight", 0.1 * torch::randn({o.kinds, o.width}))),
      kind_bias(register_parameter("kind_bias", torch::full({o.kinds}, -2.0))),
      colour_head(register_module("colour_head", torch::nn::Linear(o.width, o.colours))),
      support_head(register_module("support_head", torch::nn::Linear(o.width, o.colours))) {}

SceneVerdict SceneJudgeImpl::forward(const torch::Tensor& pictures) {
  auto h = torch::silu(norm1(conv1(pictures.to(conv1->weight.scalar_type()))));
  h = torch::silu(norm2(conv2(h)));
  h = torch::silu(norm3(conv3(h)));
  h = h + torch::silu(conv4(h));                                         // [N, W, 8, 8]
  const auto where = attention(h).flatten(2).softmax(-1);                // [N, K, 64]
  const auto seen = torch::matmul(where, h.flatten(2).transpose(1, 2));  // [N, K, W]
  const auto below = h.narrow(2, h.size(2) - 2, 2).mean({2, 3});         // [N, W]
  return {((seen * kind_weight).sum(-1) + kind_bias).to(torch::kFloat32),
          colour_head(seen).to(torch::kFloat32), support_head(below).to(torch::kFloat32),
          h.mean({2, 3}).to(torch::kFloat32)};
}

}  // namespace pentimento::nn

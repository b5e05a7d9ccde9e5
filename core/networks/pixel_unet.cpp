#include "core/networks/pixel_unet.h"

#include <cmath>

#include "core/networks/pixel_unet_blocks.h"

namespace pentimento::nn {
namespace {

torch::nn::Conv2d conv3x3(int64_t in, int64_t out, int64_t stride = 1) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).padding(1).stride(stride));
}

/// Sinusoids of `time` at frequencies 1 .. 1000 (Vaswani et al. 2017). [N] -> [N, width]
torch::Tensor timeFeatures(const torch::Tensor& time, int64_t width) {
  const auto options = torch::TensorOptions().device(time.device()).dtype(torch::kFloat32);
  const auto frequencies = torch::exp(torch::linspace(0, std::log(1000.0), width / 2, options));
  const auto angles = time.to(torch::kFloat32).unsqueeze(1) * frequencies;
  return torch::cat({angles.sin(), angles.cos()}, 1);
}

}  // namespace

PixelUnetImpl::PixelUnetImpl(const PixelUnetOptions& o)
    : m_options(o),
      time_in(register_module("time_in", torch::nn::Linear(o.timeWidth, o.timeWidth))),
      time_out(register_module("time_out", torch::nn::Linear(o.timeWidth, o.timeWidth))),
      conv_in(
          register_module("conv_in", conv3x3(o.inChannels * o.patch * o.patch, o.widths.front()))),
      conv_out(register_module("conv_out",
                               conv3x3(o.widths.front(), o.outChannels * o.patch * o.patch))),
      norm_out(register_module("norm_out", torch::nn::GroupNorm(torch::nn::GroupNormOptions(
                                               kUnetGroups, o.widths.front())))),
      down(register_module("down", torch::nn::ModuleList())),
      downsample(register_module("downsample", torch::nn::ModuleList())),
      middle(register_module("middle", torch::nn::ModuleList())),
      up(register_module("up", torch::nn::ModuleList())),
      upsample(register_module("upsample", torch::nn::ModuleList())) {
  if (o.vectorWidth > 0)
    vector_in = register_module("vector_in", torch::nn::Linear(o.vectorWidth, o.timeWidth));
  const auto block = [&](int64_t in, int64_t out, bool attention) {
    return UnetBlock(UnetBlockOptions{in, out, o.timeWidth, attention ? o.heads : 0, o.tokenWidth});
  };
  const size_t levels = o.widths.size();
  std::vector<int64_t> skips;
  int64_t width = o.widths.front();
  for (size_t level = 0; level < levels; ++level) {
    if (level > 0) {
      downsample->push_back(conv3x3(width, o.widths[level], 2));
      width = o.widths[level];
    }
    for (int64_t i = 0; i < o.blocks; ++i) {
      down->push_back(block(width, width, o.attention[level]));
      skips.push_back(width);
    }
  }
  middle->push_back(block(width, width, o.attention.back()));
  for (size_t level = levels; level-- > 0;) {
    for (int64_t i = 0; i < o.blocks; ++i) {
      up->push_back(block(o.widths[level] + skips.back(), o.widths[level], o.attention[level]));
      skips.pop_back();
    }
    if (level > 0) upsample->push_back(conv3x3(o.widths[level], o.widths[level - 1]));
  }
  torch::NoGradGuard quiet;
  conv_out->weight.zero_();
  conv_out->bias.zero_();
}

torch::Tensor PixelUnetImpl::forward(const torch::Tensor& x, const torch::Tensor& time,
                                     const UnetConditions& conditions) {
  const auto weightType = conv_in->weight.scalar_type();
  auto steer =
      time_out(torch::silu(time_in(timeFeatures(time, m_options.timeWidth).to(weightType))));
  if (vector_in && conditions.vector.defined()) steer = steer + vector_in(conditions.vector);
  steer = torch::silu(steer);  // [N, timeWidth]

  auto h = conv_in(torch::pixel_unshuffle(x, m_options.patch));  // [N, W0, H/p, W/p]
  std::vector<torch::Tensor> skips;
  size_t index = 0;
  for (size_t level = 0; level < m_options.widths.size(); ++level) {
    if (level > 0) h = downsample[level - 1]->as<torch::nn::Conv2dImpl>()->forward(h);
    for (int64_t i = 0; i < m_options.blocks; ++i) {
      h = down[index++]->as<UnetBlockImpl>()->forward(h, steer, conditions);
      skips.push_back(h);
    }
  }
  h = middle[0]->as<UnetBlockImpl>()->forward(h, steer, conditions);
  index = 0;
  for (size_t level = m_options.widths.size(); level-- > 0;) {
    for (int64_t i = 0; i < m_options.blocks; ++i) {
      h = up[index++]->as<UnetBlockImpl>()->forward(torch::cat({h, skips.back()}, 1), steer,
                                                    conditions);
      skips.pop_back();
    }
    if (level > 0) {
      h = torch::upsample_nearest2d(h, {h.size(2) * 2, h.size(3) * 2});
      h = upsample[m_options.widths.size() - 1 - level]->as<torch::nn::Conv2dImpl>()->forward(h);
    }
  }
  return torch::pixel_shuffle(conv_out(torch::silu(norm_out(h))), m_options.patch);
}

}  // namespace pentimento::nn

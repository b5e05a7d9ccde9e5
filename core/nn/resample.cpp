#include "core/nn/resample.h"

namespace pentimento::nn {
namespace {

Conv2dOptions halving(int64_t channels, DownsampleImpl::Padding padding) {
  return {.in = channels,
          .out = channels,
          .stride = 2,
          .padding = padding == DownsampleImpl::Padding::Symmetric ? 1 : 0};
}

}  // namespace

DownsampleImpl::DownsampleImpl(int64_t channels, Padding padding)
    : conv(register_module("conv", Conv2d(halving(channels, padding)))), m_padding(padding) {}

torch::Tensor DownsampleImpl::forward(const torch::Tensor& x) {
  if (m_padding == Padding::Symmetric) return conv(x);
  return conv(torch::constant_pad_nd(x, {0, 1, 0, 1}));
}

UpsampleImpl::UpsampleImpl(int64_t channels)
    : conv(register_module("conv", Conv2d(Conv2dOptions{.in = channels, .out = channels}))) {}

torch::Tensor UpsampleImpl::forward(const torch::Tensor& x) {
  return enlargeTo(x, {2 * x.size(2), 2 * x.size(3)});
}

torch::Tensor UpsampleImpl::enlargeTo(const torch::Tensor& x, torch::IntArrayRef size) {
  return conv(torch::upsample_nearest2d(x, size));
}

}  // namespace pentimento::nn

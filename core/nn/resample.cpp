#include "core/nn/resample.h"

#include "core/tensor/cancellation.h"

namespace pentimento::nn {
namespace {

Conv2dOptions halving(int64_t channels, DownsampleImpl::Padding padding) {
  return {.in = channels,
          .out = channels,
          .stride = 2,
          .padding = padding == DownsampleImpl::Padding::Symmetric ? 1 : 0};
}

LazyFeatures doubled(const torch::Tensor& x) {
  const int64_t width = 2 * x.size(3);
  return {.sizes = {x.size(0), x.size(1), 2 * x.size(2), width},
          .whole =
              [x, width] {
                return torch::upsample_nearest2d(x, {2 * x.size(2), width});
              },
          .rows =
              [input = x.contiguous(torch::MemoryFormat::ChannelsLast), width](
                  int64_t n, int64_t begin, int64_t end) {
                const int64_t first = begin / 2, last = (end + 1) / 2;
                const auto rows = torch::upsample_nearest2d(
                    input.slice(0, n, n + 1).slice(2, first, last), {2 * (last - first), width});
                return rows.slice(2, begin - 2 * first, end - 2 * first);
              }};
}

}  // namespace

DownsampleImpl::DownsampleImpl(int64_t channels, Padding padding)
    : conv(register_module("conv", Conv2d(halving(channels, padding)))), m_padding(padding) {}

torch::Tensor DownsampleImpl::forward(const torch::Tensor& x) {
  cancellationPoint();
  if (m_padding == Padding::Symmetric) return conv(x);
  return conv(torch::constant_pad_nd(x, {0, 1, 0, 1}));
}

UpsampleImpl::UpsampleImpl(int64_t channels)
    : conv(register_module("conv", Conv2d(Conv2dOptions{.in = channels, .out = channels}))) {}

torch::Tensor UpsampleImpl::forward(const torch::Tensor& x) {
  return conv->convolve(doubled(x));
}

torch::Tensor UpsampleImpl::enlargeTo(const torch::Tensor& x, torch::IntArrayRef size) {
  if (size[0] == 2 * x.size(2) && size[1] == 2 * x.size(3)) return forward(x);
  return conv(torch::upsample_nearest2d(x, size));
}

}  // namespace pentimento::nn

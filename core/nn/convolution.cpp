#include "core/nn/convolution.h"

#include <algorithm>

#include "core/nn/in_place.h"
#include "core/tensor/cancellation.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {
namespace {

LazyFeatures featuresOf(const torch::Tensor& x) {
  const auto input = x.contiguous(torch::MemoryFormat::ChannelsLast);
  return {.sizes = {x.size(0), x.size(1), x.size(2), x.size(3)},
          .whole = [input] { return input; },
          .rows = [input](int64_t n, int64_t begin,
                          int64_t end) { return input.slice(0, n, n + 1).slice(2, begin, end); }};
}

}  // namespace

Conv2dImpl::Conv2dImpl(const Conv2dOptions& options)
    : m_stride(options.stride),
      m_padding(options.padding >= 0 ? options.padding : (options.kernel - 1) / 2) {
  weight = register_parameter(
      "weight", uninitializedParameter({options.out, options.in, options.kernel, options.kernel}));
  if (options.bias) bias = register_parameter("bias", uninitializedParameter({options.out}));
}

std::array<int64_t, 4> Conv2dImpl::outputSizes(const std::array<int64_t, 4>& input) const {
  const auto side = [&](int64_t length) {
    return (length + 2 * m_padding - weight.size(2)) / m_stride + 1;
  };
  return {input[0], weight.size(0), side(input[2]), side(input[3])};
}

int64_t Conv2dImpl::bandFor(const LazyFeatures& x) const {
  if (!mayOverwrite() || !weight.device().is_cpu() || !x.rows) return 0;
  const auto [pictures, channels, height, width] = outputSizes(x.sizes);
  const double perRow = 2.0 * static_cast<double>(weight.numel()) * static_cast<double>(width);
  const double atOnce = operationsAtOnce(weight.scalar_type());
  if (perRow * static_cast<double>(pictures * height) <= 2 * atOnce) return 0;
  constexpr int64_t kFewestPixels = 512;  // fewer are not worth a look at all the weights
  const int64_t fewest = (kFewestPixels + width - 1) / width;
  return std::max(fewest, static_cast<int64_t>(atOnce / perRow));
}

torch::Tensor Conv2dImpl::convolved(const torch::Tensor& x) const {
  return torch::conv2d(x.contiguous(torch::MemoryFormat::ChannelsLast), weight, bias, m_stride,
                       m_padding);
}

// Rows [begin, end) of the output for one picture; only those at its border see padding.
torch::Tensor Conv2dImpl::rows(const LazyFeatures& x, int64_t n, int64_t begin, int64_t end) const {
  const int64_t height = x.sizes[2];
  const int64_t first = begin * m_stride - m_padding;
  const int64_t last = (end - 1) * m_stride - m_padding + weight.size(2);
  auto input = x.rows(n, std::max<int64_t>(first, 0), std::min(last, height));
  if (first < 0 || last > height)
    input = torch::constant_pad_nd(
        input, {0, 0, std::max<int64_t>(-first, 0), std::max<int64_t>(last - height, 0)});
  const std::array<int64_t, 2> padding{0, m_padding};
  return torch::conv2d(input, weight, bias, m_stride, padding);
}

template <typename Take>
void Conv2dImpl::inBands(const LazyFeatures& x, int64_t band, Take take) const {
  const auto [pictures, channels, height, width] = outputSizes(x.sizes);
  for (int64_t n = 0; n < pictures; ++n)
    for (int64_t begin = 0; begin < height; begin += band) {
      cancellationPoint();
      const int64_t end = std::min(begin + band, height);
      take(n, begin, end, rows(x, n, begin, end));
    }
}

torch::Tensor Conv2dImpl::forward(const torch::Tensor& x) {
  cancellationPoint();
  return convolve(featuresOf(x));
}

torch::Tensor Conv2dImpl::convolve(const LazyFeatures& x) {
  cancellationPoint();
  const int64_t band = bandFor(x);
  if (band == 0) return convolved(x.whole());
  auto y = torch::empty(outputSizes(x.sizes), weight.options(), torch::MemoryFormat::ChannelsLast);
  inBands(x, band, [&](int64_t n, int64_t begin, int64_t end, const torch::Tensor& some) {
    y.slice(0, n, n + 1).slice(2, begin, end).copy_(some);
  });
  return y;
}

torch::Tensor Conv2dImpl::addTo(torch::Tensor residual, const LazyFeatures& x) {
  cancellationPoint();
  const int64_t band = bandFor(x);
  if (band == 0) return addReusing(std::move(residual), convolved(x.whole()));
  inBands(x, band, [&](int64_t n, int64_t begin, int64_t end, const torch::Tensor& some) {
    residual.slice(0, n, n + 1).slice(2, begin, end).add_(some);
  });
  return residual;
}

}  // namespace pentimento::nn

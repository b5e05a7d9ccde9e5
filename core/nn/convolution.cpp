#include "core/nn/convolution.h"

#include <algorithm>
#include <cmath>

#include "core/nn/in_place.h"
#include "core/tensor/cancellation.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {
namespace {

struct BandedConvolution {
  const torch::Tensor& weight;
  const torch::Tensor& bias;
  int64_t padding = 0;

  // Rows [begin, end) of the output for one picture.
  [[nodiscard]] torch::Tensor rows(const torch::Tensor& x, int64_t begin, int64_t end) const {
    const int64_t height = x.size(2);
    const int64_t first = std::max<int64_t>(begin - padding, 0);
    const int64_t last = std::min(end + padding, height);
    // A band has as many rows as its input; those beside a cut are wrong, and left out.
    return torch::conv2d(x.slice(2, first, last), weight, bias, 1, padding)
        .slice(2, begin - first, end - first);
  }

  [[nodiscard]] torch::Tensor operator()(const torch::Tensor& x, int64_t band) const {
    auto y = torch::empty({x.size(0), weight.size(0), x.size(2), x.size(3)}, x.options(),
                          torch::MemoryFormat::ChannelsLast);
    for (int64_t n = 0; n < x.size(0); ++n)
      for (int64_t begin = 0; begin < x.size(2); begin += band) {
        cancellationPoint();
        const int64_t end = std::min(begin + band, x.size(2));
        y.slice(0, n, n + 1).slice(2, begin, end).copy_(rows(x.slice(0, n, n + 1), begin, end));
      }
    return y;
  }
};

}  // namespace

Conv2dImpl::Conv2dImpl(const Conv2dOptions& options)
    : m_stride(options.stride),
      m_padding(options.padding >= 0 ? options.padding : (options.kernel - 1) / 2) {
  weight = register_parameter(
      "weight", uninitializedParameter({options.out, options.in, options.kernel, options.kernel}));
  if (options.bias) bias = register_parameter("bias", uninitializedParameter({options.out}));
}

torch::Tensor Conv2dImpl::forward(const torch::Tensor& x) {
  cancellationPoint();
  const auto input = x.contiguous(torch::MemoryFormat::ChannelsLast);
  const double operationsPerRow =
      2.0 * static_cast<double>(weight.numel()) * static_cast<double>(x.size(3));
  const bool keepsSize = m_stride == 1 && 2 * m_padding + 1 == weight.size(2);
  const double rows = static_cast<double>(x.size(0) * x.size(2));
  if (mayOverwrite() && keepsSize && x.device().is_cpu() &&
      operationsPerRow * rows > kOperationsAtOnce) {
    const auto band = std::max<int64_t>(8, std::llround(kOperationsAtOnce / operationsPerRow));
    return BandedConvolution{weight, bias, m_padding}(input, band);
  }
  return torch::conv2d(input, weight, bias, m_stride, m_padding);
}

torch::Tensor Conv2dImpl::addTo(torch::Tensor residual, const torch::Tensor& x) {
  return addReusing(std::move(residual), forward(x));
}

}  // namespace pentimento::nn

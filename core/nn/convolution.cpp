#include "core/nn/convolution.h"

#include "core/nn/in_place.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {

Conv2dImpl::Conv2dImpl(const Conv2dOptions& options)
    : m_stride(options.stride),
      m_padding(options.padding >= 0 ? options.padding : (options.kernel - 1) / 2) {
  weight = register_parameter(
      "weight", uninitializedParameter({options.out, options.in, options.kernel, options.kernel}));
  if (options.bias) bias = register_parameter("bias", uninitializedParameter({options.out}));
}

torch::Tensor Conv2dImpl::forward(const torch::Tensor& x) {
  return torch::conv2d(x.contiguous(torch::MemoryFormat::ChannelsLast), weight, bias, m_stride,
                       m_padding);
}

torch::Tensor Conv2dImpl::addTo(torch::Tensor residual, const torch::Tensor& x) {
  return addReusing(std::move(residual), forward(x));
}

}  // namespace pentimento::nn

#include "core/nn/linear.h"

#include "core/nn/in_place.h"
#include "core/tensor/cancellation.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {

LinearImpl::LinearImpl(const LinearOptions& options) {
  weight = register_parameter("weight", uninitializedParameter({options.out, options.in}));
  if (options.bias) bias = register_parameter("bias", uninitializedParameter({options.out}));
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) {
  cancellationPoint();
  // Flattened, so that the bias is part of the matrix product and not a second pass.
  const auto flat = x.dim() == 2 ? x : x.reshape({-1, x.size(-1)});
  auto y = torch::linear(flat, weight, bias);
  if (x.dim() == 2) return y;
  std::vector<int64_t> shape(x.sizes().begin(), x.sizes().end());
  shape.back() = weight.size(0);
  return y.view(shape);
}

torch::Tensor LinearImpl::addTo(torch::Tensor residual, const torch::Tensor& x) {
  return addReusing(std::move(residual), forward(x));
}

}  // namespace pentimento::nn

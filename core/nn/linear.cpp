#include "core/nn/linear.h"

#include <algorithm>
#include <cmath>

#include "core/nn/in_place.h"
#include "core/tensor/cancellation.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {
namespace {

// [rows, in] → [rows, out]
torch::Tensor linearInPortions(const torch::Tensor& x, const torch::Tensor& weight,
                               const torch::Tensor& bias) {
  cancellationPoint();
  const double operationsPerRow = 2.0 * static_cast<double>(weight.numel());
  const auto portion = std::max<int64_t>(
      256, std::llround(operationsAtOnce(weight.scalar_type()) / operationsPerRow));
  if (!mayOverwrite() || !x.device().is_cpu() || x.size(0) <= 2 * portion)
    return torch::linear(x, weight, bias);
  auto y = torch::empty({x.size(0), weight.size(0)}, x.options());
  for (int64_t begin = 0; begin < x.size(0); begin += portion) {
    cancellationPoint();
    const int64_t end = std::min(begin + portion, x.size(0));
    y.slice(0, begin, end).copy_(torch::linear(x.slice(0, begin, end), weight, bias));
  }
  return y;
}

}  // namespace

LinearImpl::LinearImpl(const LinearOptions& options) {
  weight = register_parameter("weight", uninitializedParameter({options.out, options.in}));
  if (options.bias) bias = register_parameter("bias", uninitializedParameter({options.out}));
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) {
  // Flattened, so that the bias is part of the matrix product and not a second pass.
  auto y = linearInPortions(x.dim() == 2 ? x : x.reshape({-1, x.size(-1)}), weight, bias);
  if (x.dim() == 2) return y;
  std::vector<int64_t> shape(x.sizes().begin(), x.sizes().end());
  shape.back() = weight.size(0);
  return y.view(shape);
}

torch::Tensor LinearImpl::addTo(torch::Tensor residual, const torch::Tensor& x) {
  return addReusing(std::move(residual), forward(x));
}

}  // namespace pentimento::nn

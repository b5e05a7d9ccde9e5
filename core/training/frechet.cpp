#include "core/training/frechet.h"

namespace pentimento::training {
namespace {

struct Gaussian {
  torch::Tensor mean, covariance;  // [F], [F, F], float64
};

Gaussian gaussianOf(const torch::Tensor& features) {
  const auto x = features.to(torch::kFloat64);
  const auto centred = x - x.mean(0, true);
  return {x.mean(0), centred.t().matmul(centred) / static_cast<double>(x.size(0) - 1)};
}

/// Of a symmetric matrix without negative eigenvalues but for rounding.
torch::Tensor symmetricRoot(const torch::Tensor& m) {
  const auto [values, vectors] = torch::linalg_eigh(m, "L");
  return (vectors * values.clamp_min(0).sqrt()).matmul(vectors.t());
}

}  // namespace

double frechetDistance(const torch::Tensor& a, const torch::Tensor& b) {
  const Gaussian first = gaussianOf(a), second = gaussianOf(b);
  // C1 C2 has the eigenvalues of the symmetric C1^½ C2 C1^½.
  const auto root = symmetricRoot(first.covariance);
  const auto shared = symmetricRoot(root.matmul(second.covariance).matmul(root)).trace();
  return ((first.mean - second.mean).square().sum() + first.covariance.trace() +
          second.covariance.trace() - 2 * shared)
      .item<double>();
}

}  // namespace pentimento::training

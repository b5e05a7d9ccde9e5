#include "core/training/diffusion_loss.h"

#include <numbers>

namespace pentimento::training {

NoiseLevel noiseLevel(const torch::Tensor& time) {
  const auto angle = time.to(torch::kFloat32).view({-1, 1, 1, 1}) * (std::numbers::pi / 2);
  return {angle.cos(), angle.sin()};
}

torch::Tensor addNoise(const torch::Tensor& x0, const torch::Tensor& eps, const NoiseLevel& level) {
  return level.alpha * x0 + level.sigma * eps;
}

torch::Tensor pictureWeight(const NoiseLevel& level, double gamma) {
  return level.sigma.square().reciprocal().clamp_max(gamma + 1);  // 1 / sigma² = SNR + 1
}

torch::Tensor maskedPictureLoss(const torch::Tensor& estimate, const torch::Tensor& x0,
                                const torch::Tensor& mask, const torch::Tensor& weight,
                                const MaskImportance& counts) {
  const auto border = torch::max_pool2d(1 - mask, 5, 1, 2) * mask;
  const auto importance = mask + counts.outside * (1 - mask) + (counts.border - 1) * border;
  const auto share = mask.mean({1, 2, 3}).clamp_min(1e-3);  // [N]
  const auto error = ((estimate - x0).square() * importance * weight).mean({1, 2, 3});
  return (error / share.sqrt()).mean();
}

torch::Tensor contrastiveLoss(const torch::Tensor& images, const torch::Tensor& texts,
                              const torch::Tensor& logScale) {
  const auto logits = logScale.exp() * images.matmul(texts.t());  // [N, N]
  const auto diagonal = torch::arange(
      images.size(0), torch::TensorOptions().dtype(torch::kInt64).device(images.device()));
  return (torch::nn::functional::cross_entropy(logits, diagonal) +
          torch::nn::functional::cross_entropy(logits.t(), diagonal)) /
         2;
}

}  // namespace pentimento::training

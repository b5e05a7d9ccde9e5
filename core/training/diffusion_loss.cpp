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

torch::Tensor velocity(const torch::Tensor& x0, const torch::Tensor& eps, const NoiseLevel& level) {
  return level.alpha * eps - level.sigma * x0;
}

torch::Tensor x0FromVelocity(const torch::Tensor& xt, const torch::Tensor& v,
                             const NoiseLevel& level) {
  return level.alpha * xt - level.sigma * v;
}

torch::Tensor velocityWeight(const NoiseLevel& level, double gamma) {
  const auto snr = (level.alpha / level.sigma.clamp_min(1e-4)).square();
  return ((gamma + 1) / (snr + 1)).clamp_max(1);
}

torch::Tensor maskedVelocityLoss(const torch::Tensor& v, const torch::Tensor& target,
                                 const torch::Tensor& mask, const torch::Tensor& weight,
                                 double outside) {
  const auto importance = mask + outside * (1 - mask);
  const auto share = mask.mean({1, 2, 3}).clamp_min(1e-3);  // [N]
  const auto error = ((v - target).square() * importance * weight).mean({1, 2, 3});
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

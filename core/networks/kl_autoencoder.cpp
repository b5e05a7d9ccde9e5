#include "core/networks/kl_autoencoder.h"

namespace pentimento::nn {

torch::Tensor LatentDistribution::sample(const torch::Tensor& noise) const {
  return mean + torch::exp(0.5 * logVariance) * noise;
}

LatentDistribution distributionOf(const torch::Tensor& moments) {
  const auto halves = moments.chunk(2, 1);
  return {halves[0], halves[1].clamp(-30, 20)};
}

KlAutoencoderImpl::KlAutoencoderImpl(const KlAutoencoderConfig& config)
    : m_config(config),
      encoder(register_module("encoder", KlEncoder(config))),
      decoder(register_module("decoder", KlDecoder(config))) {
  if (!config.quantConvolutions) return;
  const int64_t channels = config.latentChannels;
  quant_conv = register_module(
      "quant_conv", Conv2d(Conv2dOptions{.in = 2 * channels, .out = 2 * channels, .kernel = 1}));
  post_quant_conv = register_module(
      "post_quant_conv", Conv2d(Conv2dOptions{.in = channels, .out = channels, .kernel = 1}));
}

torch::Tensor KlAutoencoderImpl::encodeMoments(const torch::Tensor& picture) {
  const auto moments = encoder(picture.to(parameters().front().dtype()));
  return (quant_conv ? quant_conv(moments) : moments).to(picture.dtype());
}

LatentDistribution KlAutoencoderImpl::encode(const torch::Tensor& picture) {
  return distributionOf(encodeMoments(picture));
}

torch::Tensor KlAutoencoderImpl::decode(const torch::Tensor& latents) {
  const auto z = latents.to(parameters().front().dtype());
  return decoder(post_quant_conv ? post_quant_conv(z) : z).to(latents.dtype());
}

torch::Tensor KlAutoencoderImpl::toSampler(const torch::Tensor& latents) const {
  return (latents - m_config.shiftFactor) * m_config.scalingFactor;
}

torch::Tensor KlAutoencoderImpl::fromSampler(const torch::Tensor& latents) const {
  return latents / m_config.scalingFactor + m_config.shiftFactor;
}

}  // namespace pentimento::nn

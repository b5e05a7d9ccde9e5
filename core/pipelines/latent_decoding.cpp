#include "core/pipelines/latent_decoding.h"

#include "core/base/error.h"
#include "core/networks/latent_preview.h"
#include "core/tensor/image_tensor.h"

namespace pentimento {
namespace {

bool isFinite(const torch::Tensor& x) {
  return torch::isfinite(x).all().item<bool>();
}

// While one lives, the autoencoder computes in float32.
class WideAutoencoder {
 public:
  explicit WideAutoencoder(nn::KlAutoencoder& autoencoder)
      : m_autoencoder(autoencoder), m_stored(autoencoder->parameters().front().scalar_type()) {
    m_autoencoder->to(torch::kFloat32);
  }
  ~WideAutoencoder() { m_autoencoder->to(m_stored); }
  WideAutoencoder(const WideAutoencoder&) = delete;
  WideAutoencoder& operator=(const WideAutoencoder&) = delete;

 private:
  nn::KlAutoencoder& m_autoencoder;
  torch::ScalarType m_stored;
};

torch::Tensor decodedOnce(StableDiffusionParts& parts, const torch::Tensor& latents) {
  const auto like = parts.autoencoder->parameters().front().options();
  return parts.autoencoder->decode(parts.autoencoder->fromSampler(latents).to(like))
      .to(torch::kFloat32);
}

}  // namespace

torch::Tensor decodeLatents(StableDiffusionParts& parts, const torch::Tensor& latents,
                            std::vector<std::string>& notes) {
  if (!isFinite(latents))
    throw Error(ErrorKind::NonFinite,
                "the model's numbers ran out of range while sampling, so there is no picture; try "
                "precision float32, another sampler or a lower guidance");
  auto pixels = decodedOnce(parts, latents);
  if (isFinite(pixels)) return pixels;
  {
    const WideAutoencoder wide(parts.autoencoder);
    pixels = decodedOnce(parts, latents);
  }
  if (!isFinite(pixels))
    throw Error(ErrorKind::NonFinite,
                "the autoencoder's numbers ran out of range, also in float32, so there is no "
                "picture; try another autoencoder");
  notes.push_back(
      "The autoencoder was run again in float32, because its numbers ran out of range.");
  return pixels;
}

Image previewOf(const torch::Tensor& latents, const StableDiffusionParts& parts) {
  const auto space =
      parts.takesSizes() ? nn::LatentSpace::StableDiffusionXl : nn::LatentSpace::StableDiffusion;
  const int64_t scale = parts.autoencoder->config().downscale();
  const auto small = nn::latentPreview(latents.to(torch::kCPU, torch::kFloat32), space);
  // A step that went wrong shows as black; the finished picture is what is checked.
  const auto colours = torch::nan_to_num(small, -1.0, 1.0, -1.0);
  return toImage(colours.repeat_interleave(scale, 2).repeat_interleave(scale, 3),
                 ValueRange::MinusOneToOne);
}

}  // namespace pentimento

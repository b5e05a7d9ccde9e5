#include "core/pipelines/latent_decoding.h"

#include "core/base/error.h"
#include "core/networks/latent_preview.h"
#include "core/networks/tiled_autoencoder.h"
#include "core/pipelines/wide_precision.h"
#include "core/tensor/image_tensor.h"

namespace pentimento {
namespace {

bool isFinite(const torch::Tensor& x) {
  return torch::isfinite(x).all().item<bool>();
}

// Latents of 1024 x 1024 pixels still fit in one piece into 8 GB; in tiles, statistics of norms are
// of the tile, so smaller pictures are left whole.
constexpr int64_t kLargestWhole = 128 * 128;
constexpr int64_t kForcedTile = 64;

torch::Tensor decodedOnce(StableDiffusionParts& parts, const torch::Tensor& latents,
                          bool forceTiles) {
  const auto like = parts.autoencoder->parameters().front().options();
  const auto z = parts.autoencoder->fromSampler(latents).to(like);
  nn::TileOptions tiles;
  if (forceTiles) tiles.tile = kForcedTile;
  const bool tiled = forceTiles || z.size(2) * z.size(3) > kLargestWhole;
  return (tiled ? nn::decodeTiled(parts.autoencoder, z, tiles) : parts.autoencoder->decode(z))
      .to(torch::kFloat32);
}

// Half the latents' size in both directions: a look must not cost more than a fiftieth of a step.
torch::Tensor tinyPreview(nn::TinyDecoder& decoder, const torch::Tensor& latents) {
  const int64_t height = (latents.size(2) + 1) / 2, width = (latents.size(3) + 1) / 2;
  const auto small = torch::adaptive_avg_pool2d(latents, {height, width});
  return decoder->decode(small.to(decoder->parameters().front().options()))
      .to(torch::kCPU, torch::kFloat32);
}

}  // namespace

torch::Tensor encodeMoments(StableDiffusionParts& parts, const torch::Tensor& picture) {
  const auto x = picture.to(parts.autoencoder->parameters().front().options());
  const int64_t scale = parts.autoencoder->config().downscale();
  const auto encode = [&](const torch::Tensor& input) {
    return (picture.size(2) * picture.size(3) > kLargestWhole * scale * scale
                ? nn::encodeMomentsTiled(parts.autoencoder, input)
                : parts.autoencoder->encodeMoments(input))
        .to(torch::kFloat32);
  };
  auto moments = encode(x);
  if (isFinite(moments)) return moments;
  const WidePrecision wide({parts.autoencoder.ptr()});
  moments = encode(picture.to(torch::kFloat32));
  if (!isFinite(moments))
    throw Error(ErrorKind::NonFinite,
                "the autoencoder's numbers ran out of range on this picture, also in float32; try "
                "another autoencoder");
  return moments;
}

torch::Tensor decodeLatents(StableDiffusionParts& parts, const torch::Tensor& latents,
                            bool forceTiles, std::vector<std::string>& notes) {
  if (!isFinite(latents))
    throw Error(ErrorKind::NonFinite,
                "the model's numbers ran out of range while sampling, so there is no picture; try "
                "precision float32, another sampler or a lower guidance");
  auto pixels = decodedOnce(parts, latents, forceTiles);
  if (isFinite(pixels)) return pixels;
  {
    const WidePrecision wide({parts.autoencoder.ptr()});
    pixels = decodedOnce(parts, latents, forceTiles);
  }
  if (!isFinite(pixels))
    throw Error(ErrorKind::NonFinite,
                "the autoencoder's numbers ran out of range, also in float32, so there is no "
                "picture; try another autoencoder");
  notes.push_back(
      "The autoencoder was run again in float32, because its numbers ran out of range.");
  return pixels;
}

Image previewOf(const torch::Tensor& latents, StableDiffusionParts& parts) {
  const auto space =
      parts.takesSizes() ? nn::LatentSpace::StableDiffusionXl : nn::LatentSpace::StableDiffusion;
  const int64_t scale = parts.autoencoder->config().downscale();
  const auto small = parts.preview
                         ? tinyPreview(parts.preview, latents)
                         : nn::latentPreview(latents.to(torch::kCPU, torch::kFloat32), space);
  // A step that went wrong shows as black; the finished picture is what is checked.
  const auto colours = torch::nan_to_num(small, -1.0, 1.0, -1.0);
  return toImage(torch::upsample_nearest2d(colours.contiguous(),
                                           {latents.size(2) * scale, latents.size(3) * scale}),
                 ValueRange::MinusOneToOne);
}

}  // namespace pentimento

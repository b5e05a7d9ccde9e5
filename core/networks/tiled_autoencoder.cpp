#include "core/networks/tiled_autoencoder.h"

#include <algorithm>

namespace pentimento::nn {
namespace {

struct Span {
  int64_t begin = 0, length = 0;
};

/// Covers [0, length) with tiles of equal size, evenly spread, that overlap by at least `overlap`.
std::vector<Span> tileSpans(int64_t length, int64_t tile, int64_t overlap) {
  if (length <= tile) return {{0, length}};
  const int64_t step = std::max<int64_t>(1, tile - overlap);
  const int64_t count = (length - tile + step - 1) / step + 1;
  std::vector<Span> spans;
  for (int64_t i = 0; i < count; ++i) spans.push_back({(length - tile) * i / (count - 1), tile});
  return spans;
}

/// Weight of each position of a tile: rising over the overlap at inner borders.
torch::Tensor ramp(const Span& span, int64_t length, int64_t overlap) {
  auto weights = torch::ones({span.length});
  auto* values = weights.data_ptr<float>();
  for (int64_t i = 0; i < std::min(overlap, span.length); ++i) {
    const float rising = (static_cast<float>(i) + 0.5F) / static_cast<float>(overlap);
    if (span.begin > 0) values[i] = std::min(values[i], rising);
    const int64_t mirrored = span.length - 1 - i;
    if (span.begin + span.length < length) values[mirrored] = std::min(values[mirrored], rising);
  }
  return weights;
}

torch::Tensor windowOf(const torch::Tensor& x, const Span& rows, const Span& columns) {
  return x.slice(2, rows.begin, rows.begin + rows.length)
      .slice(3, columns.begin, columns.begin + columns.length);
}

/// The grid on which tiles are laid, in latents, and how many output positions one latent has.
struct Tiling {
  int64_t height = 0, width = 0;
  int64_t outputsPerLatent = 1;
};

/// Computes the part of the output for a window of latents.
using ComputeTile = std::function<torch::Tensor(const Span& y, const Span& x)>;

torch::Tensor tiled(const Tiling& tiling, const TileOptions& options, const ComputeTile& compute) {
  const int64_t factor = tiling.outputsPerLatent, overlap = options.overlap * factor;
  const int64_t height = tiling.height * factor, width = tiling.width * factor;
  torch::Tensor sum, weight;
  for (const Span& y : tileSpans(tiling.height, options.tile, options.overlap))
    for (const Span& x : tileSpans(tiling.width, options.tile, options.overlap)) {
      const auto part = compute(y, x).to(torch::kFloat32);
      if (!sum.defined()) {
        sum = torch::zeros({part.size(0), part.size(1), height, width}, part.options());
        weight = torch::zeros({1, 1, height, width}, part.options());
      }
      const Span toY{y.begin * factor, y.length * factor}, toX{x.begin * factor, x.length * factor};
      const auto blend =
          (ramp(toY, height, overlap).unsqueeze(1) * ramp(toX, width, overlap)).to(part.device());
      windowOf(sum, toY, toX).add_(part * blend);
      windowOf(weight, toY, toX).add_(blend);
    }
  return sum.div_(weight);
}

}  // namespace

torch::Tensor decodeTiled(KlAutoencoder& autoencoder, const torch::Tensor& latents,
                          const TileOptions& options) {
  const Tiling tiling{latents.size(2), latents.size(3), autoencoder->config().downscale()};
  if (std::max(tiling.height, tiling.width) <= options.tile) return autoencoder->decode(latents);
  return tiled(tiling, options,
               [&](const Span& y, const Span& x) {
                 return autoencoder->decode(windowOf(latents, y, x));
               })
      .to(latents.dtype());
}

torch::Tensor encodeMomentsTiled(KlAutoencoder& autoencoder, const torch::Tensor& picture,
                                 const TileOptions& options) {
  const int64_t factor = autoencoder->config().downscale();
  const Tiling tiling{picture.size(2) / factor, picture.size(3) / factor, 1};
  if (std::max(tiling.height, tiling.width) <= options.tile)
    return autoencoder->encodeMoments(picture);
  return tiled(tiling, options,
               [&](const Span& y, const Span& x) {
                 return autoencoder->encodeMoments(windowOf(picture,
                                                            {y.begin * factor, y.length * factor},
                                                            {x.begin * factor, x.length * factor}));
               })
      .to(picture.dtype());
}

}  // namespace pentimento::nn

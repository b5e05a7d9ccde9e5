/// The autoencoder on pictures that are too large for it in one piece.
#pragma once

#include "core/networks/kl_autoencoder.h"

namespace pentimento::nn {

/// Sizes in latents. Neighbouring tiles overlap and are blended linearly across the overlap.
struct TileOptions {
  int64_t tile = 96;
  int64_t overlap = 16;
};

/// As KlAutoencoderImpl::decode, in tiles when a side is longer than one tile.
[[nodiscard]] torch::Tensor decodeTiled(KlAutoencoder& autoencoder, const torch::Tensor& latents,
                                        const TileOptions& options = {});

/// As KlAutoencoderImpl::encodeMoments, likewise.
[[nodiscard]] torch::Tensor encodeMomentsTiled(KlAutoencoder& autoencoder,
                                               const torch::Tensor& picture,
                                               const TileOptions& options = {});

}  // namespace pentimento::nn

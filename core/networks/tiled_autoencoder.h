/// The autoencoder on pictures that are too large for it in one piece, and on numbers that are too
/// large for half precision.
#pragma once

#include "core/api/run_context.h"
#include "core/networks/kl_autoencoder.h"

namespace pentimento::nn {

/// Sizes in latents. Neighbouring tiles overlap and are blended linearly across the overlap.
struct TileOptions {
  int64_t tile = 96;
  int64_t overlap = 16;
  const RunContext* run = nullptr;  ///< asked between tiles whether to stop
};

/// As KlAutoencoderImpl::decode, in tiles when a side is longer than one tile.
[[nodiscard]] torch::Tensor decodeTiled(KlAutoencoder& autoencoder, const torch::Tensor& latents,
                                        const TileOptions& options = {});

/// As KlAutoencoderImpl::encodeMoments, likewise.
[[nodiscard]] torch::Tensor encodeMomentsTiled(KlAutoencoder& autoencoder,
                                               const torch::Tensor& picture,
                                               const TileOptions& options = {});

/// Runs `compute`, which uses the autoencoder; when its result is not finite and the weights are in
/// half precision, widens them to float32 for good and runs it once more.
/// @returns the result and whether it had to be run again
/// @throws Error(NonFinite) when that does not help either
[[nodiscard]] std::pair<torch::Tensor, bool> computeFinite(
    KlAutoencoder& autoencoder, const std::function<torch::Tensor()>& compute);

}  // namespace pentimento::nn

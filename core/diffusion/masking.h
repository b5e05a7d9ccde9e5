/// Repainting a part: what lies outside of the mask follows the known picture through all levels.
#pragma once

#include "core/diffusion/sampler.h"

namespace pentimento {

/// The picture that is edited, at the latents' size.
struct KnownPicture {
  torch::Tensor latents;  ///< [N, C, H, W] clean
  torch::Tensor noise;    ///< likewise; the noise the run started from
  /// [1, 1, H, W] in 0..1: the share of the run in which a place is repainted (differential
  /// diffusion, Levin & Fried 2023). 1 = all of it, 0 = kept; a hard mask has nothing else.
  torch::Tensor strength;
};

/// Keeps a run on the known picture where it is not (yet) repainted. Samplers are linear in x and
/// x0 at each place, so that giving the network the blended x, and the sampler the blended x0, is
/// the same as blending after every step with the picture noised to the next level.
class MaskedDenoising {
 public:
  MaskedDenoising(KnownPicture known, const Schedule& schedule);

  /// The first call of a run sees x as it is: the caller chose the start.
  [[nodiscard]] Denoise wrap(Denoise denoise) const;
  /// x with the known picture, noised to `sigma`, where it is kept at that level.
  [[nodiscard]] torch::Tensor blended(const torch::Tensor& x, double sigma) const;
  /// Finished latents, the clean picture in all places that are kept throughout.
  [[nodiscard]] torch::Tensor finished(const torch::Tensor& latents) const;

 private:
  [[nodiscard]] torch::Tensor maskAt(double sigma) const;  // 1 = repainted

  KnownPicture m_known;
  std::vector<double> m_sigmas;
};

}  // namespace pentimento

/// One run of a decoder of the unCLIP family: noise, or a picture, to a picture in the decoder's
/// own space (pixels for Karlo, latents for Kandinsky).
#pragma once

#include <vector>

#include "core/pipelines/unclip_requests.h"
#include "core/pipelines/unclip_sampling.h"

namespace pentimento {

struct UnclipDecoding {
  std::vector<int64_t> shape;                ///< [1, C, h, w] of the result
  nn::AdmConditioning conditioning;          ///< [unconditional, conditional] when guided
  nn::AdmConditioning sourceConditioning{};  ///< of the source alone; for Start::Inverted
  UnclipPainting::Start start = UnclipPainting::Start::Noise;
  double freedom = 1;      ///< see UnclipPainting
  torch::Tensor source{};  ///< of `shape`; for all starts but Noise
  torch::Tensor mask{};    ///< [1, 1, H, W] 0..1 at any size; undefined = all
  int steps = 25;
  double guidance = 1;
  int resamples = 1;  ///< RePaint; not for networks that take the mask
  unclip::Draw draw;
  unclip::OnStep onStep{};
};

/// Networks with 2C + 1 input channels were trained for inpainting: they are told the mask and the
/// masked source. With others, what is to be kept follows the source through all levels: softly,
/// as the mask's values say for how much of the run.
/// @return float32
[[nodiscard]] torch::Tensor decodeUnclip(nn::AdmUnet& unet, const PosteriorSchedule& schedule,
                                         const UnclipDecoding& decoding);

}  // namespace pentimento

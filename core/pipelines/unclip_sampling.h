/// The sampling loops of the unCLIP family (Karlo, Kandinsky 2.2), over its networks alone: no
/// files, no pictures. Every doubled batch has its unconditional half first.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/diffusion/posterior.h"
#include "core/networks/adm_unet.h"
#include "core/networks/prior_transformer.h"
#include "core/tensor/torch.h"

namespace pentimento::unclip {

/// Unit normal noise of a shape whose first side counts the pictures.
using Draw = std::function<torch::Tensor(torch::IntArrayRef shape)>;

/// Called after each step with the estimate of x0; cancels by throwing.
using OnStep = std::function<void(int step, int steps, const torch::Tensor& x0)>;

/// How one stage runs.
struct Stage {
  const PosteriorProcess* process = nullptr;
  std::vector<PosteriorJump> jumps;
  double guidance = 1;  ///< ≤ 1: no unconditional half is computed
  Draw draw;  ///< first the start (where none is given), then once per step that adds noise
  OnStep onStep = {};
  std::optional<double> eta = {};  ///< given: DDIM steps with it instead of the posterior's
};

/// The prior: text → CLIP image embedding, in the prior's scale (see PriorTransformer::toClip).
/// @param unconditional ignored when guidance is off
/// @return [N, E] float32
[[nodiscard]] torch::Tensor samplePrior(nn::PriorTransformer& prior,
                                        const nn::PriorConditioning& text,
                                        const nn::PriorConditioning& unconditional,
                                        const Stage& stage);

/// What the decoder sees beside x: channels that are appended to it, [1 or N, C', H, W], and what
/// is done to x after each step (replacing the known part of an edit).
struct DecoderInputs {
  torch::Tensor appended = {};
  std::function<torch::Tensor(size_t step, const torch::Tensor& x)> afterStep = {};
  /// Each jump is made so many times, noised back in between (RePaint): with `afterStep` mixing in
  /// what is known, both parts come to agree.
  int resamples = 1;
};

/// The decoder (also of latents), from `x`, which is at the level of the first jump.
/// @param conditioning of the doubled batch [unconditional, conditional] when guidance is on
[[nodiscard]] torch::Tensor sampleDecoder(nn::AdmUnet& unet, torch::Tensor x,
                                          const nn::AdmConditioning& conditioning,
                                          const Stage& stage, const DecoderInputs& inputs = {});

/// The noise at the level of the first jump that DDIM without chance turns into `x` (Song et al.
/// 2021, section 4.3), by running the jumps of `stage` backwards; its guidance is not applied.
/// @param conditioning of one picture, or one per row of x
[[nodiscard]] torch::Tensor invertDecoder(nn::AdmUnet& unet, torch::Tensor x,
                                          const nn::AdmConditioning& conditioning,
                                          const Stage& stage, const torch::Tensor& appended = {});

/// Karlo's super-resolution: `first` makes all steps but the last, which `last` makes.
/// low: [N, 3, h, w] in −1..1 → [N, 3, H, W]
[[nodiscard]] torch::Tensor sampleSuperResolution(nn::AdmUnet& first, nn::AdmUnet& last,
                                                  const torch::Tensor& low, torch::IntArrayRef size,
                                                  const Stage& stage);

/// Spherical interpolation from a (share 0) to b (share 1) over the angle between them (Shoemake
/// 1985); linear where they are nearly parallel. Shapes alike; lengths are interpolated along.
[[nodiscard]] torch::Tensor slerp(const torch::Tensor& a, const torch::Tensor& b, double share);

/// What several embeddings mean together: their sum by weight. All of one shape.
[[nodiscard]] torch::Tensor mixed(const std::vector<torch::Tensor>& embeddings,
                                  const std::vector<double>& weights);

/// A keep-mask (1 = keep, [1, 1, h, w]) with its holes grown by the six neighbours that Kandinsky's
/// inpainting network was trained with.
[[nodiscard]] torch::Tensor growHoles(const torch::Tensor& keep);

}  // namespace pentimento::unclip

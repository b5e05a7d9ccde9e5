/// One run of the denoising network of a Stable Diffusion model: noise or a picture to latents.
#pragma once

#include <functional>
#include <optional>

#include "core/conditioning/prompt_plan.h"
#include "core/diffusion/guidance.h"
#include "core/diffusion/masking.h"
#include "core/pipelines/stable_diffusion_parts.h"

namespace pentimento {

/// Sizes that XL is told, in pixels; height and width 0 = those of the run.
struct SizeCondition {
  Extent original;
  int cropTop = 0, cropLeft = 0;
  Extent target;
};

/// Where a run's random numbers come from.
struct NoiseDraws {
  /// Unit normal noise drawn before the loop, in the order of the reference pipelines.
  std::function<torch::Tensor(torch::IntArrayRef shape)> setup;
  Noise step;  ///< drawn by stochastic samplers; empty = `setup` again
};

/// What the network was asked and answered in one call; for tests and step scrubbing.
struct NetworkCall {
  torch::Tensor input;  ///< [1, C, H, W] scaled latents
  double time = 0;
  torch::Tensor output;  ///< after guidance
};

struct LatentRunOptions {
  PromptPlanOptions prompts;
  SamplingChoice sampling;
  Guidance guidance;
  bool batchedGuidance = true;
  double strength = 1;  ///< of edits
  int resamples = 1;    ///< RePaint's jumps, where a mask is not an input of the network
  SizeCondition sizes, negativeSizes;
  NoiseDraws noise;
  OnStep onStep;                                  ///< may be empty; x0 at sampler scale
  std::function<void(const NetworkCall&)> trace;  ///< may be empty
};

/// What an edit starts from; all at pixel size, float32.
struct EditSource {
  torch::Tensor picture;  ///< [1, 3, H, W] in -1..1
  /// [1, 1, H, W] in 0..1, the share of the run that repaints each place; undefined = everywhere.
  torch::Tensor mask;
};

/// Draws a picture of this size (of latents). Networks that take a mask are told to paint all.
/// @return [1, C, H, W] at sampler scale, float32
[[nodiscard]] torch::Tensor runFromNoise(StableDiffusionParts& parts,
                                         const LatentRunOptions& options, Extent latentSize);
/// Repaints by `options.strength`; within `source.mask` if there is one. Networks that take a mask
/// get it as inputs; with others the kept part follows the picture through all levels.
[[nodiscard]] torch::Tensor runFromPicture(StableDiffusionParts& parts,
                                           const LatentRunOptions& options,
                                           const EditSource& source);

/// [1, 3, H, W] in -1..1 to sampler-scale latents: a sample of the posterior.
[[nodiscard]] torch::Tensor encodePicture(StableDiffusionParts& parts, const torch::Tensor& picture,
                                          const NoiseDraws& noise);

}  // namespace pentimento

#include "core/pipelines/latent_run.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/diffusion/resampling.h"
#include "core/pipelines/latent_decoding.h"

namespace pentimento {
namespace {

torch::Tensor sizeRow(const SizeCondition& sizes, Extent run) {
  const Extent original = sizes.original.empty() ? run : sizes.original;
  const Extent target = sizes.target.empty() ? run : sizes.target;
  const std::vector<int64_t> numbers{original.height, original.width, sizes.cropTop,
                                     sizes.cropLeft,  target.height,  target.width};
  return torch::tensor(numbers).to(torch::kFloat32).unsqueeze(0);
}

// Guidance, prompt schedules and batching over the bare network, as samplers want it.
class GuidedUnet {
 public:
  GuidedUnet(StableDiffusionParts& parts, const LatentRunOptions& options, Extent picture)
      : m_parts(parts),
        m_options(options),
        m_prompts(parts.text, options.prompts),
        m_guidance(options.guidance) {
    m_guidance.weights = m_prompts.weights();
    if (!parts.takesSizes()) return;
    const auto positive = sizeRow(options.sizes, picture);
    std::vector<torch::Tensor> rows{sizeRow(options.negativeSizes, picture)};
    rows.insert(rows.end(), m_guidance.weights.size(), positive);
    m_sizes = torch::cat(rows);
  }

  // @param extra [1, E, H, W] further input channels, or undefined
  torch::Tensor operator()(const torch::Tensor& input, double time, int step, int steps,
                           const torch::Tensor& extra) {
    const TextEncoding& text = m_prompts.at(step);
    const auto x = extra.defined() ? torch::cat({input, extra}, 1) : input;
    torch::Tensor output;
    if (m_guidance.actsAt(step, steps))
      output = m_guidance.combine(answers(x, time, text, 0));
    else  // the first prompt alone
      output = ask(x, time, text, 1, 2);
    if (m_options.trace) m_options.trace({input, time, output});
    return output;
  }

 private:
  torch::Tensor answers(const torch::Tensor& x, double time, const TextEncoding& text,
                        int64_t first) {
    const int64_t rows = text.context.size(0);
    if (m_options.batchedGuidance) return ask(x, time, text, first, rows);
    std::vector<torch::Tensor> outputs;
    for (int64_t row = first; row < rows; ++row)
      outputs.push_back(ask(x, time, text, row, row + 1));
    return torch::cat(outputs);
  }

  // Some rows of a text as the network takes them, and what its layers make of them: the same at
  // every step.
  struct PreparedText {
    nn::UnetCondition condition;
    nn::KeyValueCache keyValues;
  };

  const nn::UnetCondition& prepared(const TextEncoding& text, int64_t first, int64_t last) {
    const auto [place, isNew] = m_prepared.try_emplace({&text, first, last});
    PreparedText& known = place->second;
    if (!isNew) return known.condition;
    const auto rows = [&](const torch::Tensor& all) {
      return all.defined() ? all.slice(0, first, last).to(m_parts.placement.options()) : all;
    };
    known.condition = {.context = rows(text.context),
                       .textEmbedding = rows(text.pooled),
                       .sizes = rows(m_sizes),
                       .guidance = {},
                       .keyValues = &known.keyValues};
    return known.condition;
  }

  torch::Tensor ask(const torch::Tensor& x, double time, const TextEncoding& text, int64_t first,
                    int64_t last) {
    const nn::UnetCondition& condition = prepared(text, first, last);
    const auto batch = x.expand({last - first, -1, -1, -1})
                           .to(m_parts.placement.options(), /*non_blocking=*/false, /*copy=*/false,
                               torch::MemoryFormat::ChannelsLast);
    const auto times = torch::full({1}, time, torch::kFloat32).to(m_parts.placement.device);
    return m_parts.unet->forward(batch, times, condition).to(torch::kFloat32);
  }

  StableDiffusionParts& m_parts;
  const LatentRunOptions& m_options;
  PromptPlan m_prompts;
  Guidance m_guidance;
  torch::Tensor m_sizes;  // [1 + prompts, 6]
  std::map<std::tuple<const TextEncoding*, int64_t, int64_t>, PreparedText> m_prepared;
};

struct RunState {
  SamplingPlan plan;
  torch::Tensor start;                // in the variance-exploding view
  torch::Tensor extra;                // see GuidedUnet
  std::optional<KnownPicture> known;  // kept outside of the mask
};

int stepAt(const Schedule& schedule, double sigma) {
  const auto below = std::ranges::find_if(schedule.sigmas, [&](double s) { return s < sigma; });
  return static_cast<int>(std::max<std::ptrdiff_t>(below - schedule.sigmas.begin() - 1, 0));
}

torch::Tensor denoised(StableDiffusionParts& parts, const LatentRunOptions& options,
                       const RunState& state) {
  const int64_t scale = parts.autoencoder->config().downscale();
  const Extent picture{static_cast<int>(state.start.size(3) * scale),
                       static_cast<int>(state.start.size(2) * scale)};
  GuidedUnet guided(parts, options, picture);
  const Schedule& schedule = state.plan.schedule;
  int step = 0;
  Denoise denoise = state.plan.denoiserFor([&](const torch::Tensor& input, double time) {
    return guided(input, time, step, schedule.steps(), state.extra);
  });
  denoise = [&, inner = std::move(denoise)](const torch::Tensor& x, double sigma) {
    step = stepAt(schedule, sigma);
    return inner(x, sigma);
  };
  const Noise noise = options.noise.step ? options.noise.step : [&](double, double) {
    return options.noise.setup(state.start.sizes()).to(state.start.device());
  };
  if (!state.known) return state.plan.run(denoise, state.start, noise, options.onStep);
  const MaskedDenoising masking(*state.known, schedule);
  return masking.finished(runResampled(state.plan, options.resamples,
                                       masking.wrap(std::move(denoise)), state.start, noise,
                                       options.onStep));
}

// Nearest, as the reference reduces masks for networks that take one.
torch::Tensor hardMaskAtLatents(const torch::Tensor& mask, const torch::Tensor& latents) {
  namespace functional = torch::nn::functional;
  return functional::interpolate(mask.ge(0.5).to(torch::kFloat32),
                                 functional::InterpolateFuncOptions()
                                     .size(std::vector<int64_t>{latents.size(2), latents.size(3)})
                                     .mode(torch::kNearest));
}

// The mean over each latent's pixels; hard masks are reduced as above, so that they stay hard.
torch::Tensor strengthAtLatents(const torch::Tensor& mask, const torch::Tensor& latents) {
  const bool soft = mask.gt(0).logical_and(mask.lt(1)).any().item<bool>();
  if (!soft) return hardMaskAtLatents(mask, latents);
  return torch::adaptive_avg_pool2d(mask, {latents.size(2), latents.size(3)});
}

}  // namespace

torch::Tensor encodePicture(StableDiffusionParts& parts, const torch::Tensor& picture,
                            const NoiseDraws& noise) {
  const auto distribution = nn::distributionOf(encodeMoments(parts, picture));
  const auto drawn = noise.setup(distribution.mean.sizes()).to(distribution.mean.device());
  return parts.autoencoder->toSampler(distribution.sample(drawn));
}

namespace {

// What a network that takes a mask sees beside x: the mask, and the picture without what lies under
// it. @param picture, mask of pixel size; x of latents' size
torch::Tensor maskInputs(StableDiffusionParts& parts, const torch::Tensor& picture,
                         const torch::Tensor& mask, const torch::Tensor& x,
                         const NoiseDraws& noise) {
  const auto kept = picture * mask.lt(0.5).to(torch::kFloat32);
  return torch::cat({hardMaskAtLatents(mask, x).to(x.device()), encodePicture(parts, kept, noise)},
                    1);
}

// The same where all of the picture is to be painted.
torch::Tensor allMasked(StableDiffusionParts& parts, const torch::Tensor& x,
                        const NoiseDraws& noise) {
  const int64_t scale = parts.autoencoder->config().downscale();
  const auto picture = torch::zeros({1, 3, x.size(2) * scale, x.size(3) * scale}, x.options());
  return maskInputs(parts, picture, torch::ones_like(picture.slice(1, 0, 1)), x, noise);
}

}  // namespace

torch::Tensor runFromNoise(StableDiffusionParts& parts, const LatentRunOptions& options,
                           Extent latentSize) {
  RunState state;
  state.plan = planSampling(parts.scheduler, options.sampling);
  const auto noise = options.noise.setup(
      {1, parts.autoencoder->config().latentChannels, latentSize.height, latentSize.width});
  state.start = noise.to(parts.placement.device) * state.plan.schedule.initialScale;
  if (parts.takesMask()) state.extra = allMasked(parts, state.start, options.noise);
  return denoised(parts, options, state);
}

torch::Tensor runFromPicture(StableDiffusionParts& parts, const LatentRunOptions& options,
                             const EditSource& source) {
  RunState state;
  state.plan = planSampling(parts.scheduler, options.sampling);
  const bool masked = source.mask.defined();
  const bool fromNothing = masked && options.strength >= 1;

  torch::Tensor latents;
  if (!parts.takesMask() || !fromNothing)
    latents = encodePicture(parts, source.picture, options.noise);
  const int64_t scale = parts.autoencoder->config().downscale();
  const auto noise = options.noise
                         .setup({1, parts.autoencoder->config().latentChannels,
                                 source.picture.size(2) / scale, source.picture.size(3) / scale})
                         .to(parts.placement.device);

  Schedule& schedule = state.plan.schedule;
  schedule = startAtStrength(schedule, options.strength, state.plan.sampler->doubledSecondTime);
  if (schedule.steps() == 0) return latents;  // strength too small for a single step
  state.start =
      fromNothing ? noise * schedule.initialScale : latents + noise * schedule.sigmas.front();
  if (parts.takesMask()) {
    state.extra = masked ? maskInputs(parts, source.picture, source.mask, noise, options.noise)
                         : allMasked(parts, noise, options.noise);
  } else if (masked) {
    state.known =
        KnownPicture{latents, noise, strengthAtLatents(source.mask, noise).to(noise.device())};
  }
  return denoised(parts, options, state);
}

}  // namespace pentimento

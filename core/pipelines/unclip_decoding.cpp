#include "core/pipelines/unclip_decoding.h"

#include <algorithm>
#include <cmath>

namespace pentimento {
namespace {

// The part of the run that is made: the last ones, by strength.
std::vector<PosteriorJump> jumpsOf(const PosteriorSchedule& schedule, const UnclipDecoding& d) {
  auto jumps = schedule.jumps(d.steps);
  if (d.start != UnclipPainting::Start::Noised) return jumps;
  const auto made = std::max<int64_t>(1, static_cast<int64_t>(d.steps * d.freedom));
  jumps.erase(jumps.begin(), jumps.end() - made);
  return jumps;
}

torch::Tensor startOf(nn::AdmUnet& unet, const unclip::Stage& stage, const UnclipDecoding& d,
                      const torch::Tensor& appended, const torch::Tensor& noise) {
  switch (d.start) {
    case UnclipPainting::Start::Noise:
      break;
    case UnclipPainting::Start::Noised:
      if (d.freedom < 1) return stage.process->addNoise(stage.jumps.front().from, d.source, noise);
      break;
    case UnclipPainting::Start::Inverted: {
      const auto own = unclip::invertDecoder(unet, d.source, d.sourceConditioning, stage, appended);
      return std::sqrt(1 - d.freedom) * own + std::sqrt(d.freedom) * noise;
    }
  }
  return noise;
}

// 1 = keep, at the result's size and grown as Kandinsky's inpainting network was trained with.
torch::Tensor keptByNetwork(const UnclipDecoding& d) {
  const auto keep = (d.mask < 0.5).to(torch::kFloat32);
  return unclip::growHoles(at::upsample_nearest2d(keep, {d.shape[2], d.shape[3]}));
}

}  // namespace

torch::Tensor decodeUnclip(nn::AdmUnet& unet, const PosteriorSchedule& schedule,
                           const UnclipDecoding& d) {
  const unclip::Stage stage{
      .process = &schedule.process(),
      .jumps = jumpsOf(schedule, d),
      .guidance = d.guidance,
      .draw = [&d](torch::IntArrayRef shape) { return d.draw(shape); },  // one stream of numbers
      .onStep = d.onStep,
      .eta = d.start == UnclipPainting::Start::Inverted ? std::optional(d.freedom) : std::nullopt};
  const auto device = unet->parameters().front().device();
  const auto noise = d.draw(d.shape).to(device, torch::kFloat32);
  const auto known = [&](size_t step, const torch::Tensor& fresh) {
    return stage.process->addNoise(stage.jumps[step].to, d.source, fresh);
  };

  unclip::DecoderInputs inputs;
  const bool takesMask = unet->options().inChannels == 2 * d.shape[1] + 1;
  if (takesMask) {
    const auto keep =
        d.mask.defined() ? keptByNetwork(d) : torch::zeros({1, 1, d.shape[2], d.shape[3]}, device);
    const auto masked = d.mask.defined() ? d.source * keep : torch::zeros(d.shape, device);
    inputs.appended = torch::cat({masked, keep}, 1);
    if (d.mask.defined())
      inputs.afterStep = [&, keep](size_t step, const torch::Tensor& x) {
        return keep * known(step, noise) + (1 - keep) * x;
      };
  } else if (d.mask.defined()) {
    inputs.resamples = d.resamples;
    const auto mask = at::adaptive_avg_pool2d(d.mask, {d.shape[2], d.shape[3]});
    inputs.afterStep = [&, mask](size_t step, const torch::Tensor& x) {
      const double left = 1 - (static_cast<double>(step) + 1) / stage.jumps.size();
      const auto fresh = stage.jumps[step].to < 0 ? torch::zeros_like(x)
                                                  : d.draw(d.shape).to(device, torch::kFloat32);
      return torch::where(mask <= left, known(step, fresh), x);
    };
  }
  const auto x = startOf(unet, stage, d, inputs.appended, noise);
  return unclip::sampleDecoder(unet, x, d.conditioning, stage, inputs);
}

}  // namespace pentimento

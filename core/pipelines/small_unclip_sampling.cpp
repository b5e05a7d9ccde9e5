#include "core/pipelines/small_unclip_sampling.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pentimento {
namespace {

// At t = 1 nothing of the picture is left and its estimate cannot be divided by.
constexpr double kLatestTime = 0.998;

double alphaAt(double time) {
  return std::cos(time * std::numbers::pi / 2);
}

double sigmaAt(double time) {
  return std::sin(time * std::numbers::pi / 2);
}

/// x at `first` → x at 0, in even steps of time.
torch::Tensor runDdim(torch::Tensor x, double first, int steps,
                      const std::function<torch::Tensor(const torch::Tensor& x, double t)>& denoise,
                      const OnEstimate& onEstimate) {
  for (int i = 0; i < steps; ++i) {
    const double now = first * (1 - static_cast<double>(i) / steps);
    const double next = first * (1 - static_cast<double>(i + 1) / steps);
    const auto x0 = denoise(x, now).clamp(-1, 1);
    const auto eps = (x - alphaAt(now) * x0) / sigmaAt(now);
    x = alphaAt(next) * x0 + sigmaAt(next) * eps;
    if (onEstimate) onEstimate(i + 1, x0);
  }
  return x.clamp(-1, 1);
}

torch::Tensor guidedEstimate(nn::UnclipDecoder& decoder, const nn::DecoderInput& input,
                             const torch::Tensor& xt, double time, double guidance) {
  const int64_t n = xt.size(0);
  nn::DecoderInput both = input;  // with and without the caption, in one call
  both.noisy = torch::cat({xt, xt});
  both.known = torch::cat({input.known, input.known});
  both.mask = torch::cat({input.mask, input.mask});
  both.tokens = torch::cat({input.tokens, torch::zeros_like(input.tokens)});
  if (input.imageEmbedding.defined())
    both.imageEmbedding =
        torch::cat({input.imageEmbedding, torch::zeros_like(input.imageEmbedding)});
  both.time = torch::full({2 * n}, time, xt.options());
  const auto estimates = decoder(both).to(torch::kFloat32).chunk(2);
  const auto &with = estimates[0], &without = estimates[1];
  auto x0 = without + guidance * (with - without);
  // Rescaled half-way to the contrast of the unguided estimate (Lin et al. 2023, section 3.4).
  const auto ratio =
      with.std({1, 2, 3}, false, true) / x0.std({1, 2, 3}, false, true).clamp_min(1e-5);
  return x0 * (0.5 + 0.5 * ratio);
}

}  // namespace

torch::Tensor sampleDecoder(nn::UnclipDecoder decoder, nn::DecoderInput input,
                            const torch::Tensor& noise, const DecoderSampling& s,
                            const OnEstimate& onEstimate) {
  const double first = kLatestTime * std::clamp(s.strength, 0.0, 1.0);
  const int steps = std::max(1, static_cast<int>(std::lround(s.steps * s.strength)));
  const auto start = s.source.defined() && s.strength < 1
                         ? alphaAt(first) * s.source + sigmaAt(first) * noise
                         : noise;
  const auto x = runDdim(
      start, first, steps,
      [&](const torch::Tensor& xt, double t) {
        return guidedEstimate(decoder, input, xt, t, s.guidance);
      },
      onEstimate);
  return x * input.mask + input.known * (1 - input.mask);
}

torch::Tensor sampleUpsampler(nn::UnclipUpsampler upsampler, nn::UpsamplerInput input,
                              const torch::Tensor& noise, int steps, const OnEstimate& onEstimate) {
  const auto x = runDdim(
      noise, kLatestTime, steps,
      [&](const torch::Tensor& xt, double t) {
        input.noisy = xt;
        input.time = torch::full({xt.size(0)}, t, xt.options());
        return upsampler(input).to(torch::kFloat32);
      },
      onEstimate);
  return x * input.mask + input.known * (1 - input.mask);
}

}  // namespace pentimento

#include "core/pipelines/small_unclip_sampling.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pentimento {
namespace {

// At t = 1 nothing of the picture is left and its estimate cannot be divided by.
constexpr double kLatestTime = 0.998;
// A picture is inverted from here on: at t = 0 there is no noise to be read off it.
constexpr double kEarliestTime = 0.02;
constexpr double kPixelLimit = 1;

double alphaAt(double time) {
  return std::cos(time * std::numbers::pi / 2);
}

double sigmaAt(double time) {
  return std::sin(time * std::numbers::pi / 2);
}

/// x at `first` → x at 0, in even steps of time; x0 is kept within ±`limit`.
torch::Tensor runDdim(torch::Tensor x, double first, int steps, double limit,
                      const std::function<torch::Tensor(const torch::Tensor& x, double t)>& denoise,
                      const OnEstimate& onEstimate) {
  for (int i = 0; i < steps; ++i) {
    const double now = first * (1 - static_cast<double>(i) / steps);
    const double next = first * (1 - static_cast<double>(i + 1) / steps);
    const auto x0 = denoise(x, now).clamp(-limit, limit);
    const auto eps = (x - alphaAt(now) * x0) / sigmaAt(now);
    x = alphaAt(next) * x0 + sigmaAt(next) * eps;
    if (onEstimate) onEstimate(i + 1, x0);
  }
  return x.clamp(-limit, limit);
}

/// 0 where a mask borders on what is known, 1 from ten pixels inwards; 1 where all is painted.
torch::Tensor interiorOf(const torch::Tensor& mask) {
  constexpr int64_t kWindow = 21;
  const auto covered =
      torch::avg_pool2d(mask, {kWindow, kWindow}, {1, 1}, {kWindow / 2, kWindow / 2}, false, false);
  return (2 * covered - 1).clamp_min(0);
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
  x0 = x0 * (0.5 + 0.5 * ratio);
  // Guidance exaggerates, and beside what is known that is a seam.
  return with + interiorOf(input.mask) * (x0 - with);
}

}  // namespace

torch::Tensor sampleDecoder(nn::UnclipDecoder decoder, nn::DecoderInput input,
                            const torch::Tensor& noise, const DecoderSampling& s,
                            const OnEstimate& onEstimate) {
  const double first = kLatestTime * std::clamp(s.strength, 0.0, 1.0);
  const auto asked = static_cast<int>(std::lround(s.steps * s.strength));
  if (asked == 0 && s.source.defined()) return s.source;  // too little for a single step
  const int steps = std::max(1, asked);
  const auto start = s.source.defined() && s.strength < 1
                         ? alphaAt(first) * s.source + sigmaAt(first) * noise
                         : noise;
  return runDdim(
      start, first, steps, kPixelLimit,
      [&](const torch::Tensor& xt, double t) {
        const auto x0 = guidedEstimate(decoder, input, xt, t, s.guidance);
        // What is known need not be guessed, and the rest is painted to fit it.
        return x0 * input.mask + input.known * (1 - input.mask);
      },
      onEstimate);
}

torch::Tensor invertDecoder(nn::UnclipDecoder decoder, const nn::DecoderInput& input,
                            const torch::Tensor& picture, int steps) {
  nn::DecoderInput at = input;
  auto x = alphaAt(kEarliestTime) * picture;
  for (int i = 0; i < steps; ++i) {
    const auto timeAt = [&](int k) {
      return kEarliestTime + (kLatestTime - kEarliestTime) * static_cast<double>(k) / steps;
    };
    const double now = timeAt(i), next = timeAt(i + 1);
    at.noisy = x;
    at.time = torch::full({x.size(0)}, now, x.options());
    const auto x0 = decoder(at).to(torch::kFloat32).clamp(-kPixelLimit, kPixelLimit);
    x = alphaAt(next) * x0 + sigmaAt(next) * (x - alphaAt(now) * x0) / sigmaAt(now);
  }
  return x;
}

torch::Tensor samplePrior(nn::EmbeddingPrior prior, const torch::Tensor& tokens,
                          const torch::Tensor& textEmbedding, const torch::Tensor& noise,
                          const PriorSampling& s) {
  const int64_t n = noise.size(0);
  const auto bothTokens = torch::cat({tokens, torch::zeros_like(tokens)});
  const auto bothTexts = torch::cat({textEmbedding, torch::zeros_like(textEmbedding)});
  const auto x = runDdim(noise, kLatestTime, s.steps, std::sqrt(static_cast<double>(noise.size(1))),
                         [&](const torch::Tensor& xt, double t) {
                           const auto x0 =
                               prior(torch::cat({xt, xt}), torch::full({2 * n}, t, xt.options()),
                                     bothTokens, bothTexts)
                                   .chunk(2);
                           return x0[1] + s.guidance * (x0[0] - x0[1]);
                         },
                         {});
  return x / x.norm(2, 1, true).clamp_min(1e-6);
}

torch::Tensor sampleUpsampler(nn::UnclipUpsampler upsampler, nn::UpsamplerInput input,
                              const torch::Tensor& noise, int steps, const OnEstimate& onEstimate) {
  return runDdim(
      noise, kLatestTime, steps, kPixelLimit,
      [&](const torch::Tensor& xt, double t) {
        input.noisy = xt;
        input.time = torch::full({xt.size(0)}, t, xt.options());
        const auto x0 = upsampler(input).to(torch::kFloat32);
        return x0 * input.mask + input.known * (1 - input.mask);
      },
      onEstimate);
}

}  // namespace pentimento

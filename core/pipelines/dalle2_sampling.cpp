#include "core/pipelines/dalle2_sampling.h"

#include <cmath>

#include "core/base/error.h"

namespace pentimento::dalle2 {
namespace {

// `count` times from `first` up to before `last`, latest first; fractions are cut off.
std::vector<int> evenTimes(double first, int last, int count) {
  std::vector<int> times;
  for (int i = count - 1; i >= 0; --i)
    times.push_back(static_cast<int>(first + (last - first) * i / count));
  return times;
}

TrainingNoise noiseOf(const Run& run) {
  TrainingNoiseOptions options;
  options.betas = run.betas;
  options.smallestAlphaBar = 0;
  return TrainingNoise(options);
}

bool isAncestral(const Run& run) {
  if (run.steps > static_cast<int>(run.betas.size()))
    throw Error(ErrorKind::InvalidInput, "{} steps are not possible here; 1 to {} are", run.steps,
                run.betas.size());
  return run.steps == 0 || run.steps == static_cast<int>(run.betas.size());
}

torch::Tensor guided(const torch::Tensor& with, const torch::Tensor& without, double guidance) {
  return without + guidance * (with - without);
}

void report(const Run& run, size_t step, size_t steps, const torch::Tensor& x0) {
  if (run.onStep) run.onStep(static_cast<int>(step), static_cast<int>(steps), x0);
}

/// One network of a cascade on its way from noise to picture.
class UnetRun {
 public:
  UnetRun(nn::Dalle2Unet& unet, const nn::Dalle2UnetInput& input, const Run& run,
          const Known* known, double threshold)
      : m_unet(unet),
        m_input(input),
        m_run(run),
        m_known(known),
        m_threshold(threshold),
        m_noise(noiseOf(run)),
        m_fromNoise(m_noise, {.prediction = Prediction::Epsilon}),
        m_fromSample(m_noise, {.prediction = Prediction::Sample,
                               .variance = unet->learnsVariance() ? PosteriorVariance::LearnedRange
                                                                  : PosteriorVariance::FixedSmall}),
        m_device(unet->parameters().front().device()) {}

  torch::Tensor run(torch::IntArrayRef shape) {
    m_x = draw(shape);
    const auto jumps = isAncestral(m_run) ? ancestralJumps() : ddimJumps();
    const int resamples = m_known ? m_known->resamples : 1;
    for (size_t i = 0; i < jumps.size(); ++i)
      for (int again = resamples; again > 0; --again) {
        advance(jumps[i]);
        report(m_run, i + 1, jumps.size(), m_x0);
        if (again > 1 && jumps[i].to > m_lastTime) noiseAgain(jumps[i]);
      }
    return m_known ? torch::where(m_known->keep, m_known->picture, m_x) : m_x;
  }

  // What is clean counts as being at the last level, where there is next to no noise.
  torch::Tensor inverted(const torch::Tensor& picture) {
    m_x = picture.to(m_device, torch::kFloat32);
    const auto jumps = ddimJumps();
    for (size_t i = jumps.size(); i > 0; --i) {
      const PosteriorJump up{jumps[i - 1].to, jumps[i - 1].from};
      m_x0 = thresholded(m_fromNoise.x0(up.from, m_x, ask(up.from, false)), m_threshold);
      m_x = m_fromSample.ddimStep(up, m_x, m_x0, 0, {});
      report(m_run, jumps.size() + 1 - i, jumps.size(), m_x0);
    }
    return m_x;
  }

 private:
  torch::Tensor draw(torch::IntArrayRef shape) const {
    return m_run.draw(shape).to(m_device, torch::kFloat32);
  }

  std::vector<PosteriorJump> ancestralJumps() {
    m_lastTime = -1;
    std::vector<PosteriorJump> jumps;
    for (int t = m_noise.steps() - 1; t >= 0; --t) jumps.push_back({t, t - 1});
    return jumps;
  }

  // The library's ends at time 0, not at the clean picture.
  std::vector<PosteriorJump> ddimJumps() {
    m_lastTime = 0;
    std::vector<PosteriorJump> jumps;
    const auto times = evenTimes(0, m_noise.steps(), m_run.steps + 1);
    for (size_t i = 0; i + 1 < times.size(); ++i)
      if (times[i] > times[i + 1]) jumps.push_back({times[i], times[i + 1]});
    return jumps;
  }

  torch::Tensor ask(int time, bool drop) {
    nn::Dalle2UnetInput input = m_input;
    const auto dtype = m_unet->parameters().front().scalar_type();
    input.x = m_x.to(dtype);
    input.time = torch::full({1}, time, torch::TensorOptions().device(m_device));
    return m_unet->forward(input, drop).to(torch::kFloat32);
  }

  void advance(PosteriorJump jump) {
    if (m_known)
      m_x = torch::where(m_known->keep,
                         m_fromNoise.addNoise(jump.from, m_known->picture, draw(m_x.sizes())), m_x);
    auto output = ask(jump.from, false);
    if (m_run.guidance != 1) output = guided(output, ask(jump.from, true), m_run.guidance);
    m_x0 = thresholded(m_fromNoise.x0(jump.from, m_x, output), m_threshold);
    if (m_lastTime < 0) {
      const int64_t channels = m_x.size(1);
      const auto told = output.size(1) == channels
                            ? m_x0
                            : torch::cat({m_x0, output.narrow(1, channels, channels)}, 1);
      m_x = m_fromSample.step(jump, m_x, told, draw(m_x.sizes()));
    } else {
      const bool chance = m_run.eta > 0 && jump.to > 0;
      m_x = m_fromSample.ddimStep(jump, m_x, m_x0, chance ? m_run.eta : 0,
                                  chance ? draw(m_x.sizes()) : torch::Tensor());
    }
  }

  // As the library does it: the deviations are joined linearly, not their squares.
  void noiseAgain(PosteriorJump jump) {
    const double from = m_fromNoise.alphaBar(jump.to), to = m_fromNoise.alphaBar(jump.from);
    const double signal = std::sqrt(to / from);
    m_x = signal * m_x + (std::sqrt(1 - to) - std::sqrt(1 - from) * signal) * draw(m_x.sizes());
  }

  nn::Dalle2Unet& m_unet;
  const nn::Dalle2UnetInput& m_input;
  const Run& m_run;
  const Known* m_known;
  double m_threshold;
  TrainingNoise m_noise;
  PosteriorProcess m_fromNoise, m_fromSample;
  torch::Device m_device;
  torch::Tensor m_x, m_x0;
  int m_lastTime = -1;
};

}  // namespace

torch::Tensor thresholded(const torch::Tensor& x0, double quantile) {
  if (quantile <= 0) return x0.clamp(-1, 1);
  const auto limit =
      torch::quantile(x0.flatten(1).abs(), quantile, 1).clamp_min(1).view({-1, 1, 1, 1});
  return torch::minimum(torch::maximum(x0, -limit), limit) / limit;
}

torch::Tensor samplePrior(nn::Dalle2Prior& prior, const nn::Dalle2PriorText& text, const Run& run) {
  const TrainingNoise noise = noiseOf(run);
  const PosteriorProcess process(noise, {.prediction = Prediction::Sample});
  const auto weights = prior->parameters().front();
  const auto draw = [&](torch::IntArrayRef shape) {
    return run.draw(shape).to(weights.device(), torch::kFloat32);
  };
  auto x = draw(text.embedding.sizes());
  const auto predicted = [&](int t) {
    const auto time = torch::full({x.size(0)}, t, torch::kInt64).to(weights.device());
    const auto noised = x.to(weights.scalar_type());
    auto x0 = prior->forward(noised, time, text).to(torch::kFloat32);
    if (run.guidance != 1)
      x0 = guided(x0, prior->forward(noised, time, text, true).to(torch::kFloat32), run.guidance);
    return x0;
  };
  if (isAncestral(run)) {
    for (int t = noise.steps() - 1; t >= 0; --t) {
      const auto x0 = predicted(t);
      x = process.step({t, t - 1}, x, x0, draw(x.sizes()));
      report(run, static_cast<size_t>(noise.steps() - t), static_cast<size_t>(noise.steps()), x0);
    }
  } else {
    const auto times = evenTimes(-1, noise.steps(), run.steps);
    for (size_t i = 0; i + 1 < times.size(); ++i) {
      const int t = times[i], next = times[i + 1];
      const auto x0 = predicted(t);
      report(run, i + 1, times.size() - 1, x0);
      if (next < 0) {
        x = x0;
        break;
      }
      // The library's levels here are those of one time earlier, but for the noise it infers.
      const double abar = process.alphaBar(t - 1), abarNext = process.alphaBar(next - 1);
      const double own = process.alphaBar(t);
      const auto epsilon = (x - std::sqrt(own) * x0) / std::sqrt(1 - own);
      const double deviation =
          run.eta * std::sqrt((1 - abar / abarNext) * (1 - abarNext) / (1 - abar));
      x = std::sqrt(abarNext) * x0 + std::sqrt(1 - abarNext - deviation * deviation) * epsilon;
      if (next > 0) x = x + deviation * draw(x.sizes());
    }
  }
  return x / std::sqrt(static_cast<double>(x.size(1)));
}

torch::Tensor sampleUnet(nn::Dalle2Unet& unet, const nn::Dalle2UnetInput& input,
                         torch::IntArrayRef shape, const Run& run, const Known* known,
                         double threshold) {
  return UnetRun(unet, input, run, known, threshold).run(shape);
}

torch::Tensor invertUnet(nn::Dalle2Unet& unet, const nn::Dalle2UnetInput& input,
                         const torch::Tensor& picture, const Run& run) {
  return UnetRun(unet, input, run, nullptr, 0).inverted(picture);
}

}  // namespace pentimento::dalle2

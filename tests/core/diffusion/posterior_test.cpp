// Ancestral steps of the unCLIP family against the reference schedulers.
#include "core/diffusion/posterior.h"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>

#include "tests/support/torch/golden_tensors.h"

namespace pentimento {
namespace {

TrainingNoise noiseOf(const Json& config) {
  TrainingNoiseOptions options;
  options.steps = config.at("num_train_timesteps");
  options.smallestAlphaBar = 0;
  if (config.at("beta_schedule") == "squaredcos_cap_v2") {
    options.curve = BetaCurve::SquaredCosine;
  } else {
    options.curve = BetaCurve::Linear;
    options.betaStart = config.at("beta_start");
    options.betaEnd = config.at("beta_end");
  }
  return TrainingNoise(options);
}

torch::Tensor timesOf(const std::vector<PosteriorJump>& jumps) {
  std::vector<int64_t> times;
  for (const PosteriorJump& jump : jumps) times.push_back(jump.from);
  return torch::tensor(times);
}

TEST(DiffusionPosterior, UnclipSteps) {
  PENTIMENTO_REQUIRE_FAMILY(karlo, "karlo");
  const golden::Tensors data(karlo, "schedulers.safetensors");
  const TrainingNoise noise =
      noiseOf(readJsonFile(karlo / "model" / "decoder_scheduler" / "scheduler_config.json"));
  const auto output6 = data["in.model_output6"];
  const auto output3 = output6.narrow(1, 0, output6.size(1) / 2);
  const PosteriorProcess learned(noise, {Prediction::Epsilon, PosteriorVariance::LearnedRange, 1});
  const PosteriorProcess fixed(noise, {Prediction::Epsilon, PosteriorVariance::FixedSmall, 1});
  const PosteriorProcess sample(noise, {Prediction::Sample, PosteriorVariance::FixedSmall, 5});
  const auto stepOf = [&](const std::string& kind, PosteriorJump jump) {
    if (kind == "learned_range") return learned.step(jump, data["in.x"], output6, data["in.noise"]);
    if (kind == "fixed_small_log_eps")
      return fixed.step(jump, data["in.x"], output3, data["in.noise"]);
    // The reference took three times these outputs as its prediction of x0.
    return sample.step(jump, data["in.x"], 3 * output3, data["in.noise"]);
  };

  int steps = 0, lists = 0;
  const std::regex stepName(
      R"(out\.(learned_range|fixed_small_log_eps|fixed_small_log_sample)\.t(\d+)_p(\w+))");
  const std::regex listName(R"(out\.timesteps\.\w+_(\d+))");
  for (const std::string& name : data.names()) {
    std::smatch match;
    if (std::regex_match(name, match, stepName)) {
      const int from = std::stoi(match[2]);
      data.expectClose(
          stepOf(match[1], {from, match[3] == "none" ? from - 1 : std::stoi(match[3])}), name);
      ++steps;
    } else if (std::regex_match(name, match, listName)) {
      data.expectClose(timesOf(unclipJumps(noise.steps(), std::stoi(match[1]))), name);
      ++lists;
    }
  }
  EXPECT_GT(steps, 0);
  EXPECT_GT(lists, 0);
}

// Of data that is normal itself the noise is known: sqrt(1 - alpha-bar)·x.
TEST(DiffusionPosterior, DdimRunsBothWays) {
  TrainingNoiseOptions options;
  options.curve = BetaCurve::SquaredCosine;
  options.smallestAlphaBar = 0;
  const PosteriorProcess process(TrainingNoise(options), {});
  const auto start = torch::tensor({{-1.5, 0.2, 0.9}});
  auto x = start;
  const auto jump = [&](int from, int to) {
    x = process.ddimStep({from, to}, x, std::sqrt(1 - process.alphaBar(from)) * x, 0, {});
  };
  for (int t = 0; t < 900; ++t) jump(t, t + 1);
  // Such data keeps its spread at every level.
  EXPECT_TRUE(torch::allclose(x, start, 0.02)) << x;
  for (int t = 900; t > 0; --t) jump(t, t - 1);
  EXPECT_TRUE(torch::allclose(x, start, 0.02)) << x;
}

TEST(DiffusionPosterior, JumpingBackGivesTheNoiseOfItsLevel) {
  TrainingNoiseOptions options;
  options.smallestAlphaBar = 0;
  const PosteriorProcess process(TrainingNoise(options), {});
  const auto x = torch::tensor({{1.0}}), none = torch::zeros({1, 1}), one = torch::ones({1, 1});
  // In two parts: the signal shrinks as alpha-bar does, and the variances add up to one.
  const double signal = process.jumpBack({700, 300}, x, none).item<double>();
  const double noise = process.jumpBack({700, 300}, none, one).item<double>();
  EXPECT_NEAR(signal, std::sqrt(process.alphaBar(700) / process.alphaBar(300)), 1e-5);
  EXPECT_NEAR(signal * signal + noise * noise, 1, 1e-5);
}

TEST(DiffusionPosterior, LeadingSteps) {
  PENTIMENTO_REQUIRE_FAMILY(kandinsky, "kandinsky22");
  const golden::Tensors data(kandinsky, "scheduler.safetensors");
  const Json config = readJsonFile(kandinsky / "decoder" / "scheduler" / "scheduler_config.json");
  const TrainingNoise noise = noiseOf(config);
  const int offset = config.at("steps_offset");
  const int count = data.numberAfter("ancestral steps with ");
  const PosteriorProcess clipped(noise, {Prediction::Epsilon, PosteriorVariance::FixedSmall, 1});
  const PosteriorProcess open(noise, {Prediction::Epsilon, PosteriorVariance::FixedSmall, 0});

  int steps = 0;
  const std::regex stepName(R"(out\.(clip|noclip)\.t(\d+))");
  const std::regex listName(R"(out\.timesteps_(\d+))");
  for (const std::string& name : data.names()) {
    std::smatch match;
    if (std::regex_match(name, match, listName)) {
      data.expectClose(timesOf(leadingJumps(noise.steps(), std::stoi(match[1]), offset)), name);
    } else if (std::regex_match(name, match, stepName)) {
      const auto jumps = leadingJumps(noise.steps(), count, offset);
      const auto jump = std::ranges::find(jumps, std::stoi(match[2]), &PosteriorJump::from);
      ASSERT_NE(jump, jumps.end()) << name;
      const PosteriorProcess& process = match[1] == "clip" ? clipped : open;
      data.expectClose(process.step(*jump, data["in.x"], data["in.eps"], data["in.noise"]), name);
      ++steps;
    }
  }
  EXPECT_GT(steps, 0);
}

}  // namespace
}  // namespace pentimento

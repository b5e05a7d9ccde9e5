#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/diffusion/beta_quantile.h"
#include "core/diffusion/sampling_plan.h"
#include "tests/core/diffusion/reference_run.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento {
namespace {

// `<sampler>.<steps>.timesteps` of every sampler in a family's schedules file.
void expectSchedulesAgree(const std::filesystem::path& family) {
  const golden::Tensors file(family, "schedules.safetensors");
  const auto expectClose = [&](const std::vector<double>& ours, const std::string& name) {
    file.expectClose(torch::tensor(ours, torch::kFloat64), name);
  };
  const Json samplers = readJsonFile(family / "schedulers.json");
  int compared = 0;
  for (const std::string& name : file.names()) {
    if (!name.ends_with(".timesteps")) continue;
    const std::string run = name.substr(0, name.rfind('.'));
    const std::string sampler = run.substr(0, run.find('.'));
    SCOPED_TRACE(run);
    const int steps = std::stoi(run.substr(run.find('.') + 1));
    const SamplingPlan plan = referencePlan(samplers.at(sampler), steps);

    const ReferenceLevels ours = asReferenceLists(plan);
    expectClose(ours.times, name);
    const std::string sigmas = run + ".sigmas";
    if (file.has(sigmas)) expectClose(ours.sigmas, sigmas);
    const double scale = keepsVariance(samplers.at(sampler))
                             ? plan.schedule.initialScale / std::hypot(1, plan.schedule.sigmas[0])
                             : plan.schedule.initialScale;
    expectClose({scale}, run + ".init_noise_sigma");
    ++compared;
  }
  EXPECT_GT(compared, 0);
}

TEST(DiffusionSchedule, AgreesWithTheReferenceForEverySampler) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1");
  expectSchedulesAgree(family);
}

TEST(DiffusionSchedule, AgreesWithTheReferenceAtZeroTerminalSnr) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd2");
  expectSchedulesAgree(family);
}

// What every kind promises: as many falling levels as steps (beta may merge equal times), all
// within the trained range, ending at 0.
class DiffusionScheduleKinds : public testing::TestWithParam<ScheduleKind> {};

TEST_P(DiffusionScheduleKinds, FallsFromTheTrainedRangeToZero) {
  const TrainingNoise noise;
  for (const int steps : {1, 2, 3, 7, 25, 333, 1000}) {
    SCOPED_TRACE(steps);
    ScheduleOptions options;
    options.steps = steps;
    options.kind = GetParam();
    const Schedule schedule = makeSchedule(noise, options);
    ASSERT_EQ(schedule.sigmas.size(), schedule.times.size() + 1);
    ASSERT_EQ(schedule.arrivals.size(), schedule.times.size());
    if (GetParam() != ScheduleKind::Beta) EXPECT_EQ(schedule.steps(), steps);
    EXPECT_LE(schedule.sigmas.front(), noise.largest() * (1 + 1e-12));
    EXPECT_EQ(schedule.sigmas.back(), 0);
    for (int i = 0; i < schedule.steps(); ++i) {
      EXPECT_GT(schedule.sigmas[i], schedule.sigmas[i + 1]);
      EXPECT_GE(schedule.times[i], 0);
      EXPECT_LE(schedule.times[i], noise.steps() - 1);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Diffusion, DiffusionScheduleKinds,
                         testing::Values(ScheduleKind::Checkpoint, ScheduleKind::Normal,
                                         ScheduleKind::Karras, ScheduleKind::Exponential,
                                         ScheduleKind::Simple, ScheduleKind::SgmUniform,
                                         ScheduleKind::DdimUniform, ScheduleKind::Beta),
                         [](const auto& instance) {
                           std::string name(labelOf(instance.param));
                           std::erase(name, ' ');
                           return name;
                         });

TEST(DiffusionSchedule, RefusesStepsThatTheProcessDoesNotHave) {
  for (const int steps : {-1, 0, 1001}) {
    ScheduleOptions options;
    options.steps = steps;
    EXPECT_THROW((void)makeSchedule(TrainingNoise(), options), Error) << steps;
  }
}

TEST(DiffusionSchedule, RefusesAProcessOfTooFewOrTooManySteps) {
  for (const int steps : {-1, 0, 1, 2'000'000'000}) {
    TrainingNoiseOptions options;
    options.steps = steps;
    EXPECT_THROW((void)TrainingNoise(options), Error) << steps;
  }
  EXPECT_THROW(TrainingNoise({.betas = {0.5}}), Error);
  EXPECT_GT(TrainingNoise({.betas = {0.5, 0.5}}).sigmaAt(5), 0);
}

TEST(DiffusionSchedule, TimesAndSigmasAreInverse) {
  const TrainingNoise noise;
  for (int time = 0; time < noise.steps(); ++time)
    EXPECT_NEAR(noise.timeAt(noise.sigmaAt(time)), time, 1e-9);
}

TEST(DiffusionSchedule, BetaQuantileInvertsKnownDistributions) {
  for (const double p : {0.0, 0.01, 0.25, 0.5, 0.9, 1.0}) {
    EXPECT_NEAR(betaQuantile(p, 1, 1), p, 1e-12);             // uniform
    EXPECT_NEAR(betaQuantile(p, 2, 1), std::sqrt(p), 1e-12);  // P(x) = x²
    EXPECT_NEAR(betaQuantile(p, 0.5, 0.5),                    // arcsine
                std::pow(std::sin(p * std::acos(-1.0) / 2), 2), 1e-9);
  }
}

TEST(DiffusionSchedule, StrengthTakesTheEndOfTheRun) {
  ScheduleOptions options;
  options.steps = 20;
  const Schedule whole = makeSchedule(TrainingNoise(), options);
  const Schedule part = startAtStrength(whole, 0.25);
  ASSERT_EQ(part.steps(), 5);
  EXPECT_EQ(part.sigmas.front(), whole.sigmas[15]);
  EXPECT_EQ(part.sigmas.back(), whole.sigmas.back());
  EXPECT_EQ(startAtStrength(whole, 1).sigmas, whole.sigmas);
  EXPECT_EQ(startAtStrength(whole, 0).steps(), 0);
}

}  // namespace
}  // namespace pentimento

// The loop: resuming, refusing, deciding the learning rate.
#include "core/training/train_loop.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"
#include "core/training/example_noise.h"
#include "core/training/training_state.h"

namespace pentimento::training {
namespace {
namespace fs = std::filesystem;

/// Learns a linear map from noise that follows from the examples' numbers.
class LinearTask final : public TrainingTask {
 public:
  explicit LinearTask(int64_t width = 5) {
    torch::manual_seed(11);
    m_network = torch::nn::Linear(width, 2);
  }
  torch::nn::Module& network() override { return *m_network; }
  torch::Tensor loss(const BatchPosition& batch) override {
    const auto x = exampleNoise(batch, {m_network->options.in_features()}, 1);
    const auto loss = (m_network(x) - x.narrow(1, 0, 2)).square().mean();
    return batch.first >= divergesAt ? loss * std::numeric_limits<float>::infinity() : loss;
  }
  Image sheet() override { return Image({8, 8}, ChannelLayout::Rgb, BitDepth::Eight); }
  torch::Tensor weight() const { return m_network->weight.detach().clone(); }

  uint64_t divergesAt = std::numeric_limits<uint64_t>::max();

 private:
  torch::nn::Linear m_network{nullptr};
};

class TrainingLoop : public testing::Test {
 protected:
  TrainingLoop() {
    m_options.folder = fs::path(PENTIMENTO_TEST_TMP) / "train_loop" /
                       testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(m_options.folder);
    m_options.batch = 8;
    m_options.steps = 60;
    m_options.warmUpSteps = 5;
  }
  torch::Tensor run(LinearTask& task, const RunContext& context = {}) {
    train(task, m_options, *ProcessGroup::fromEnvironment(torch::kCPU), context);
    return task.weight();
  }
  /// Stops after `steps` more steps.
  void runUntil(LinearTask& task, int steps) {
    std::stop_source stop;
    RunContext context;
    context.stop = stop.get_token();
    context.onProgress = [&](const Progress& progress) {
      if (progress.step >= steps) stop.request_stop();
    };
    EXPECT_THROW(run(task, context), Cancelled);
  }
  LoopOptions m_options;
};

TEST_F(TrainingLoop, ResumedRunIsTheUninterruptedRun) {
  LinearTask whole;
  const auto expected = run(whole);
  m_options.folder += "-resumed";
  fs::remove_all(m_options.folder);
  for (const int step : {17, 18, 41}) {
    LinearTask part;
    runUntil(part, step);
  }
  LinearTask last;
  EXPECT_TRUE(torch::equal(run(last), expected));
}

TEST_F(TrainingLoop, LearnsAndWritesDownItsLoss) {
  m_options.steps = 400;
  m_options.optimiser.learningRate = 0.05;
  m_options.optimiser.emaDecay = 0.9;
  int pictures = 0;
  m_options.savePicture = [&](const fs::path&, const Image&) { ++pictures; };
  LinearTask task;
  const auto weight = run(task);
  auto identity = torch::zeros({2, 5});
  identity[0][0] = identity[1][1] = 1;
  EXPECT_TRUE(torch::allclose(weight, identity, 0, 0.05)) << weight;
  std::ifstream log(m_options.folder / "loss.csv");
  int lines = 0;
  for (std::string line; std::getline(log, line);) ++lines;
  EXPECT_EQ(lines, 1 + 400 / 50);
  EXPECT_EQ(pictures, 2);  // the curve and the last sheet
}

TEST_F(TrainingLoop, DivergenceIsSaidInWords) {
  LinearTask task;
  task.divergesAt = 80;
  try {
    run(task);
    FAIL() << "trained on";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::NonFinite);
    EXPECT_NE(std::string(error.what()).find("step 10"), std::string::npos) << error.what();
  }
}

TEST_F(TrainingLoop, StateOfAnotherNetworkIsRefused) {
  LinearTask task;
  run(task);
  LinearTask wider(7);
  EXPECT_THROW(run(wider), Error);
}

TEST_F(TrainingLoop, BatchMustBeShareable) {
  m_options.batch = 0;
  LinearTask task;
  EXPECT_THROW(run(task), Error);
}

TEST(TrainingCurve, IsDrawnOfAnyLosses) {
  for (const double last : {0.0, -1.0, 0.25, std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::infinity()})
    EXPECT_EQ(plotLosses({50, 100, 150}, {1, 0.5, last}).height(), 400) << last;
}

TEST(TrainingRate, WarmsUpHoldsAndDecays) {
  LoopOptions options;
  options.warmUpSteps = 100;
  options.decayShare = 0.25;
  options.finalRate = 0.1;
  EXPECT_NEAR(rateFactor(options, 0, 0), 0.01, 1e-12);
  EXPECT_NEAR(rateFactor(options, 49, 0.01), 0.5, 1e-12);
  EXPECT_DOUBLE_EQ(rateFactor(options, 500, 0.5), 1);
  EXPECT_NEAR(rateFactor(options, 500, 0.875), 0.55, 1e-9);  // half-way down the cosine
  EXPECT_NEAR(rateFactor(options, 500, 1), 0.1, 1e-12);
}

TEST(TrainingExamples, RandomNumbersFollowTheExampleNotTheBatch) {
  const auto whole = exampleNoise({100, 8}, {3, 2}, 5), tail = exampleNoise({104, 4}, {3, 2}, 5);
  EXPECT_TRUE(torch::equal(whole.narrow(0, 4, 4), tail));
  EXPECT_TRUE(torch::equal(exampleTimes({100, 8}, 5).narrow(0, 4, 4), exampleTimes({104, 4}, 5)));
  EXPECT_FALSE(torch::equal(exampleNoise({104, 4}, {3, 2}, 6), tail));
}

TEST(TrainingExamples, TimesAreEvenlySpread) {
  const auto times = std::get<0>(exampleTimes({12345, 64}, 9).sort());
  const auto gaps = times.narrow(0, 1, 63) - times.narrow(0, 0, 63);
  EXPECT_LT(gaps.max().item<float>(), 3.0f / 64);
  EXPECT_GT(exampleChances({0, 4000}, 0.25, 1).to(torch::kFloat32).mean().item<float>(), 0.22f);
  EXPECT_LT(exampleChances({0, 4000}, 0.25, 1).to(torch::kFloat32).mean().item<float>(), 0.28f);
}

}  // namespace
}  // namespace pentimento::training

// Losses against their definitions, and each network's task.
#include <gtest/gtest.h>

#include <cmath>

#include "core/training/clip_task.h"
#include "core/training/decoder_task.h"
#include "core/training/diffusion_loss.h"
#include "core/training/frechet.h"
#include "core/training/judge_task.h"
#include "core/training/prior_task.h"
#include "core/training/train_loop.h"
#include "core/training/upsampler_task.h"
#include "tests/core/training/word_tokenizer.h"

namespace pentimento::training {
namespace {

TEST(TrainingLosses, NoiseLevelsKeepTheVariance) {
  const NoiseLevel level = noiseLevel(torch::linspace(0.02, 0.98, 6));
  EXPECT_TRUE(torch::allclose(level.alpha.square() + level.sigma.square(),
                              torch::ones_like(level.alpha), 0, 1e-6));
}

/// v = alpha·eps - sigma·x0 and min(1, (gamma + 1) / (SNR + 1)), from the papers' definitions.
TEST(TrainingLosses, PictureWeightIsMinSnrOnTheVelocity) {
  const auto time = torch::tensor({0.99f, 0.5f, 0.1f, 0.02f});
  const auto weight = pictureWeight(noiseLevel(time)).flatten();
  for (int i = 0; i < 4; ++i) {
    const double angle = time[i].item<double>() * M_PI / 2, alpha = std::cos(angle),
                 sigma = std::sin(angle), x0 = 0.3, guess = 0.7, eps = -1.1;
    const double xt = alpha * x0 + sigma * eps, guessedEps = (xt - alpha * guess) / sigma;
    const double error = (alpha * guessedEps - sigma * guess) - (alpha * eps - sigma * x0);
    const double snr = alpha * alpha / (sigma * sigma);
    const double expected = error * error * std::min(1.0, 6 / (snr + 1));
    EXPECT_NEAR(weight[i].item<double>() * (guess - x0) * (guess - x0), expected, 1e-4 * expected);
  }
}

TEST(TrainingLosses, SmallMasksCountBySquareRootOfTheirShare) {
  auto mask = torch::zeros({1, 1, 8, 8});
  mask.narrow(2, 0, 4).narrow(3, 0, 4).fill_(1);  // a quarter
  const auto target = torch::zeros({1, 3, 8, 8}), wrong = torch::ones({1, 3, 8, 8}),
             weight = torch::ones({1, 1, 1, 1});
  const auto loss = [&](const torch::Tensor& where, const MaskImportance& counts) {
    return maskedPictureLoss(wrong, target, where, weight, counts).item<double>();
  };
  EXPECT_NEAR(loss(mask, {.outside = 0.05}), (0.25 + 0.05 * 0.75) / 0.5, 1e-6);
  EXPECT_NEAR(loss(torch::ones_like(mask), {.outside = 0.05, .border = 9}), 1, 1e-6);
  // Of the quarter's 16 pixels, 12 lie within two pixels of its two inner sides.
  EXPECT_NEAR(loss(mask, {.outside = 0, .border = 3}), (4 + 12 * 3) / 64.0 / 0.5, 1e-6);
}

TEST(TrainingLosses, ContrastIsTheMeanOfTwoCrossEntropies) {
  torch::manual_seed(2);
  const auto images = torch::randn({5, 4}), texts = torch::randn({5, 4});
  const auto scale = torch::tensor(0.7f);
  const auto logits = images.matmul(texts.t()) * std::exp(0.7f);
  double expected = 0;
  for (int i = 0; i < 5; ++i) {
    expected -= (logits[i][i] - logits[i].exp().sum().log()).item<double>() / 10;
    expected -= (logits[i][i] - logits.select(1, i).exp().sum().log()).item<double>() / 10;
  }
  EXPECT_NEAR(contrastiveLoss(images, texts, scale).item<double>(), expected, 1e-4);
}

TEST(TrainingFrechet, OfGaussiansIsKnown) {
  torch::manual_seed(3);
  const auto x = torch::randn({500, 6}, torch::kFloat64);
  EXPECT_NEAR(frechetDistance(x, x), 0, 1e-9);
  EXPECT_NEAR(frechetDistance(x, x + 2), 6 * 4, 1e-9);  // a shift by 2 in each of 6 directions
  // Scaled by 3: tr(C + 9 C - 2·3 C) = 4 tr C, and the means are two means apart.
  const auto centred = x - x.mean(0, true);
  const double trace = centred.square().sum().item<double>() / 499;
  EXPECT_NEAR(frechetDistance(centred, 3 * centred), 4 * trace, 1e-8);
  EXPECT_NEAR(frechetDistance(x, x.flip(0)), 0, 1e-9);
}

nn::CaptionEncoderOptions tinyCaption() {
  return {.vocabulary = 64, .length = 12, .width = 16, .heads = 2, .layers = 1};
}

std::shared_ptr<const ExampleSource> tinyWorld() {
  scenes::WorldOptions world;
  world.families = {0, 0, 1};
  world.styles = {1, 0, 0, 0, 0, 0};
  world.kinds = {scenes::Kind::Ball, scenes::Kind::Cube};
  return std::make_shared<SceneSource>(world, 4);
}

std::unique_ptr<DecoderTask> tinyDecoder(EmbedPictures embed = {}) {
  torch::manual_seed(5);
  DecoderTaskOptions options;
  options.size = 32;
  options.network.caption = tinyCaption();
  options.network.unet.widths = {16, 32};
  options.network.unet.timeWidth = 32;
  options.network.imageEmbedding = 8;
  options.sheetPrompts = {"a red ball on a blue table"};
  return std::make_unique<DecoderTask>(options, tinyWorld(), std::make_shared<WordTokenizer>(64),
                                       std::move(embed));
}

/// A batch's loss is the mean of its halves', whoever computes them.
void expectShareable(TrainingTask& task) {
  torch::NoGradGuard quiet;
  const double whole = task.loss({64, 8}).item<double>();
  const double halves = (task.loss({64, 4}) + task.loss({68, 4})).item<double>() / 2;
  EXPECT_NEAR(whole, halves, 1e-4 * std::abs(whole));
}

/// Loss at examples that are not trained on, before and after some steps.
void expectLearning(TrainingTask& task, double rate, double share, uint64_t steps = 40) {
  const BatchPosition unseen{1 << 20, 32};
  const auto measure = [&] {
    torch::NoGradGuard quiet;
    return task.loss(unseen).item<double>();
  };
  const double before = measure();
  torch::optim::Adam adam(task.network().parameters(), torch::optim::AdamOptions(rate));
  for (uint64_t step = 0; step < steps; ++step) {
    adam.zero_grad();
    task.loss({step * 8, 8}).backward();
    adam.step();
  }
  EXPECT_LT(measure(), before * share);
}

TEST(TrainingTasks, DecoderLearns) {
  auto task = tinyDecoder();
  expectShareable(*task);
  expectLearning(*task, 3e-3, 0.7);
  EXPECT_EQ(task->sheet().width(), 8 * 64 + 9 * 8);  // prompts, masked rooms, edited rooms
}

TEST(TrainingTasks, DecoderReadsTheImageEmbedding) {
  auto task = tinyDecoder([](const torch::Tensor& pictures) {
    return torch::ones({pictures.size(0), 8});
  });
  // Last convolution and branches start at zero: each step's gradient reaches one layer deeper.
  double vector = 0, tokens = 0;
  for (int step = 0; step < 4; ++step) {
    task->network().zero_grad();
    task->loss({0, 32}).backward();
    const auto largest = [&](const char* name) {
      return task->network().named_parameters()[name].grad().abs().max().item<double>();
    };
    vector = std::max(vector, largest("image_proj.weight"));
    tokens = std::max(tokens, largest("image_tokens.weight"));
    torch::optim::SGD(task->network().parameters(), 0.1).step();
  }
  EXPECT_GT(vector, 0);
  EXPECT_GT(tokens, 0);
}

TEST(TrainingTasks, AnEmbeddingOfZerosIsNone) {
  torch::NoGradGuard quiet;
  auto task = tinyDecoder();
  // Branches start at zero, and nothing would reach the picture.
  for (auto& weight : task->network().parameters())
    if (weight.abs().max().item<float>() == 0) weight.normal_(0, 0.1);
  auto& network = dynamic_cast<nn::UnclipDecoderImpl&>(task->network());
  nn::DecoderInput input;
  input.noisy = torch::randn({3, 3, 64, 64});
  input.known = torch::zeros_like(input.noisy);
  input.mask = torch::ones({3, 1, 64, 64});
  input.time = torch::full({3}, 0.5);
  input.tokens = torch::tensor({{3, 4, 5, 0}, {7, 0, 0, 0}, {0, 0, 0, 0}}, torch::kLong);
  const auto without = network.forward(input);
  input.imageEmbedding = torch::zeros({3, 8});
  EXPECT_TRUE(torch::allclose(network.forward(input), without, 1e-5, 1e-5));
  input.imageEmbedding[1] = 0.35;
  const auto change = (network.forward(input) - without).abs().amax({1, 2, 3});
  EXPECT_LT(change[0].item<float>(), 1e-5);
  EXPECT_GT(change[1].item<float>(), 1e-3);
}

TEST(TrainingTasks, SmallPicturesAreBlurredByTheirOwnPixels) {
  auto dot = torch::zeros({1, 3, 64, 64});
  dot.narrow(2, 32, 4).narrow(3, 32, 4).fill_(1);  // one pixel of the small picture
  const auto sharp = reducedAndEnlarged(dot, 4), soft = reducedAndEnlarged(dot, 4, 1.0);
  EXPECT_NEAR(soft.sum().item<float>(), sharp.sum().item<float>(), 1e-2);
  const double middle = 1 / (2 * 3.14159265 * 1.0);  // of a Gaussian of sigma 1, in the plane
  EXPECT_NEAR(soft.max().item<double>() / sharp.max().item<double>(), middle, 0.03);
  EXPECT_TRUE(torch::allclose(reducedAndEnlarged(torch::ones_like(dot), 4, 1.0),
                              torch::ones_like(dot), 0, 1e-5));
}

TEST(TrainingTasks, UpsamplerLearns) {
  UpsamplerTaskOptions options;
  options.size = 64;
  options.crop = 32;
  options.lowNoise = 1;  // interpolation alone, which is where it starts, is not much good then
  options.network.widths = {32, 32};
  options.network.patch = 2;
  options.network.timeWidth = 32;
  UpsamplerTask task(options, tinyWorld());
  expectShareable(task);
  expectLearning(task, 3e-3, 0.7, 80);
}

nn::SmallClipOptions tinyClip() {
  return {
      .caption = tinyCaption(), .embedding = 8, .width = 32, .layers = 1, .heads = 2, .size = 32};
}

TEST(TrainingTasks, JudgeLearns) {
  torch::manual_seed(8);
  scenes::WorldOptions world;
  world.kinds = {scenes::Kind::Ball, scenes::Kind::Cube};
  world.families = {0, 0, 1};
  JudgeTask task({.width = 24}, world, 4);
  expectShareable(task);
  expectLearning(task, 5e-3, 0.7);
}

TEST(TrainingTasks, ClipLearns) {
  torch::manual_seed(6);
  ClipTask task(tinyClip(), tinyWorld(), std::make_shared<WordTokenizer>(64));
  expectLearning(task, 2e-3, 0.97);
  torch::NoGradGuard quiet;
  const auto embedded = task.clip()->embedPictures(torch::rand({3, 3, 32, 32}));
  EXPECT_TRUE(torch::allclose(embedded.norm(2, 1), torch::ones({3}), 0, 1e-5));
}

TEST(TrainingTasks, PriorLearns) {
  torch::manual_seed(7);
  PriorTaskOptions options;
  options.network = {.caption = tinyCaption(), .embedding = 8, .layers = 1};
  options.size = 32;
  nn::SmallClip clip(tinyClip());
  clip->eval();
  PriorTask task(options, tinyWorld(), std::make_shared<WordTokenizer>(64), clip);
  expectShareable(task);
  expectLearning(task, 5e-3, 0.7);
}

}  // namespace
}  // namespace pentimento::training

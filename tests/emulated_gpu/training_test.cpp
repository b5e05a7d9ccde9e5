// Every part of a model trained on the GPU: with the losses of the CPU.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "core/training/torch_trainer.h"
#include "tests/emulated_gpu/emulated_gpu.h"
#include "tests/support/golden.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento::training {
namespace {
namespace fs = std::filesystem;

constexpr int kSteps = 50;  // the loss is written as the mean over so many

Json configuration() {
  const Json loop = {{"batch", 2}, {"steps", kSteps}, {"warm_up_steps", 5}, {"sheet_minutes", 1e6}};
  const auto with = [&](Json own) {
    own.update(loop);
    return own;
  };
  const Json caption = {{"vocabulary", 600}, {"width", 32}, {"layers", 1}, {"neighbours", 3}};
  const Json unet = {{"widths", {16, 32}}, {"time_width", 32}, {"attention", {false, true}}};
  return {
      {"seed", 3},
      {"world", {{"kinds", {"ball", "cube"}}, {"styles", {{"photo", 1}}}}},
      {"clip",
       with({{"caption", caption}, {"embedding", 16}, {"width", 32}, {"layers", 1}, {"size", 32}})},
      {"prior", with({{"caption", caption}, {"layers", 1}})},
      {"decoder", with({{"caption", caption}, {"unet", unet}, {"size", 32}})},
      {"upsampler", with({{"unet", unet}, {"size", 64}, {"crop", 32}})},
      {"judge", with({{"width", 24}})}};
}

double lossIn(const fs::path& folder) {
  std::ifstream file(folder / "loss.csv");
  for (std::string line; std::getline(file, line);) {
    std::istringstream row(line);
    int step = 0;
    char comma = 0;
    double loss = 0;
    if (row >> step >> comma >> loss && step == kSteps) return loss;
  }
  ADD_FAILURE() << "no loss in " << folder;
  return NAN;
}

TEST(EmulatedGpuTraining, EveryPartLearnsAsOnTheCpu) {
  const fs::path folder = golden::freshFolder("gpu_training");
  const auto trainer = makeTorchTrainer();
  for (const char* const part : {"clip", "prior", "decoder", "upsampler", "judge"}) {
    SCOPED_TRACE(part);
    TrainingRequest request{
        .part = part, .configuration = configuration(), .folder = {}, .start = {}, .clip = {}};
    const int64_t before = emulated_gpu::operations();
    request.folder = folder / "cpu";
    request.device = DevicePreference::Cpu;
    trainer->train(request, {});
    EXPECT_EQ(emulated_gpu::operations(), before);
    request.folder = folder / "gpu";
    request.device = DevicePreference::Auto;
    trainer->train(request, {});
    EXPECT_GT(emulated_gpu::operations(), before + 100 * kSteps);
    const double expected = lossIn(folder / "cpu" / part);
    EXPECT_NEAR(lossIn(folder / "gpu" / part), expected, 0.01 * expected);
    EXPECT_TRUE(fs::exists(folder / "gpu" / (std::string(part) + ".safetensors")));
  }
}

}  // namespace
}  // namespace pentimento::training

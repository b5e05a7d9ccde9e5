// Every family of models on the GPU: what the CPU paints, up to the rounding of other kernels.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/pipelines/torch_generator.h"
#include "tests/emulated_gpu/emulated_gpu.h"
#include "tests/support/golden.h"
#include "tests/support/gradient_picture.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

const torch::Device kGpu(torch::kCUDA, 0);

double meanDifference(const Image& a, const Image& b) {
  EXPECT_EQ(a.extent(), b.extent());
  double sum = 0;
  for (size_t i = 0; i < a.bytes().size(); ++i)
    sum += std::abs(std::to_integer<int>(a.bytes()[i]) - std::to_integer<int>(b.bytes()[i]));
  return sum / static_cast<double>(a.bytes().size());
}

struct Painter {
  const char* family;  ///< of the reference checkpoints; empty = the model that ships
  const char* folder;
};

class EmulatedGpuPainting : public testing::TestWithParam<Painter> {
 protected:
  void SetUp() override {
    const Painter& painter = GetParam();
    if (!*painter.family) {
      m_path = fs::path(PENTIMENTO_SOURCE_DIR) / painter.folder;
      return;
    }
    const auto family = golden::family(painter.family);
    if (!family) GTEST_SKIP() << "this golden set has no family " << painter.family;
    m_path = *family / painter.folder;
  }

  /// One request for each task that the model has.
  std::vector<GenerationRequest> requests(const Capabilities& capabilities) const {
    std::vector<GenerationRequest> all;
    for (const Task task : {Task::TextToImage, Task::ImageToImage, Task::MaskedEdit,
                            Task::Variations, Task::Interpolate, Task::TextDiff}) {
      if (!capabilities.supports(task)) continue;
      GenerationRequest request = golden::quickRequest(m_path);
      request.task = task;
      request.prompt = "a green ball on a yellow table";
      if (*GetParam().family == '\0') request.negativePrompt.clear();
      request.sampler.clear();
      request.unclip.priorSteps = request.unclip.upsamplerSteps = 2;
      if (task != Task::TextToImage) request.image = gradientPicture({64, 64}, 40);
      if (task == Task::ImageToImage) request.strength = 0.6;
      if (task == Task::MaskedEdit) {
        request.mask = Mask({64, 64});
        for (int y = 16; y < 48; ++y)
          std::fill_n(request.mask->writableRow(y).begin() + 16, 32, uint8_t{255});
      }
      if (task == Task::Interpolate) {
        request.secondImage = gradientPicture({64, 64}, 200);
        request.unclip.position = 0.5;
      }
      if (task == Task::TextDiff) request.unclip.baselinePrompt = "a red ball";
      all.push_back(request);
    }
    return all;
  }

  fs::path m_path;
};

TEST_P(EmulatedGpuPainting, IsThatOfTheCpu) {
  golden::SmallModel cpu(m_path, {}), gpu(m_path, {}, {.device = kGpu});
  const auto all = requests(cpu.capabilities());
  ASSERT_FALSE(all.empty());
  for (const GenerationRequest& request : all) {
    SCOPED_TRACE(static_cast<int>(request.task));
    const int64_t before = emulated_gpu::operations();
    const Image painted = gpu.make(request);
    EXPECT_GT(emulated_gpu::operations(), before + 100);
    EXPECT_LT(meanDifference(painted, cpu.make(request)), 0.5);
  }
}

// What a GPU takes by default; older libtorch has too few kernels to emulate it with. Networks of
// random weights make another picture of the rounding: it is enough that there is one.
TEST_P(EmulatedGpuPainting, IsPossibleInHalfPrecision) {
  const auto half = PENTIMENTO_TORCH_2 ? torch::kFloat16 : torch::kBFloat16;
  golden::SmallModel gpu(m_path, {}, {.device = kGpu, .dtype = half});
  for (const GenerationRequest& request : requests(gpu.capabilities())) {
    SCOPED_TRACE(static_cast<int>(request.task));
    const Image painted = gpu.make(request);
    EXPECT_TRUE(
        std::ranges::any_of(painted.bytes(), [&](std::byte b) { return b != painted.bytes()[0]; }));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, EmulatedGpuPainting,
    testing::Values(Painter{"", "models/builtin"}, Painter{"sd1", "pipeline"},
                    Painter{"sd1-inpaint", "pipeline"}, Painter{"sd2", "pipeline"},
                    Painter{"sdxl", "pipeline"}, Painter{"sdxl-inpaint", "pipeline"},
                    Painter{"karlo", "model"}, Painter{"kandinsky22", "decoder"},
                    Painter{"kandinsky22", "inpaint"}),
    [](const auto& instance) {
      std::string name = std::string(instance.param.family) + "_" + instance.param.folder;
      std::ranges::replace_if(
          name, [](unsigned char c) { return !std::isalnum(c); }, '_');
      return name;
    });

TEST(EmulatedGpu, IsTakenWhereThereIsOneAndLeftOutWhereTheCpuIsAskedFor) {
  EXPECT_EQ(choosePlacement(DevicePreference::Auto, PrecisionPreference::Auto),
            (Placement{kGpu, torch::kFloat16}));
  EXPECT_EQ(choosePlacement(DevicePreference::Cuda, PrecisionPreference::BFloat16),
            (Placement{kGpu, torch::kBFloat16}));
  EXPECT_EQ(choosePlacement(DevicePreference::Cpu, PrecisionPreference::Float32), Placement{});
  const auto generator = makeTorchGenerator(
      {.builtInModel = fs::path(PENTIMENTO_SOURCE_DIR) / "models/builtin", .folders = {}});
  GenerationRequest request;
  request.prompt = "a green ball on a yellow table";
  request.steps = 2;
  request.precision = PrecisionPreference::Float32;
  EXPECT_EQ(generator->generate(request, {}).device, "cuda:0, float32");
  request.device = DevicePreference::Cpu;
  EXPECT_EQ(generator->generate(request, {}).device, "cpu, float32");
}

// The emulation itself: what would go wrong on a GPU goes wrong here.
TEST(EmulatedGpu, RefusesTensorsOfBothDevices) {
  const auto here = torch::ones({3}), there = torch::ones({3}, kGpu);
  EXPECT_THROW(there + here, c10::Error);
  EXPECT_THROW(torch::cat({there, here}), c10::Error);
  EXPECT_THROW(there.index_select(0, torch::zeros({1}, torch::kInt64)), c10::Error);
  EXPECT_EQ((there + there).sum().item<float>(), 6);
  EXPECT_TRUE((2 * there + torch::tensor(1)).cpu().equal(torch::full({3}, 3.0)));
}

TEST(EmulatedGpuDeathTest, EndsAHostThatReadsItsMemory) {
  const auto there = torch::ones({3}, kGpu);
  EXPECT_DEATH(std::printf("%f", static_cast<double>(*there.data_ptr<float>())), "");
}

}  // namespace
}  // namespace pentimento

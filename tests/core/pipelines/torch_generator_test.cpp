// The generator as its users see it, with tiny checkpoints: what holds for any model.
#include "core/pipelines/torch_generator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <fstream>

#include "tests/core/imaging/pictures.h"
#include "tests/support/golden.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

Image pictureOf(Generator& generator, const GenerationRequest& request) {
  return generator.generate(request, {}).images.at(0).image;
}

template <typename Function>
Error errorOf(Function&& function) {
  try {
    function();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorKind::Internal, "nothing was thrown"};
}

class PipelinesTorchGenerator : public testing::Test {
 protected:
  void SetUp() override {
    const auto family = golden::family("sd1");
    if (!family) GTEST_SKIP() << "this set has no family sd1";
    m_model = *family / "pipeline";
    m_request = golden::quickRequest(m_model);
  }
  fs::path m_model;
  GenerationRequest m_request;
  std::unique_ptr<Generator> m_generator = makeTorchGenerator();
};

TEST_F(PipelinesTorchGenerator, SameRequestSameBytes) {
  const Image first = pictureOf(*m_generator, m_request);
  EXPECT_TRUE(first.samePixels(pictureOf(*m_generator, m_request)));
  EXPECT_TRUE(first.samePixels(pictureOf(*makeTorchGenerator(), m_request)))
      << "another process's first picture";
  m_request.seed.value = 12;
  EXPECT_FALSE(first.samePixels(pictureOf(*m_generator, m_request)));
}

TEST_F(PipelinesTorchGenerator, APictureDoesNotDependOnItsBatchNorOnWhatCameBefore) {
  GenerationRequest batch = m_request;
  batch.count = 3;
  const auto result = m_generator->generate(batch, {});
  ASSERT_EQ(result.images.size(), 3u);
  for (const size_t k : {2, 0, 1}) {
    const GeneratedImage& made = result.images[k];
    EXPECT_EQ(made.recipe.seed.value, m_request.seed.value + k);
    EXPECT_EQ(made.recipe.count, 1);
    EXPECT_TRUE(made.image.samePixels(pictureOf(*m_generator, made.recipe))) << k;
  }
}

TEST_F(PipelinesTorchGenerator, SequentialGuidanceIsBatchedGuidance) {
  const Image batched = pictureOf(*m_generator, m_request);
  m_request.batchedGuidance = false;
  const Image sequential = pictureOf(*m_generator, m_request);
  int largest = 0;
  for (size_t i = 0; i < batched.bytes().size(); ++i)
    largest = std::max(largest, std::abs(static_cast<int>(batched.bytes()[i]) -
                                         static_cast<int>(sequential.bytes()[i])));
  EXPECT_LE(largest, 1);
}

TEST_F(PipelinesTorchGenerator, FindsModelsByNameAndSaysWhatIsClose) {
  const fs::path root = golden::freshFolder("models");
  fs::create_directories(root / "checkpoints");
  fs::copy(m_model, root / "checkpoints" / "foxes", fs::copy_options::recursive);
  TorchGeneratorOptions options;
  options.folders.addRoot(root);
  const auto generator = makeTorchGenerator(options);
  const Image named = pictureOf(*m_generator, m_request);
  m_request.model = "foxes";
  EXPECT_TRUE(named.samePixels(pictureOf(*generator, m_request)));
  m_request.model = "foxen";
  const Error error = errorOf([&] { (void)pictureOf(*generator, m_request); });
  EXPECT_EQ(error.kind(), ErrorKind::NotFound);
  EXPECT_THAT(error.what(), HasSubstr("foxes"));
}

TEST_F(PipelinesTorchGenerator, CancellationIsObeyedAtEveryStageAndLeavesAWorkingGenerator) {
  const Image whole = pictureOf(*m_generator, m_request);
  for (const char* stage : {"load", "text", "sample", "decode"}) {
    m_generator->unload();
    std::stop_source stop;
    RunContext run;
    run.stop = stop.get_token();
    int after = 0;
    run.onProgress = [&](const Progress& progress) {
      if (stop.stop_requested()) ++after;
      if (progress.stage == stage) stop.request_stop();
    };
    EXPECT_THROW((void)m_generator->generate(m_request, run), Cancelled) << stage;
    EXPECT_EQ(after, 0) << stage;
    EXPECT_TRUE(whole.samePixels(pictureOf(*m_generator, m_request))) << stage;
  }
}

TEST_F(PipelinesTorchGenerator, NumbersThatAreNoneEndInAClearFailure) {
  const fs::path broken = golden::freshFolder("broken") / "model";
  golden::copyWithChanges(m_model, broken, "unet", [](const std::string& name, auto& tensor) {
    if (name == "conv_out.bias") tensor.fill_(NAN);
  });
  const Image good = pictureOf(*m_generator, m_request);
  for (const auto precision : {PrecisionPreference::Float32, PrecisionPreference::BFloat16}) {
    GenerationRequest request = golden::quickRequest(broken);
    request.precision = precision;
    int firstSteps = 0;
    RunContext run;
    run.onProgress = [&](const Progress& at) {
      firstSteps += at.stage == "sample" && at.step == 1;
    };
    const Error error = errorOf([&] { (void)m_generator->generate(request, run); });
    EXPECT_EQ(error.kind(), ErrorKind::NonFinite) << error.what();
    EXPECT_EQ(firstSteps, precision == PrecisionPreference::Float32 ? 1 : 2);
  }
  EXPECT_TRUE(good.samePixels(pictureOf(*m_generator, m_request)));
}

TEST_F(PipelinesTorchGenerator, AnAutoencoderThatOverflowsInBfloat16RunsAgainInFloat32) {
  // The last convolution sees 1·silu(1) everywhere and adds to a bias at the end of bfloat16's
  // range.
  const fs::path folder = golden::freshFolder("overflow") / "model";
  constexpr float kLargestBfloat16 = 3.3895314e38F;
  golden::copyWithChanges(m_model, folder, "vae", [](const std::string& name, auto& tensor) {
    if (name == "decoder.conv_norm_out.weight") tensor.zero_();
    if (name == "decoder.conv_norm_out.bias") tensor.fill_(1);
    if (name == "decoder.conv_out.bias") tensor.fill_(kLargestBfloat16);
    if (name == "decoder.conv_out.weight") {
      tensor.zero_();
      tensor.select(1, 0).select(1, 1).select(1, 1).fill_(1.368e36);
    }
  });
  GenerationRequest request = golden::quickRequest(folder);
  request.precision = PrecisionPreference::BFloat16;
  const auto result = m_generator->generate(request, {});
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_THAT(result.notes[0], HasSubstr("float32"));
  for (const std::byte byte : result.images.at(0).image.bytes()) ASSERT_EQ(byte, std::byte{255});
}

TEST_F(PipelinesTorchGenerator, APictureThatOverflowsInBfloat16IsMadeAgainInFloat32) {
  // In one channel of the text, word and position add up to more than bfloat16 holds; the norms
  // behind it bear any number.
  const fs::path folder = golden::freshFolder("overflow");
  const auto rounded = [](const std::string&, torch::Tensor& tensor) {
    tensor = tensor.to(torch::kBFloat16).to(torch::kFloat32);
  };
  golden::copyWithChanges(m_model, folder / "1", "unet", rounded);
  golden::copyWithChanges(folder / "1", folder / "2", "vae", rounded);
  golden::copyWithChanges(folder / "2", folder / "model", "text_encoder",
                          [&](const std::string& name, auto& tensor) {
                            rounded(name, tensor);
                            if (name.ends_with("token_embedding.weight"))
                              tensor.select(1, 0).fill_(0x1.FEp127);
                            if (name.ends_with("position_embedding.weight"))
                              tensor.select(1, 0).fill_(0x1.8p119);
                          });
  GenerationRequest request = golden::quickRequest(folder / "model");
  request.precision = PrecisionPreference::Float32;
  const auto exact = m_generator->generate(request, {});
  EXPECT_TRUE(exact.notes.empty());
  request.precision = PrecisionPreference::BFloat16;
  for (int again = 0; again < 2; ++again) {
    const auto repeated = m_generator->generate(request, {});
    ASSERT_EQ(repeated.notes.size(), 1u);
    EXPECT_THAT(repeated.notes[0], HasSubstr("float32"));
    EXPECT_TRUE(repeated.images.at(0).image.samePixels(exact.images.at(0).image));
  }
}

TEST_F(PipelinesTorchGenerator, OutOfMemoryIsReportedAsItselfAndTheEngineGoesOn) {
  const Image before = pictureOf(*m_generator, m_request);
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_AS, &old), 0);
  long pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  rlimit tight = old;
  tight.rlim_cur = static_cast<rlim_t>(pages) * 4096 + (rlim_t{256} << 20);
  GenerationRequest huge = m_request;
  huge.size = Extent{8192, 8192};
  ASSERT_EQ(setrlimit(RLIMIT_AS, &tight), 0);
  const Error error = errorOf([&] { (void)m_generator->generate(huge, {}); });
  ASSERT_EQ(setrlimit(RLIMIT_AS, &old), 0);
  EXPECT_EQ(error.kind(), ErrorKind::OutOfMemory) << error.what();
  EXPECT_TRUE(before.samePixels(pictureOf(*m_generator, m_request)));
}

TEST_F(PipelinesTorchGenerator, AnotherAutoencoderReplacesTheModels) {
  const Image own = pictureOf(*m_generator, m_request);
  const fs::path other = golden::freshFolder("vae") / "model";
  golden::copyWithChanges(m_model, other, "vae", [](const std::string& name, auto& tensor) {
    if (name == "decoder.conv_out.bias") tensor.add_(0.5);
  });
  m_request.vae = (other / "vae").string();
  EXPECT_FALSE(own.samePixels(pictureOf(*m_generator, m_request)));
  m_request.vae = "no-such-vae";
  EXPECT_EQ(errorOf([&] { (void)pictureOf(*m_generator, m_request); }).kind(), ErrorKind::NotFound);
}

TEST_F(PipelinesTorchGenerator, PreviewsFollowTheSmallDecoderWhenItIsThere) {
  const auto tiny = golden::family("taesd");
  if (!tiny) GTEST_SKIP() << "this set has no family taesd";
  TorchGeneratorOptions options;
  options.folders.addFolder(AssetKind::Autoencoder, *tiny);
  const auto previewsOf = [&](Generator& generator) {
    std::vector<Image> previews;
    RunContext run;
    run.wantsPreviews = true;
    run.onProgress = [&](const Progress& at) {
      if (at.preview) previews.push_back(*at.preview);
    };
    (void)generator.generate(m_request, run);
    return previews;
  };
  const auto linear = previewsOf(*m_generator);
  const auto decoded = previewsOf(*makeTorchGenerator(options));
  ASSERT_EQ(linear.size(), static_cast<size_t>(m_request.steps));
  ASSERT_EQ(decoded.size(), linear.size());
  for (size_t i = 0; i < linear.size(); ++i) {
    EXPECT_EQ(linear[i].extent(), (Extent{64, 64}));
    EXPECT_EQ(decoded[i].extent(), (Extent{64, 64}));
    EXPECT_FALSE(linear[i].samePixels(decoded[i]));
  }
}

TEST_F(PipelinesTorchGenerator, RepaintJumpsMultiplyTheSteps) {
  m_request.task = Task::MaskedEdit;
  m_request.size.reset();
  m_request.image = pictures::scenery({64, 64});
  m_request.mask = pictures::box({64, 64}, {20, 20, 24, 24});
  m_request.edit.frame = Rect{0, 0, 64, 64};
  m_request.sampler = "DDIM";
  golden::SmallModel model(m_model);
  const Image once = model.make(m_request);
  m_request.edit.resamples = 3;
  int steps = 0;
  RunContext run;
  run.onProgress = [&](const Progress& at) { steps = std::max(steps, at.step); };
  const Image jumped = model.make(m_request, run);
  EXPECT_FALSE(once.samePixels(jumped));
  EXPECT_EQ(steps, 4);  // the first step three times, and the last
}

}  // namespace
}  // namespace pentimento

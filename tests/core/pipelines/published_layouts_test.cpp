// Every published layout of checkpoints makes pictures and edits them, through the generator alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/imaging/composite.h"
#include "core/imaging/edit_masks.h"
#include "tests/core/imaging/pictures.h"
#include "tests/support/golden.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento {
namespace {

struct Layout {
  const char* family;
  const char* file;
};

class PipelinesPublishedLayouts : public testing::TestWithParam<Layout> {};

TEST_P(PipelinesPublishedLayouts, GeneratesAndEdits) {
  PENTIMENTO_REQUIRE_FAMILY(family, GetParam().family);
  golden::SmallModel model(family / GetParam().file, family / "tokenizer");
  GenerationRequest request = golden::quickRequest(family / GetParam().file);
  if (model.capabilities().supports(Task::TextToImage))
    EXPECT_EQ(model.make(request).extent(), (Extent{64, 64}));
  request.task = Task::ImageToImage;
  request.image = pictures::scenery({64, 64});
  request.strength = 0.5;
  EXPECT_EQ(model.make(request).extent(), (Extent{64, 64}));
  request.task = Task::MaskedEdit;
  request.strength = 1;
  request.size.reset();
  request.image = pictures::scenery({61, 67});
  request.mask = pictures::box({61, 67}, {20, 24, 20, 20});
  request.edit.frame = Rect{0, 0, 61, 67};
  request.edit.grow = 0;
  const Image edited = model.make(request);
  const Mask effective = effectiveMask(*request.mask, {.grow = 0});
  EXPECT_EQ(countChangedOutside(*request.image, edited, effective), 0);
  EXPECT_FALSE(edited.samePixels(*request.image));
}

INSTANTIATE_TEST_SUITE_P(
    Pipelines, PipelinesPublishedLayouts,
    testing::Values(Layout{"sd1", "pipeline"}, Layout{"sd2", "pipeline"},
                    Layout{"sdxl", "pipeline"}, Layout{"sd1-inpaint", "pipeline"},
                    Layout{"sdxl-inpaint", "pipeline"}, Layout{"single-file", "sd1.safetensors"},
                    Layout{"single-file", "sd2.ckpt"}, Layout{"single-file", "sdxl.safetensors"}),
    [](const auto& instance) {
      std::string name = std::string(instance.param.family) + instance.param.file;
      std::erase_if(name, [](unsigned char c) { return !std::isalnum(c); });
      return name;
    });

TEST(PipelinesSingleFile, ASingleFileWithoutAVocabularySaysWhereToPutOne) {
  PENTIMENTO_REQUIRE_FAMILY(family, "single-file");
  const std::filesystem::path folder = golden::freshFolder("alone");
  const std::filesystem::path file = folder / "sd1.safetensors";
  std::filesystem::copy_file(family / "sd1.safetensors", file);
  try {
    const golden::SmallModel model(file);
    FAIL() << "it found a vocabulary somewhere";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::NotFound);
    EXPECT_THAT(error.what(), testing::HasSubstr("vocab.json and merges.txt"));
    EXPECT_THAT(error.what(), testing::HasSubstr((folder / "tokenizer").string()));
  }
  std::filesystem::copy(family / "tokenizer", folder / "tokenizer");
  EXPECT_NO_THROW(golden::SmallModel{file});
}

}  // namespace
}  // namespace pentimento

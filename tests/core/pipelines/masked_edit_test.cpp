// The whole masked edit with a tiny model: whatever the picture, nothing outside the mask changes.
#include "core/pipelines/masked_edit.h"

#include <gtest/gtest.h>

#include "core/imaging/composite.h"
#include "core/imaging/edit_masks.h"
#include "tests/core/imaging/pictures.h"
#include "tests/support/golden.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento {
namespace {

/// Sizes, depths, layouts, masks and settings drawn at random.
GenerationRequest randomEdit(std::mt19937& random, const GenerationRequest& base) {
  const auto upTo = [&](uint32_t limit) { return static_cast<int>(random() % limit); };
  GenerationRequest request = base;
  request.task = Task::MaskedEdit;
  request.size.reset();
  request.steps = 1 + upTo(2);
  request.seed.value = random();
  const Extent extent{17 + upTo(120), 17 + upTo(120)};
  const ChannelLayout layouts[] = {ChannelLayout::Gray, ChannelLayout::GrayAlpha,
                                   ChannelLayout::Rgb, ChannelLayout::Rgba};
  Image image = pictures::noise(extent, layouts[upTo(4)],
                                upTo(2) ? BitDepth::Eight : BitDepth::Sixteen, random());
  image.metadata.texts = {{"Author", "somebody"}};
  image.metadata.exif = "II*";
  image.metadata.pixelsPerInch = 300;
  request.image = image;
  request.mask = pictures::blotches(extent, random());
  request.mask->writableRow(extent.height / 2)[extent.width / 2] = 255;
  request.edit.grow = upTo(6) - 2;
  request.edit.featherMinimum = upTo(12);
  request.edit.blend = upTo(8);
  request.edit.prefill = static_cast<Prefill>(upTo(4));
  request.edit.matchColours = upTo(2) == 1;
  request.edit.frame = Rect{upTo(30) - 15, upTo(30) - 15, extent.width, extent.height};
  request.strength = 0.5 + 0.5 * upTo(2);
  return request;
}

void expectOnlyInside(golden::SmallModel& model, const GenerationRequest& request) {
  const Mask effective =
      effectiveMask(*request.mask, {.grow = request.edit.grow,
                                    .featherFraction = request.edit.featherFraction,
                                    .featherMinimum = request.edit.featherMinimum,
                                    .blend = request.edit.blend});
  if (effective.bounds().empty()) return;  // shrunk to nothing, which is refused
  const Image result = model.make(request);
  EXPECT_EQ(result.extent(), request.image->extent());
  EXPECT_EQ(result.layout(), request.image->layout());
  EXPECT_EQ(result.depth(), request.image->depth());
  EXPECT_EQ(result.metadata, request.image->metadata);
  EXPECT_EQ(countChangedOutside(*request.image, result, effective), 0);
}

TEST(PipelinesMaskedEdit, NothingOutsideTheMaskChanges) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1");
  golden::SmallModel model(family / "pipeline");
  std::mt19937 random(20);
  for (int round = 0; round < 40; ++round) {
    SCOPED_TRACE(round);
    expectOnlyInside(model, randomEdit(random, golden::quickRequest(family / "pipeline")));
  }
}

TEST(PipelinesMaskedEdit, NothingOutsideTheMaskChangesWithAnInpaintingNetwork) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1-inpaint");
  golden::SmallModel model(family / "pipeline");
  std::mt19937 random(21);
  for (int round = 0; round < 20; ++round) {
    SCOPED_TRACE(round);
    expectOnlyInside(model, randomEdit(random, golden::quickRequest(family / "pipeline")));
  }
}

TEST(PipelinesMaskedEdit, TheModelSeesItsFrameAtTheSizeAskedFor) {
  GenerationRequest request;
  request.image = pictures::scenery({300, 200});
  request.mask = pictures::box({300, 200}, {50, 50, 60, 60});
  request.edit.frame = Rect{0, 0, 300, 200};
  for (const std::optional<Extent> size : {std::optional<Extent>(), {{64, 64}}, {{90, 40}}}) {
    request.size = size;
    Extent seen;
    (void)maskedEdit(request, {.native = {128, 128}, .multiple = 8}, [&](const FrameEdit& edit) {
      seen = edit.picture.extent();
      return edit.picture;
    });
    const auto wanted = static_cast<double>(size.value_or(Extent{128, 128}).area());
    EXPECT_NEAR(static_cast<double>(seen.area()) / wanted, 1, 0.2);
    EXPECT_NEAR(static_cast<double>(seen.width) / seen.height, 1.5, 0.25);
    EXPECT_EQ(seen.width % 8 + seen.height % 8, 0);
  }
}

TEST(PipelinesMaskedEdit, TheMaskIsRepainted) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1");
  GenerationRequest request = golden::quickRequest(family / "pipeline");
  request.task = Task::MaskedEdit;
  request.size.reset();
  request.image = pictures::scenery({64, 64});
  request.mask = pictures::box({64, 64}, {16, 16, 32, 32});
  request.edit.frame = Rect{0, 0, 64, 64};
  request.edit.blend = 0;
  const Image result = golden::SmallModel(family / "pipeline").make(request);
  int changed = 0;
  for (int y = 16; y < 48; ++y)
    for (int x = 16; x < 48; ++x)
      changed += std::memcmp(&result.row8(y)[x * 3], &request.image->row8(y)[x * 3], 3) != 0;
  EXPECT_GT(changed, 32 * 32 / 2);
}

TEST(PipelinesMaskedEdit, ExpandingKeepsThePictureInItsPlace) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1");
  GenerationRequest request = golden::quickRequest(family / "pipeline");
  request.task = Task::MaskedEdit;
  request.size.reset();
  request.image = pictures::scenery({64, 64});
  request.margins = {8, 0, 16, 24};
  const Image result = golden::SmallModel(family / "pipeline").make(request);
  ASSERT_EQ(result.extent(), (Extent{88, 88}));
  // The seam's overlap, grown, reaches some 20 pixels into the picture from its new sides.
  for (int y = 0; y < 36; ++y)
    EXPECT_EQ(std::memcmp(&result.row8(y)[(8 + 24) * 3], &request.image->row8(y)[24 * 3], 16 * 3),
              0)
        << "row " << y;
}

}  // namespace
}  // namespace pentimento

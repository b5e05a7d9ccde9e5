// The DALL·E 2 family from the command line to files, with tiny models in the published layouts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/api/recipe_text.h"
#include "core/imaging/codec.h"
#include "tests/cli/run_program.h"
#include "tests/support/golden.h"
#include "tests/support/gradient_picture.h"

namespace pentimento::cli {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// A picture with a gradient, so that encoders see something.
std::string pictureFile(const fs::path& folder, const char* name, Extent extent, int blue) {
  writeImage(folder / name, gradientPicture(extent, blue), {}, IfExists::Replace);
  return folder / name;
}

ProgramRun ran(std::vector<std::string> arguments) {
  const bool draws = arguments.front() != "rank" && arguments.front() != "describe";
  if (draws)
    for (const char* word :
         {"--seed", "7", "--steps", "4", "--prior-steps", "3", "--upsampler-steps", "3"})
      arguments.emplace_back(word);
  ProgramRun run = runCli(arguments);
  EXPECT_EQ(run.exitCode, 0) << run.error;
  return run;
}

void refused(const std::vector<std::string>& arguments, const char* expected) {
  const ProgramRun run = runCli(arguments);
  EXPECT_NE(run.exitCode, 0);
  EXPECT_LT(run.exitCode, 128) << "it died";
  EXPECT_THAT(run.error, HasSubstr(expected));
}

class CliUnclip : public testing::TestWithParam<const char*> {};

TEST_P(CliUnclip, EveryRequestEndsInPictures) {
  const std::string name = GetParam();
  PENTIMENTO_REQUIRE_FAMILY(family, name.substr(0, name.find('/')));
  const std::string model = family.parent_path() / name;
  const auto folder = freshFolder("unclip");
  const std::string first = pictureFile(folder, "first.png", {80, 64}, 30);
  const std::string second = pictureFile(folder, "second.png", {64, 64}, 220);
  const auto file = [&](const char* leaf) { return (folder / leaf).string(); };

  ran({"generate", "-m", model, "-p", "a red circle", "--size", "64x64", "-o", file("text.png")});
  EXPECT_EQ(readImage(folder / "text.png").extent(), (Extent{64, 64}));
  ran({"generate", "--recipe", file("text.png"), "-o", file("again.png")});
  EXPECT_EQ(bytesOf(folder / "text.png"), bytesOf(folder / "again.png"));

  ran({"vary", "-m", model, "-i", first, "--size", "64x64", "--count", "2", "-o",
       file("varied.png"), "--sheet", file("sheet.png")});
  EXPECT_NE(bytesOf(folder / "varied-1.png"), bytesOf(folder / "varied-2.png"));
  EXPECT_TRUE(fs::exists(folder / "sheet.png"));
  ran({"vary", "-m", model, "-i", first, "--size", "64x64", "--amount", "0.3", "-o",
       file("near.png")});

  ran({"interpolate", "-m", model, "-i", first, "--to", second, "--frames", "3", "--size", "64x64",
       "-o", file("between.png")});
  const auto recipe = readRecipe(readImage(folder / "between-2.png").metadata);
  ASSERT_TRUE(recipe);
  EXPECT_EQ(recipe->unclip.position, 0.5);

  ran({"textdiff", "-m", model, "-i", first, "--from", "a photo of a room", "-p",
       "a photo of a room at night", "--size", "64x64", "-o", file("night.png")});

  const auto best = ran({"generate", "-m", model, "-p", "a red circle", "--size", "64x64",
                         "--best-of", "3", "-o", file("best.png")});
  EXPECT_THAT(best.output, HasSubstr("match"));

  ran({"generate", "-m", model, "-p", "a red circle", "-i", first, "--strength", "0.5", "-o",
       file("image.png")});
  EXPECT_EQ(readImage(folder / "image.png").extent(), (Extent{80, 64}));

  // Inside its mask only.
  Image mask({80, 64}, ChannelLayout::Gray, BitDepth::Eight);
  for (int y = 24; y < 40; ++y) std::fill_n(mask.writableRow8(y).data() + 30, 20, uint8_t{255});
  writeImage(folder / "mask.png", mask, {}, IfExists::Replace);
  ran({"edit", "-m", model, "-p", "a red circle", "-i", first, "--mask", file("mask.png"), "-o",
       file("edited.png")});
  const Image before = readImage(first), after = readImage(folder / "edited.png");
  for (const int y : {0, 10, 54, 63})
    EXPECT_TRUE(std::ranges::equal(before.row8(y), after.row8(y))) << y;
  EXPECT_FALSE(std::ranges::equal(before.row8(32), after.row8(32)));

  // Beyond its edge; the seam reaches 20 pixels into the picture.
  ran({"edit", "-m", model, "-p", "a red circle", "-i", first, "--expand", "32", "0", "0", "0",
       "-o", file("wide.png")});
  const Image wide = readImage(folder / "wide.png");
  ASSERT_EQ(wide.extent(), (Extent{112, 64}));
  for (int y = 0; y < 64; ++y)
    EXPECT_TRUE(std::ranges::equal(before.row8(y).subspan(3 * 20), wide.row8(y).subspan(3 * 52)))
        << y;

  const auto ranked = ran({"rank", "-m", model, "-p", "a red circle", first, second});
  EXPECT_EQ(std::ranges::count(ranked.output, '\n'), 2);
  const auto described =
      ran({"describe", "-m", model, first, "-c", "a red circle", "-c", "a castle"});
  EXPECT_THAT(described.output, HasSubstr("a castle"));
}

INSTANTIATE_TEST_SUITE_P(Layouts, CliUnclip,
                         testing::Values("karlo/model", "kandinsky22/decoder",
                                         "kandinsky22/inpaint"),
                         [](const auto& layout) {
                           std::string name = layout.param;
                           std::ranges::replace(name, '/', '_');
                           return name;
                         });

TEST(CliUnclipLibrary, AFolderOfDalle2PytorchWithItsClip) {
  PENTIMENTO_REQUIRE_FAMILY(library, "dalle2-lib");
  PENTIMENTO_REQUIRE_FAMILY(karlo, "karlo");
  const auto folder = freshFolder("library");
  const auto add = [&](const fs::path& from, const char* name) {
    fs::copy(from, folder / "model" / name, fs::copy_options::recursive);
  };
  fs::create_directories(folder / "model");
  add(library / "prior", "prior");
  add(library / "decoder", "decoder");
  const std::string model = folder / "model";
  refused({"generate", "-m", model, "-p", "x", "-o", folder / "x.png"}, "no pair of a text");
  // A CLIP with embeddings of the same width.
  add(karlo / "model" / "text_encoder", "text_encoder");
  add(karlo / "model" / "tokenizer", "tokenizer");
  add(karlo / "variations" / "image_encoder", "image_encoder");
  ran({"generate", "-m", model, "-p", "a red circle", "-o", folder / "text.png"});
  const std::string picture = pictureFile(folder, "picture.png", {40, 40}, 90);
  ran({"vary", "-m", model, "-i", picture, "-o", folder / "varied.png"});
  Image mask({40, 40}, ChannelLayout::Gray, BitDepth::Eight);
  for (int y = 10; y < 30; ++y) std::fill_n(mask.writableRow8(y).data() + 10, 20, uint8_t{255});
  writeImage(folder / "mask.png", mask, {}, IfExists::Replace);
  ran({"edit", "-m", model, "-i", picture, "--mask", folder / "mask.png", "-p", "a red circle",
       "-o", folder / "edited.png"});
}

TEST(CliUnclipWrongInput, PartsThatAreMissingOrDoNotBelongTogether) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const auto folder = freshFolder("parts");
  fs::copy(family / "decoder", folder / "decoder", fs::copy_options::recursive);
  refused({"generate", "-m", folder / "decoder", "-p", "x", "-o", folder / "x.png"}, "prior");
  refused({"generate", "-m", family / "prior", "-p", "x", "-o", folder / "x.png"}, "decoder");
  EXPECT_FALSE(fs::exists(folder / "x.png"));

  // A text encoder of another CLIP beside the prior.
  PENTIMENTO_REQUIRE_FAMILY(sd, "sd1");
  fs::copy(family / "prior", folder / "prior", fs::copy_options::recursive);
  fs::remove_all(folder / "prior" / "text_encoder");
  fs::copy(sd / "pipeline" / "text_encoder", folder / "prior" / "text_encoder",
           fs::copy_options::recursive);
  refused({"generate", "-m", folder / "decoder", "-p", "x", "-o", folder / "x.png"},
          "text encoder");
}

TEST(CliUnclipWrongInput, PicturesWithNothingToSee) {
  PENTIMENTO_REQUIRE_FAMILY(family, "karlo");
  const auto folder = freshFolder("tiny");
  const std::string dot = pictureFile(folder, "dot.png", {1, 1}, 0);
  const std::string model = family / "model";
  refused({"vary", "-m", model, "-i", dot, "-o", folder / "x.png"}, "too few");
  refused({"interpolate", "-m", model, "-i", dot, "--to", dot, "-o", folder / "x.png"}, "too few");
  refused({"rank", "-m", model, "-p", "x", dot}, "too few");
  const std::string picture = pictureFile(folder, "picture.png", {64, 64}, 0);
  refused({"textdiff", "-m", model, "-i", picture, "--from", "a cat", "-p", "a cat", "-o",
           folder / "x.png"},
          "same");
  refused({"describe", "-m", model, picture}, "nothing to compare");
}

TEST(CliUnclipWrongInput, ModelsThatCannot) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1");
  const auto folder = freshFolder("cannot");
  const std::string picture = pictureFile(folder, "picture.png", {64, 64}, 0);
  refused({"vary", "-m", family / "pipeline", "-i", picture, "-o", folder / "x.png"},
          "choose another model");
  refused({"rank", "-m", family / "pipeline", "-p", "x", picture}, "image encoder");
}

}  // namespace
}  // namespace pentimento::cli

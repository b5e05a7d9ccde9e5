// The family of the built-in model, with networks of random weights.
#include "core/pipelines/small_unclip.h"

#include <gtest/gtest.h>

#include "core/imaging/composite.h"
#include "core/imaging/edit_masks.h"
#include "core/networks/unclip_layout.h"
#include "core/pipelines/small_unclip_sampling.h"
#include "core/pipelines/torch_generator.h"
#include "core/tensor/image_tensor.h"
#include "core/tensor/network_file.h"
#include "core/training/caption_vocabulary.h"
#include "core/training/scenes/compose.h"
#include "core/training/scenes/render.h"
#include "core/weights/open_tensors.h"
#include "core/weights/probe.h"
#include "tests/support/gradient_picture.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

nn::UnclipDecoderOptions oddDecoder() {
  nn::UnclipDecoderOptions options;
  options.caption = {.vocabulary = 600, .length = 20, .width = 32, .layers = 1, .neighbours = 3};
  options.unet.widths = {16, 32, 48};
  options.unet.attention = {false, true, true};
  options.unet.blocks = 2;
  options.unet.patch = 2;
  options.unet.timeWidth = 64;
  options.imageEmbedding = 24;
  return options;
}

nn::PixelUnetOptions oddUpsampler() {
  return {.inChannels = 10,
          .widths = {16, 32},
          .attention = {false, false},
          .tokenWidth = 0,
          .vectorWidth = 0,
          .timeWidth = 32};
}

nn::SmallClipOptions oddClip() {
  return {.caption = {.vocabulary = 600, .length = 20, .width = 48, .layers = 1},
          .embedding = 24,
          .width = 64,
          .layers = 2,
          .size = 48};
}

nn::EmbeddingPriorOptions oddPrior() {
  return {.caption = {.vocabulary = 600, .length = 20, .width = 16, .layers = 2, .neighbours = 5},
          .embedding = 24,
          .layers = 1};
}

class PipelinesSmallUnclip : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_folder = fs::path(PENTIMENTO_TEST_TMP) / "small_unclip";
    fs::remove_all(s_folder);
    fs::create_directories(s_folder);
    torch::manual_seed(3);
    nn::UnclipDecoder decoder(oddDecoder());
    nn::UnclipUpsampler upsampler(oddUpsampler());
    torch::NoGradGuard quiet;
    // Branches start at zero, which would paint gray whatever is asked.
    for (auto& item : decoder->named_parameters())
      if (item.value().abs().max().item<float>() == 0) item.value().normal_(0, 0.05);
    saveNetwork(s_folder / "decoder.safetensors", *decoder, torch::kFloat16, {});
    saveNetwork(s_folder / "upsampler.safetensors", *upsampler, torch::kFloat16, {});
    saveNetwork(s_folder / "clip.safetensors", *nn::SmallClip(oddClip()), torch::kFloat16, {});
    saveNetwork(s_folder / "prior.safetensors", *nn::EmbeddingPrior(oddPrior()), torch::kFloat16,
                {});
    (void)training::captionVocabulary(s_folder, training::SceneSource({}, 1), 600);
  }
  static LoadRequest request() {
    return {.card = probeModel(s_folder),
            .placement = {},
            .autoencoder = {},
            .tokenizerFolders = {},
            .folders = {}};
  }
  static GenerationRequest prompt(const std::string& words) {
    GenerationRequest r;
    r.prompt = words;
    r.steps = 3;
    r.seed.value = 5;
    return r;
  }
  inline static fs::path s_folder;
};

TEST_F(PipelinesSmallUnclip, SizesFollowFromTheWeights) {
  const auto got = nn::decoderOptionsOf(*openTensors(s_folder / "decoder.safetensors", {}));
  const auto wanted = oddDecoder();
  EXPECT_EQ(got.unet.widths, wanted.unet.widths);
  EXPECT_EQ(got.unet.attention, wanted.unet.attention);
  EXPECT_EQ(got.unet.blocks, wanted.unet.blocks);
  EXPECT_EQ(got.unet.patch, wanted.unet.patch);
  EXPECT_EQ(got.unet.inChannels, wanted.unet.inChannels);
  EXPECT_EQ(got.caption.length, wanted.caption.length);
  EXPECT_EQ(got.caption.layers, wanted.caption.layers);
  EXPECT_EQ(got.caption.neighbours, wanted.caption.neighbours);
  EXPECT_EQ(got.imageEmbedding, wanted.imageEmbedding);
  const auto clip = nn::smallClipOptionsOf(*openTensors(s_folder / "clip.safetensors", {}));
  EXPECT_EQ(clip.caption.width, oddClip().caption.width);
  EXPECT_EQ(clip.embedding, oddClip().embedding);
  EXPECT_EQ(clip.width, oddClip().width);
  EXPECT_EQ(clip.layers, oddClip().layers);
  EXPECT_EQ(clip.size, oddClip().size);
  const auto prior = nn::embeddingPriorOptionsOf(*openTensors(s_folder / "prior.safetensors", {}));
  EXPECT_EQ(prior.caption.layers, oddPrior().caption.layers);
  EXPECT_EQ(prior.caption.neighbours, oddPrior().caption.neighbours);
  EXPECT_EQ(prior.embedding, oddPrior().embedding);
  EXPECT_EQ(prior.layers, oddPrior().layers);
}

TEST_F(PipelinesSmallUnclip, VariesInterpolatesAndFollowsADifferenceOfTexts) {
  const auto model = loadSmallUnclip(request(), {});
  std::vector<std::string> notes;
  const auto made = [&](GenerationRequest r) {
    return model->makePicture(model->resolved(r), {}, notes);
  };
  GenerationRequest r = prompt("");
  r.image = gradientPicture({300, 200}, 30);
  r.task = Task::Variations;
  const Image varied = made(r);
  EXPECT_GT(varied.width(), varied.height());
  r.seed.value = 6;
  EXPECT_FALSE(std::ranges::equal(varied.bytes(), made(r).bytes()));

  r.unclip.variationNoise = 0.2;
  EXPECT_FALSE(std::ranges::equal(varied.bytes(), made(r).bytes()));

  r.task = Task::Interpolate;
  r.secondImage = gradientPicture({256, 256}, 220);
  r.unclip.position = 0;
  const Image first = made(r);
  r.unclip.position = 1;
  EXPECT_FALSE(std::ranges::equal(first.bytes(), made(r).bytes()));

  r.task = Task::TextDiff;
  r.unclip.baselinePrompt = "a red couch";
  r.prompt = "a blue couch";
  const Image turned = made(r);
  r.unclip.amount = 0.9;
  EXPECT_FALSE(std::ranges::equal(turned.bytes(), made(r).bytes()));
}

TEST_F(PipelinesSmallUnclip, RanksByItsOwnClip) {
  const auto model = loadSmallUnclip(request(), {});
  GenerationRequest r = prompt("a red ball");
  r.count = 2;
  r.unclip.candidates = 4;
  std::vector<std::string> notes;
  const auto pictures = model->makePictures(model->resolved(r), {}, notes);
  ASSERT_EQ(pictures.size(), 2u);

  EXPECT_GE(pictures[0].clipScore, pictures[1].clipScore);
  EXPECT_NE(pictures[0].clipScore, 0);
}

TEST_F(PipelinesSmallUnclip, IsRecognisedWithItsWords) {
  const ModelCard card = probeModel(s_folder);
  EXPECT_EQ(card.family, ModelFamily::SmallUnclip);
  EXPECT_TRUE(card.runnable) << card.note;
  EXPECT_TRUE(card.missing.empty());
  EXPECT_TRUE(std::ranges::count(card.capabilities.vocabulary, "couch") == 1);
  EXPECT_TRUE(card.capabilities.supports(Task::MaskedEdit));
  EXPECT_TRUE(card.capabilities.supports(Task::Variations));
  EXPECT_TRUE(card.capabilities.ranksByClip);
}

TEST_F(PipelinesSmallUnclip, SameRequestSamePictureAndUnknownWordsAreSaid) {
  const auto model = loadSmallUnclip(request(), {});
  std::vector<std::string> notes;
  const auto r = model->resolved(prompt("a red zebra"));
  const Image one = model->makePicture(r, {}, notes);
  EXPECT_EQ(one.extent(), (Extent{256, 256}));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("zebra"), std::string::npos);
  EXPECT_EQ(notes[0].find(": red"), std::string::npos);  // known, so not listed
  EXPECT_TRUE(std::ranges::equal(one.bytes(), model->makePicture(r, {}, notes).bytes()));
  EXPECT_FALSE(std::ranges::equal(
      one.bytes(), model->makePicture(model->resolved(prompt("a blue couch")), {}, notes).bytes()));
}

TEST_F(PipelinesSmallUnclip, WhatItCannotObeyIsRefusedRatherThanIgnored) {
  const auto generator = makeTorchGenerator({.builtInModel = s_folder, .folders = {}});
  GenerationRequest byName, byTag, sampler, schedule;
  byName.loras = {{"sketch", 1.0, {}}};
  byTag.prompt = "a couch <lora:sketch:0.5>";
  sampler.sampler = "Euler z";
  schedule.schedule = "karass";
  for (const GenerationRequest& request : {byName, byTag, sampler, schedule}) try {
      (void)generator->generate(request, {});
      ADD_FAILURE() << "a picture was made without what was asked for";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
    }
}

TEST_F(PipelinesSmallUnclip, NothingOutsideTheMaskChanges) {
  const auto model = loadSmallUnclip(request(), {});
  GenerationRequest r = prompt("add a red couch");
  r.task = Task::MaskedEdit;
  r.image = Image({300, 210}, ChannelLayout::Rgb, BitDepth::Eight);
  for (size_t i = 0; auto& byte : r.image->writableBytes())
    byte = static_cast<std::byte>(i++ * 37 % 251);
  r.mask = Mask(r.image->extent());
  for (int y = 60; y < 150; ++y)
    for (int x = 80; x < 200; ++x) r.mask->writableRow(y)[static_cast<size_t>(x)] = 255;
  std::vector<std::string> notes;
  const Image result = model->makePicture(model->resolved(r), {}, notes);
  const Mask effective = effectiveMask(*r.mask, {.grow = r.edit.grow,
                                                 .featherFraction = r.edit.featherFraction,
                                                 .featherMinimum = r.edit.featherMinimum,
                                                 .blend = r.edit.blend});
  EXPECT_EQ(countChangedOutside(*r.image, result, effective), 0);
  EXPECT_GT(countChangedOutside(*r.image, result, Mask(r.image->extent())), 1000);
}

TEST_F(PipelinesSmallUnclip, NoStrengthAtAllIsNoFailure) {
  const auto generator = makeTorchGenerator({.builtInModel = s_folder, .folders = {}});
  GenerationRequest r;
  r.task = Task::ImageToImage;
  r.image = Image({256, 256}, ChannelLayout::Rgb, BitDepth::Eight);
  r.strength = 0;
  EXPECT_EQ(generator->generate(r, {}).images.at(0).image.extent(), r.image->extent());
}

TEST_F(PipelinesSmallUnclip, CancellationIsObeyed) {
  const auto model = loadSmallUnclip(request(), {});
  std::stop_source stop;
  RunContext run;
  run.stop = stop.get_token();
  run.onProgress = [&](const Progress&) { stop.request_stop(); };
  std::vector<std::string> notes;
  EXPECT_THROW((void)model->makePicture(model->resolved(prompt("a ball")), run, notes), Cancelled);
}

/// Its steps backwards, then forwards again, give a picture of its world back.
TEST(PipelinesSmallUnclipWeights, InversionGivesThePictureBack) {
  const fs::path file = fs::path(PENTIMENTO_SOURCE_DIR) / "models/builtin/decoder.safetensors";
  const auto options = nn::decoderOptionsOf(*openTensors(file, {}));
  nn::UnclipDecoder decoder(options);
  loadNetwork(file, *decoder);
  decoder->eval();
  torch::NoGradGuard quiet;
  scenes::WorldOptions world;
  world.styles = {1, 0, 0, 0, 0, 0};
  const auto picture =
      toTensor(scenes::renderPicture(scenes::compose(77, world), 64), ValueRange::MinusOneToOne);
  nn::DecoderInput input;
  input.mask = torch::ones({1, 1, 64, 64});
  input.known = torch::zeros_like(picture);
  input.tokens = torch::zeros({1, options.caption.length}, torch::kInt64);
  const auto error = [&](const torch::Tensor& noise) {
    const auto made = sampleDecoder(decoder, input, noise, {.steps = 40, .guidance = 1});
    return (made - picture).abs().mean().item<double>();
  };
  torch::manual_seed(4);
  EXPECT_LT(error(invertDecoder(decoder, input, picture, 40)),
            0.35 * error(torch::randn_like(picture)));
}

/// The weights in the repository: a red couch is redder than the gray room it is added to.
TEST_F(PipelinesSmallUnclip, TheModelInTheBoxAddsARedCouch) {
  const ModelCard card = probeModel(fs::path(PENTIMENTO_SOURCE_DIR) / "models/builtin");
  EXPECT_LT(card.bytes(), 60'000'000);
  const auto model = loadSmallUnclip(
      {.card = card, .placement = {}, .autoencoder = {}, .tokenizerFolders = {}, .folders = {}},
      {});
  GenerationRequest r = prompt("add a red couch");
  r.steps = 0;  // its own
  r.task = Task::MaskedEdit;
  r.image = Image({256, 256}, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < 256; ++y)
    std::ranges::fill(r.image->writableRow8(y), static_cast<uint8_t>(y < 170 ? 190 : 90));
  r.mask = Mask(r.image->extent());
  for (int y = 120; y < 220; ++y)
    for (int x = 50; x < 210; ++x) r.mask->writableRow(y)[static_cast<size_t>(x)] = 255;
  std::vector<std::string> notes;
  const Image result = model->makePicture(model->resolved(r), {}, notes);
  EXPECT_TRUE(notes.empty()) << notes.front();
  double red = 0, green = 0;
  for (int y = 150; y < 200; ++y)
    for (size_t x = 90; x < 170; ++x) {
      red += result.row8(y)[3 * x];
      green += result.row8(y)[3 * x + 1];
    }
  EXPECT_GT(red, 1.5 * green);
}

}  // namespace
}  // namespace pentimento

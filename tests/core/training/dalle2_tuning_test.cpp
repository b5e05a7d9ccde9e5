// Checkpoints of dalle2-pytorch trained on: from its files to files that load and paint again.
#include "core/training/dalle2_tuning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "core/pipelines/torch_generator.h"
#include "core/training/torch_trainer.h"
#include "core/weights/memory_source.h"
#include "core/weights/open_tensors.h"
#include "core/weights/safetensors_file.h"
#include "tests/support/golden.h"
#include "tests/support/gradient_picture.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento::training {
namespace {
namespace fs = std::filesystem;
using testing::HasSubstr;

/// Two pictures with captions, and a CLIP whose embeddings are as wide as those of the checkpoints.
class TrainingDalle2Tuning : public testing::Test {
 protected:
  void SetUp() override {
    const auto library = golden::family("dalle2-lib"), karlo = golden::family("karlo");
    if (!library || !karlo || !fs::exists(*karlo / "variations"))
      GTEST_SKIP() << "this golden set has no dalle2-lib, or no image encoder to go with it";
    m_folder = golden::freshFolder("dalle2_tuning");
    m_clip = m_folder / "clip";
    for (const auto& part : {*karlo / "model" / "text_encoder", *karlo / "model" / "tokenizer",
                             *karlo / "variations" / "image_encoder"}) {
      fs::create_directories(m_clip);
      fs::copy(part, m_clip / part.filename(), fs::copy_options::recursive);
    }
    m_prior = *library / "prior" / "latest.pth";
    m_decoder = *library / "decoder" / "latest.pth";
    const fs::path pictures = m_folder / "pictures";
    fs::create_directories(pictures);
    writeImage(pictures / "a.png", gradientPicture({48, 40}, 10), {}, IfExists::Replace);
    writeImage(pictures / "b.png", gradientPicture({40, 64}, 240), {}, IfExists::Replace);
    std::ofstream(pictures / "a.txt") << "a red circle";
    std::ofstream(pictures / "b.txt") << "a castle at night";
  }

  [[nodiscard]] TrainingRequest request(const std::string& part, const fs::path& start,
                                        int steps) const {
    return {.part = part,
            .configuration = {{"pictures", (m_folder / "pictures").string()},
                              {part,
                               {{"batch", 4},
                                {"steps", steps},
                                {"learning_rate", 2e-3},
                                {"warm_up_steps", 5},
                                {"ema_decay", 0.9}}}},
            .folder = m_folder / "run",
            .start = start,
            .clip = m_clip};
  }
  static void train(const TrainingRequest& request, const RunContext& run = {}) {
    makeTorchTrainer()->train(request, run);
  }
  static std::string refusal(const TrainingRequest& request) {
    try {
      train(request);
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }
  /// Means over 50 steps each.
  static std::vector<double> lossesIn(const fs::path& folder) {
    std::ifstream file(folder / "loss.csv");
    std::vector<double> losses;
    for (std::string line; std::getline(file, line);) {
      std::istringstream row(line);
      int step = 0;
      char comma = 0;
      double loss = 0;
      if (row >> step >> comma >> loss) losses.push_back(loss);
    }
    return losses;
  }
  static void expectFall(const fs::path& folder, double factor) {
    const auto losses = lossesIn(folder);
    ASSERT_GT(losses.size(), 2u);
    EXPECT_LT(losses.back() * factor, losses.front());
  }
  /// What begins with `prefix` was trained; all else, names and formats included, is as it was.
  static void expectSameBut(const fs::path& saved, const fs::path& start,
                            const std::string& prefix) {
    const auto after = openTensors(saved), before = openTensors(start);
    ASSERT_EQ(after->names(), before->names());
    int changed = 0;
    for (const std::string& name : before->names()) {
      EXPECT_EQ(*after->find(name), *before->find(name)) << name;
      const bool same = std::ranges::equal(after->read(name).bytes, before->read(name).bytes);
      if (!name.starts_with(prefix)) EXPECT_TRUE(same) << name;
      changed += !same;
    }
    EXPECT_GT(changed, 20);
  }

  fs::path m_folder, m_clip, m_prior, m_decoder;
};

TEST_F(TrainingDalle2Tuning, PriorAndDecoderLearnTwoPicturesAndPaintAgain) {
  const fs::path run = m_folder / "run";
  train(request("prior", m_prior, 400));
  expectFall(run / "prior", 5);
  expectSameBut(run / "prior.safetensors", m_prior, "net.");
  EXPECT_TRUE(fs::exists(run / "prior" / "loss.png"));

  train(request("decoder", m_decoder, 250));
  expectFall(run / "decoder", 2);
  expectSameBut(run / "decoder.safetensors", m_decoder, "unets.0.");

  // The next network starts from the result of the one before.
  TrainingRequest second = request("upsampler", run / "decoder.safetensors", 150);
  second.folder = m_folder / "second";
  train(second);
  expectFall(second.folder / "upsampler", 1.5);
  expectSameBut(second.folder / "upsampler.safetensors", second.start, "unets.1.");

  // A folder of what was saved, with the CLIP, is a model.
  const fs::path model = m_folder / "model";
  fs::copy(m_clip, model, fs::copy_options::recursive);
  fs::copy(run / "prior.safetensors", model);
  fs::copy(second.folder / "upsampler.safetensors", model);
  fs::copy(second.folder / "decoder_config.json", model);
  GenerationRequest paint;
  paint.model = model.string();
  paint.prompt = "a red circle";
  paint.steps = 8;
  const auto result = makeTorchGenerator()->generate(paint, {});
  ASSERT_EQ(result.images.size(), 1u);
  EXPECT_EQ(result.images[0].image.extent(), (Extent{32, 32}));
}

// What was trained says with which CLIP, by its metadata; what the library saved, by the CLIP in
// it.
TEST_F(TrainingDalle2Tuning, AnotherClipOfTheSameWidthIsRefused) {
  const fs::path other = m_folder / "other";
  golden::copyWithChanges(m_clip, other, "text_encoder", [](const std::string& name, auto& tensor) {
    if (name == "text_projection.weight") tensor.neg_();
  });
  const fs::path run = m_folder / "run";
  train(request("prior", m_prior, 3));
  TrainingRequest further = request("prior", run / "prior.safetensors", 3);
  further.folder = m_folder / "further";
  train(further);
  further.clip = other;
  EXPECT_THAT(refusal(further), HasSubstr("another CLIP"));

  // As the library's modules are saved: with the CLIP that they had.
  MemorySource together;
  const auto add = [&](const SharedSource& source, const std::string& prefix) {
    for (const std::string& name : source->names())
      if (!name.ends_with("position_ids")) together.add(prefix + name, source->read(name));
  };
  add(openTensors(m_prior), "");
  add(openTensors(*weightsInFolder(m_clip / "text_encoder")), "clip.clip.");
  add(openTensors(*weightsInFolder(m_clip / "image_encoder")), "clip.clip.");
  const fs::path model = m_folder / "model";
  fs::copy(m_clip / "tokenizer", model);
  writeSafetensors(model / "prior.safetensors", together);
  TrainingRequest published = request("prior", model / "prior.safetensors", 3);
  published.folder = m_folder / "published";
  train(published);
  published.clip = other;
  published.folder = m_folder / "refused";
  EXPECT_THAT(refusal(published), HasSubstr("another CLIP"));

  // It needs no other CLIP to paint and to rank, and takes its own where there is another.
  fs::copy(m_decoder, model / "decoder.pth");
  fs::copy(m_decoder.parent_path() / "decoder_config.json", model);
  const auto generator = makeTorchGenerator();
  GenerationRequest paint = golden::quickRequest(model);
  paint.negativePrompt.clear();
  paint.sampler.clear();
  paint.size.reset();
  EXPECT_EQ(generator->generate(paint, {}).images.size(), 1u);
  EmbeddingRequest look;
  look.texts = {"a red circle"};
  const auto clipOf = [&](const fs::path& at) {
    look.model = at.string();
    return generator->embed(look, {}).clip;
  };
  EXPECT_EQ(clipOf(model), clipOf(m_clip));
  EXPECT_NE(clipOf(model), clipOf(other));
  fs::copy(other, model / "other", fs::copy_options::recursive);
  EXPECT_EQ(clipOf(model), clipOf(m_clip));
  // A decoder of another CLIP than the prior's.
  fs::remove(model / "decoder.pth");
  MemorySource foreign;
  const auto decoder = openTensors(m_decoder);
  for (const std::string& name : decoder->names()) foreign.add(name, decoder->read(name));
  writeSafetensors(model / "decoder.safetensors", foreign, {.metadata = {{"clip", clipOf(other)}}});
  try {
    (void)makeTorchGenerator()->generate(paint, {});
    ADD_FAILURE() << "it painted";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("another CLIP"));
  }
}

TEST_F(TrainingDalle2Tuning, KeepsThePictureThatWordsAreToChange) {
  const fs::path model = m_folder / "model";
  fs::copy(m_clip, model, fs::copy_options::recursive);
  fs::copy(m_prior, model / "prior.pth");
  fs::copy(m_decoder, model / "decoder.pth");
  fs::copy(m_decoder.parent_path() / "decoder_config.json", model);
  GenerationRequest change = golden::quickRequest(model);
  change.task = Task::TextDiff;
  change.negativePrompt.clear();
  change.sampler.clear();
  change.size.reset();
  change.steps = 0;
  change.image = gradientPicture({40, 32}, 90);
  change.prompt = "a castle at night";
  change.unclip.baselinePrompt = "a castle";
  change.unclip.amount = 0.3;
  const auto generator = makeTorchGenerator();
  const auto one = generator->generate(change, {});
  ASSERT_EQ(one.images.size(), 1u);
  // The picture's own noise is the start, and not the seed's.
  change.task = Task::Variations;
  change.unclip.variationNoise = 0.5;
  EXPECT_EQ(generator->generate(change, {}).images.size(), 1u);
}

TEST_F(TrainingDalle2Tuning, AStoppedRunEndsLikeTheUninterruptedOne) {
  TrainingRequest whole = request("prior", m_prior, 60);
  train(whole);
  TrainingRequest stopped = whole;
  stopped.folder = m_folder / "stopped";
  std::stop_source stop;
  RunContext run;
  run.stop = stop.get_token();
  run.onProgress = [&](const Progress& progress) {
    if (progress.stage == "train" && progress.step >= 23) stop.request_stop();
  };
  EXPECT_THROW(train(stopped, run), Cancelled);
  EXPECT_FALSE(fs::exists(stopped.folder / "prior.safetensors"));
  train(stopped);
  const auto one = openTensors(whole.folder / "prior.safetensors"),
             other = openTensors(stopped.folder / "prior.safetensors");
  for (const std::string& name : one->names())
    EXPECT_TRUE(std::ranges::equal(one->read(name).bytes, other->read(name).bytes)) << name;
}

TEST_F(TrainingDalle2Tuning, SaysWhatDoesNotFit) {
  TrainingRequest unnamed = request("prior", m_prior, 5);
  unnamed.clip.clear();
  EXPECT_THAT(refusal(unnamed), HasSubstr("--clip"));
  EXPECT_THAT(refusal(request("decoder", m_prior, 5)), HasSubstr("has no decoder"));
  EXPECT_THAT(refusal(request("prior", m_decoder, 5)), HasSubstr("has no prior"));
  TrainingRequest beyond = request("upsampler", m_decoder, 5);
  beyond.configuration["upsampler"]["stage"] = 2;
  EXPECT_THAT(refusal(beyond), HasSubstr("no number 2"));
  TrainingRequest alone = request("decoder", m_folder / "latest.pth", 5);
  fs::copy(m_decoder, alone.start);
  EXPECT_THAT(refusal(alone), HasSubstr("configuration is not beside"));
  TrainingRequest own = request("judge", {}, 5);
  EXPECT_THAT(refusal(own), HasSubstr("--clip is for"));
  TrainingRequest nothing = request("prior", m_prior, 5);
  nothing.configuration["pictures"] = (m_folder / "clip").string();
  EXPECT_THAT(refusal(nothing), HasSubstr("no training pictures"));
  // CLIPs of another width, in both published layouts.
  const auto clips = golden::family("clip-vision");
  if (!clips) return;
  TrainingRequest other = request("prior", m_prior, 5);
  for (const char* layout : {"hf", "openai"}) {
    other.clip = m_folder / layout;
    fs::copy(*clips / layout, other.clip, fs::copy_options::recursive);
    for (const char* words : {"vocab.json", "merges.txt", "special_tokens_map.json"})
      fs::copy(*clips / "hf" / words, other.clip, fs::copy_options::skip_existing);
    if (layout == std::string("openai")) fs::remove(other.clip / "state_dict.pt");
    EXPECT_THAT(refusal(other), HasSubstr("different CLIPs")) << layout;
  }
}

}  // namespace
}  // namespace pentimento::training

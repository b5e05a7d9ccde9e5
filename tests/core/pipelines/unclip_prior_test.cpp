// Kandinsky's prior in whole runs: words, words to keep away from, mixtures with a picture.
#include "core/pipelines/unclip_prior.h"

#include <gtest/gtest.h>

#include "core/imaging/codec.h"
#include "core/pipelines/torch_generator.h"
#include "tests/support/torch/unclip_runs.h"

namespace pentimento {
namespace {

using namespace golden;  // NOLINT(google-build-using-namespace)

class PipelinesUnclipPrior : public testing::Test {
 private:
  torch::NoGradGuard m_noGrad;
};

struct KandinskyPrior {
  explicit KandinskyPrior(const fs::path& family)
      : folder(family / "prior"),
        network(filled<nn::PriorTransformer>(
            folder / "prior", nn::priorTransformerOptionsFromJson(configIn(folder / "prior")))),
        schedule(scheduleOf(folder / "scheduler")),
        text(textEncoderIn(folder / "text_encoder")),
        image(imageEncoderIn(folder / "image_encoder")) {}

  /// As the model of the generator has it.
  [[nodiscard]] UnclipPrior whole() const {
    return UnclipPrior({.text = {text, ClipBpe::fromFolder(folder / "tokenizer")},
                        .image = image,
                        .prior = network,
                        .schedule = schedule});
  }
  [[nodiscard]] unclip::Stage stage(const golden::Tensors& data) const {
    return {
        &schedule.process(), schedule.jumps(static_cast<int>(data["out.prior.latents"].size(0))),
        data.numberAfter("guidance "), replay(data["in.prior.init_noise"], data["in.prior.noise"])};
  }

  fs::path folder;
  nn::PriorTransformer network;
  PosteriorSchedule schedule;
  nn::ClipTextEncoder text;
  nn::ClipImageEncoder image;
};

TEST_F(PipelinesUnclipPrior, KandinskyPriorOfTexts) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const golden::Tensors data(family, "prior_text.safetensors");
  KandinskyPrior prior(family);
  const auto ids = data["in.input_ids"];
  const auto latents = unclip::samplePrior(
      prior.network, encodedIds(prior.text, ids),
      repeated(encodedIds(prior.text, data["in.uncond_input_ids"]), ids.size(0)),
      prior.stage(data));
  data.expectRowClose(latents, "out.prior.latents", -1);
  data.expectClose(prior.network->toClip(latents), "out.image_embeds");
  data.expectClose(prior.whole().noPicture().expand({ids.size(0), -1}),
                   "out.negative_image_embeds");
}

// The words against which is painted become an embedding too, away from themselves.
TEST_F(PipelinesUnclipPrior, KandinskyPriorAwayFromWords) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const golden::Tensors data(family, "prior_negative.safetensors");
  KandinskyPrior prior(family);
  const auto negative = encodedIds(prior.text, data["in.negative_input_ids"]);
  const auto latents = unclip::samplePrior(
      prior.network, stacked(encodedIds(prior.text, data["in.input_ids"]), negative),
      repeated(negative, 2), prior.stage(data));
  data.expectRowClose(latents, "out.prior.latents", -1);
  const auto embeddings = prior.network->toClip(latents);
  data.expectClose(embeddings.narrow(0, 0, 1), "out.image_embeds");
  data.expectClose(embeddings.narrow(0, 1, 1), "out.negative_image_embeds");
}

// Words, a picture, words.
TEST_F(PipelinesUnclipPrior, KandinskyMixture) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const golden::Tensors data(family, "prior_mix.safetensors");
  const std::vector<std::string> prompts = golden::Tensors(family, "encoders.safetensors").quoted();
  ASSERT_GE(prompts.size(), 2U);
  KandinskyPrior prior(family);
  UnclipPrior whole = prior.whole();
  const auto steps = static_cast<int>(data.numberAfter("embeddings; "));
  const auto imagined = [&](int64_t row) {
    const auto noise = data["in.noise"].narrow(0, row * (steps - 1), steps - 1);
    return whole.sample(prompts[static_cast<size_t>(row)], "",
                        {.steps = steps, .draw = replay(data["in.init_noise"][row], noise)});
  };
  const auto weights = data["in.weights"].to(torch::kFloat64);
  const auto picture = whole.picture(readImage(family / "images" / "mix.png"));
  data.expectClose(
      unclip::mixed({imagined(0), picture, imagined(1)},
                    {weights.data_ptr<double>(), weights.data_ptr<double>() + weights.numel()}),
      "out.image_embeds");
  data.expectClose(whole.noPicture(), "out.negative_image_embeds");
}

TEST(PipelinesClip, EmbeddingsSayWhichClipTheyAreOf) {
  PENTIMENTO_REQUIRE_FAMILY(karlo, "karlo");
  PENTIMENTO_REQUIRE_FAMILY(kandinsky, "kandinsky22");
  const auto generator = makeTorchGenerator();
  EmbeddingRequest request;
  request.model = karlo / "model";
  request.texts = {"a red circle", "a castle"};
  request.pictures = {readImage(karlo / "images" / "variation_input.png")};
  request.precision = PrecisionPreference::Float32;
  const EmbeddingResult wide = generator->embed(request, {});
  ASSERT_EQ(wide.texts.size(), 2U);
  ASSERT_EQ(wide.pictures.size(), 1U);
  EXPECT_NEAR(similarity(wide.pictures[0], wide.pictures[0]), 1, 1e-5);
  // The same weights in another format; then other weights.
  request.precision = PrecisionPreference::BFloat16;
  const EmbeddingResult narrow = generator->embed(request, {});
  EXPECT_EQ(narrow.clip, wide.clip);
  EXPECT_GT(similarity(narrow.pictures[0], wide.pictures[0]), 0.99);
  request.model = kandinsky / "decoder";
  EXPECT_NE(generator->embed(request, {}).clip, wide.clip);
}

}  // namespace
}  // namespace pentimento

// Whole runs of Karlo and Kandinsky, with the noise that the references drew.
#include "core/pipelines/unclip_sampling.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "core/imaging/codec.h"
#include "core/networks/movq.h"
#include "core/networks/unclip_text_projection.h"
#include "core/pipelines/unclip_decoding.h"
#include "core/pipelines/unclip_prior.h"
#include "core/tensor/placement.h"
#include "tests/support/torch/unclip_runs.h"

namespace pentimento {
namespace {

using namespace golden;  // NOLINT(google-build-using-namespace)

struct Karlo {
  explicit Karlo(const fs::path& family)
      : folder(family / "model"),
        prior(filled<nn::PriorTransformer>(
            folder / "prior", nn::priorTransformerOptionsFromJson(configIn(folder / "prior")))),
        projection(filled<nn::UnclipTextProjection>(
            folder / "text_proj",
            nn::unclipTextProjectionOptionsFromJson(configIn(folder / "text_proj")))),
        decoder(filled<nn::AdmUnet>(folder / "decoder",
                                    nn::admUnetOptionsFromJson(configIn(folder / "decoder")))),
        first(filled<nn::AdmUnet>(folder / "super_res_first", nn::admUnetOptionsFromJson(configIn(
                                                                  folder / "super_res_first")))),
        last(filled<nn::AdmUnet>(folder / "super_res_last",
                                 nn::admUnetOptionsFromJson(configIn(folder / "super_res_last")))) {
  }
  fs::path folder;
  nn::PriorTransformer prior;
  nn::UnclipTextProjection projection;
  nn::AdmUnet decoder, first, last;
};

/// The second of "guidance 4/8".
double decoderGuidance(const golden::Tensors& data) {
  const std::string prior = fmt::format("guidance {:g}/", data.numberAfter("guidance "));
  return data.numberAfter(prior);
}

class PipelinesUnclip : public testing::Test {
 private:
  torch::NoGradGuard m_noGrad;
};

struct KarloPainting {
  torch::Tensor low, picture;  // [N, 3, h, w] in −1..1; [N, H, W, 3] in 0..1
  // How many values the first enlarging jump leaves between −1 and 1. It divides what the network
  // says by sqrt(alpha-bar), 5e-5: nearly all are clamped.
  int64_t unclamped = 0;
};

/// Decoder and super-resolution from embeddings [N, E] with the noise of `data`.
KarloPainting paintedByKarlo(Karlo& karlo, const torch::Tensor& embeddings,
                             const nn::PriorConditioning& unconditional,
                             const nn::PriorConditioning& conditional, double guidance,
                             const golden::Tensors& data) {
  const int64_t count = embeddings.size(0);
  const nn::PriorConditioning both = stacked(unconditional, conditional);
  const auto told = karlo.projection->forward(
      {.imageEmbedding =
           torch::cat({karlo.projection->noImage().expand({count, -1}), embeddings}, 0),
       .textEmbedding = both.textEmbedding,
       .textStates = both.textStates});
  const auto stepsOf = [&](const char* rows) { return static_cast<int>(data[rows].size(0)); };
  const PosteriorSchedule decoderSchedule = scheduleOf(karlo.folder / "decoder_scheduler");
  const auto low = unclip::sampleDecoder(
      karlo.decoder, data["in.decoder.init_noise"],
      {.context = told.context,
       .contextMask =
           torch::constant_pad_nd(both.textMask, {karlo.projection->options().imageTokens, 0}, 1),
       .timeAddition = told.timeAddition},
      {&decoderSchedule.process(), decoderSchedule.jumps(stepsOf("out.decoder.latents")), guidance,
       rowsOf(data["in.decoder.noise"])});
  const PosteriorSchedule schedule = scheduleOf(karlo.folder / "super_res_scheduler");
  const auto start = data["in.super_res.init_noise"];
  int64_t unclamped = 0;
  const auto high = unclip::sampleSuperResolution(
      karlo.first, karlo.last, low.clamp(-1, 1), {start.size(2), start.size(3)},
      {&schedule.process(), schedule.jumps(stepsOf("out.super_res.latents")), 1,
       replay(start, data["in.super_res.noise"]),
       [&](int step, int /*steps*/, const torch::Tensor& x0) {
         if (step == 1) unclamped = (x0.abs() < 1).sum().item<int64_t>();
       }});
  return {low, (high * 0.5 + 0.5).clamp(0, 1).permute({0, 2, 3, 1}), unclamped};
}

TEST_F(PipelinesUnclip, KarloTextToImage) {
  PENTIMENTO_REQUIRE_FAMILY(family, "karlo");
  const golden::Tensors data(family, "text2image.safetensors");
  Karlo karlo(family);
  auto encoder = textEncoderIn(karlo.folder / "text_encoder");
  const auto conditional = encodedIds(encoder, data["in.input_ids"]);
  const auto unconditional =
      repeated(encodedIds(encoder, data["in.uncond_input_ids"]), data["in.input_ids"].size(0));
  const PosteriorSchedule priorSchedule = scheduleOf(karlo.folder / "prior_scheduler");
  const auto priorLatents = unclip::samplePrior(
      karlo.prior, conditional, unconditional,
      {&priorSchedule.process(),
       priorSchedule.jumps(static_cast<int>(data["out.prior.latents"].size(0))),
       data.numberAfter("guidance "), replay(data["in.prior.init_noise"], data["in.prior.noise"])});
  data.expectRowClose(priorLatents, "out.prior.latents", -1);
  const KarloPainting made = paintedByKarlo(karlo, karlo.prior->toClip(priorLatents), unconditional,
                                            conditional, decoderGuidance(data), data);
  data.expectRowClose(made.low, "out.decoder.latents", -1);
  data.expectClose(made.picture, "out.image_nhwc");
}

/// What the runs of pictures and between embeddings share, for the larger sets alone hold them.
#define PENTIMENTO_REQUIRE_VARIATION(family)           \
  PENTIMENTO_REQUIRE_FAMILY(family, "karlo");          \
  if (!fs::exists((family) / "variation.safetensors")) \
  GTEST_SKIP() << "this golden set has no variation of Karlo"

nn::PriorConditioning noWordsFor(Karlo& karlo, const fs::path& family) {
  auto encoder = textEncoderIn(karlo.folder / "text_encoder");
  return encodedIds(encoder,
                    golden::Tensors(family, "text2image.safetensors")["in.uncond_input_ids"]);
}

TEST_F(PipelinesUnclip, KarloVariation) {
  PENTIMENTO_REQUIRE_VARIATION(family);
  const golden::Tensors data(family, "variation.safetensors");
  Karlo karlo(family);
  const auto nothing = noWordsFor(karlo, family);
  auto seeing = imageEncoderIn(family / "variations" / "image_encoder");
  const Image picture = readImage(family / "images" / "variation_input.png");
  data.expectClose(clipPixels(picture, static_cast<int>(seeing->config().imageSide)),
                   "out.pixel_values");
  const auto embedding = encodeClipPicture(seeing, picture);
  data.expectClose(embedding, "out.image_embeds");
  const KarloPainting varied =
      paintedByKarlo(karlo, embedding, nothing, nothing, data.numberAfter("guidance "), data);
  data.expectRowClose(varied.low, "out.decoder.latents", -1);
  data.expectClose(varied.picture, "out.image_nhwc");
}

// In float64, of exactly the embeddings that the reference painted; that ours are those is Slerp's
// test. Where the first enlarging jump leaves a value unclamped, 20,000 times the rounding of the
// reference's float32 is in that value, and from there in the picture: such a row is compared
// across that direction, along which it moves with its embedding. How far it lies along it is
// compared too: no further than small pictures do that are alike within the reference's tolerance.
TEST_F(PipelinesUnclip, KarloInterpolation) {
  PENTIMENTO_REQUIRE_VARIATION(family);
  const golden::Tensors data(family, "variation.safetensors");
  const golden::Tensors between(family, "interpolation.safetensors");
  const PlacementScope exact({torch::kCPU, torch::kFloat64});
  Karlo karlo(family);
  const auto nothing = noWordsFor(karlo, family);
  const auto paint = [&](const torch::Tensor& way) {
    return paintedByKarlo(karlo, way, nothing, nothing, data.numberAfter("guidance "), data);
  };
  const auto ways = between["out.slerp"].to(torch::kFloat64);
  const auto expected = between["out.images_nhwc"].to(torch::kFloat64);
  int64_t across = 0;
  for (int64_t i = 0; i < ways.size(0); ++i) {
    const auto way = ways.narrow(0, i, 1);
    const KarloPainting made = paint(way);
    auto picture = made.picture[0];
    if (made.unclamped > 0) {
      ++across;
      const KarloPainting moved = paint(way * (1 + 1e-6));
      const auto direction = moved.picture[0] - picture;
      const auto along = ((expected[i] - picture) * direction).sum() / direction.square().sum();
      const golden::Tolerance small = data.tolerance("out.decoder.latents");
      EXPECT_LT((along * (moved.low - made.low)).abs().max().item<double>(), small.atol) << i;
      picture = picture + along * direction;
    }
    between.expectRowClose(picture, "out.images_nhwc", i);
  }
  EXPECT_LE(across, 1);
}

TEST_F(PipelinesUnclip, KandinskyDecoder) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const golden::Tensors data(family, "decoder.safetensors");
  const auto positive = data["in.image_embeds"], negative = data["in.negative_image_embeds"];
  const fs::path folder = family / "decoder";
  auto unet = filled<nn::AdmUnet>(
      folder / "unet", nn::admUnetOptionsFromJson(configIn(folder / "unet"), positive.size(1)));
  auto movq = filled<nn::Movq>(folder / "movq", nn::movqOptionsFromJson(configIn(folder / "movq")));
  const PosteriorSchedule schedule = scheduleOf(folder / "scheduler");
  const auto rows = data["in.decoder.noise"];
  const auto latents = unclip::sampleDecoder(
      unet, data["in.decoder.init_noise"], {.imageEmbedding = torch::cat({negative, positive}, 0)},
      {&schedule.process(), schedule.jumps(static_cast<int>(rows.size(0))),
       data.numberAfter("guidance "), rowsOf(rows)});
  data.expectClose((movq->decode(latents) * 0.5 + 0.5).clamp(0, 1).permute({0, 2, 3, 1}),
                   "out.image_nhwc");
}

struct Kandinsky {
  Kandinsky(const fs::path& family, const fs::path& decoder, int64_t embeddingWidth)
      : unet(filled<nn::AdmUnet>(
            decoder / "unet",
            nn::admUnetOptionsFromJson(configIn(decoder / "unet"), embeddingWidth))),
        movq(filled<nn::Movq>(family / "decoder" / "movq",
                              nn::movqOptionsFromJson(configIn(family / "decoder" / "movq")))),
        schedule(scheduleOf(decoder / "scheduler")) {}
  nn::AdmUnet unet;
  nn::Movq movq;
  PosteriorSchedule schedule;
};

torch::Tensor pixelsOf(const torch::Tensor& hwc) {
  return hwc.to(torch::kFloat32).permute({2, 0, 1}).unsqueeze(0) / 127.5 - 1;
}

torch::Tensor pictureOf(nn::Movq& movq, const torch::Tensor& latents) {
  return (movq->decode(latents) * 0.5 + 0.5).clamp(0, 1).permute({0, 2, 3, 1});
}

/// A guided run that begins at the picture of `data`; its noise is stored as `noise` +
/// ".init_noise" and ".noise".
UnclipDecoding repainting(Kandinsky& model, const golden::Tensors& data, const std::string& noise) {
  const auto start = data[noise + ".init_noise"];
  UnclipDecoding decoding;
  decoding.shape = start.sizes().vec();
  decoding.conditioning.imageEmbedding =
      torch::cat({data["in.negative_image_embeds"], data["in.image_embeds"]}, 0);
  decoding.start = UnclipPainting::Start::Noised;
  decoding.source = model.movq->encode(pixelsOf(data["in.image"]));
  decoding.guidance = data.numberAfter("guidance ");
  decoding.draw = replay(start, data[noise + ".noise"]);
  return decoding;
}

TEST_F(PipelinesUnclip, KandinskyInpainting) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const golden::Tensors data(family, "inpaint.safetensors");
  Kandinsky model(family, family / "inpaint", data["in.image_embeds"].size(1));
  UnclipDecoding decoding = repainting(model, data, "in.inpaint");
  data.expectClose(decoding.source, "out.image_latents");
  decoding.mask = data["in.mask"].unsqueeze(0).unsqueeze(0);
  decoding.steps = static_cast<int>(data["in.inpaint.noise"].size(0));
  data.expectClose(pictureOf(model.movq, decodeUnclip(model.unet, model.schedule, decoding)),
                   "out.image_nhwc");
}

TEST_F(PipelinesUnclip, KandinskyImageToImage) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const golden::Tensors data(family, "img2img.safetensors");
  Kandinsky model(family, family / "decoder", data["in.image_embeds"].size(1));
  UnclipDecoding decoding = repainting(model, data, "in.img2img");
  decoding.freedom = data.numberAfter("strength ");
  decoding.steps = static_cast<int>(data.numberAfter("strength 0.5 of "));
  const auto latents = decodeUnclip(model.unet, model.schedule, decoding);
  data.expectRowClose(latents, "out.img2img.latents", -1);
  data.expectClose(pictureOf(model.movq, latents), "out.image_nhwc");
}

// A network that sees no noise leaves a picture as it is, through all levels up and down.
TEST_F(PipelinesUnclip, InversionAndSamplingAreEachOthersWayBack) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const golden::Tensors data(family, "decoder.safetensors");
  const auto embedding = data["in.image_embeds"].narrow(0, 0, 1);
  Kandinsky model(family, family / "decoder", embedding.size(1));
  for (auto& item : model.unet->named_parameters())
    if (item.key().starts_with("conv_out.")) item.value().zero_();
  // The inpainting folder's process does not clamp.
  const PosteriorSchedule schedule = scheduleOf(family / "inpaint" / "scheduler");
  UnclipDecoding decoding;
  decoding.source = data["in.decoder.init_noise"].narrow(0, 0, 1);
  decoding.shape = decoding.source.sizes().vec();
  decoding.conditioning.imageEmbedding = decoding.sourceConditioning.imageEmbedding = embedding;
  decoding.start = UnclipPainting::Start::Inverted;
  decoding.freedom = 0;
  decoding.steps = 50;
  decoding.draw = [](torch::IntArrayRef shape) { return torch::randn(shape); };
  const auto kept = decodeUnclip(model.unet, schedule, decoding);
  // Clean counts as the last level, whose signal is a little weaker.
  EXPECT_TRUE(torch::allclose(kept, decoding.source, 2e-3));
  decoding.freedom = 1;
  EXPECT_FALSE(torch::allclose(decodeUnclip(model.unet, schedule, decoding), decoding.source, 0.1));
}

TEST_F(PipelinesUnclip, GrowsHolesAsKandinskyWasTrained) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const golden::Tensors data(family, "inpaint.safetensors");
  data.expectClose(unclip::growHoles(data["out.keep_mask_latent"]), "out.keep_mask_prepared");
}

TEST_F(PipelinesUnclip, Slerp) {
  PENTIMENTO_REQUIRE_FAMILY(family, "karlo");
  const golden::Tensors data(family, "interpolation.safetensors");
  const auto shares = data["in.weights"];
  std::vector<torch::Tensor> rows;
  for (int64_t i = 0; i < shares.size(0); ++i)
    rows.push_back(
        unclip::slerp(data["in.embed0"][0], data["in.embed1"][0], shares[i].item<double>()));
  data.expectClose(torch::stack(rows), "out.slerp");
}

}  // namespace
}  // namespace pentimento

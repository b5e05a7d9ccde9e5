// Whole runs of Karlo and Kandinsky, with the noise that the references drew.
#include "core/pipelines/unclip_sampling.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "core/networks/clip_text_encoder.h"
#include "core/networks/movq.h"
#include "core/networks/unclip_text_projection.h"
#include "core/pipelines/unclip_decoding.h"
#include "core/tensor/state_dict.h"
#include "core/weights/open_tensors.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

Json configIn(const fs::path& folder) {
  return readJsonFile(folder / "config.json");
}

template <typename Holder, typename Options>
Holder filled(const fs::path& folder, const Options& options) {
  Holder network(options);
  loadStateDict(*network, *openTensors(folder),
                {.what = folder.string(),
                 .ignorable = [](auto name) { return name.ends_with("position_ids"); }});
  return network;
}

/// Hands out the start and then the rows of the stored draws.
unclip::Draw replay(torch::Tensor start, torch::Tensor rows) {
  return [start, rows, next = int64_t{-1}](torch::IntArrayRef) mutable {
    return next++ < 0 ? start : rows[next - 1];
  };
}

PosteriorSchedule scheduleOf(const fs::path& folder) {
  return PosteriorSchedule::fromJson(readJsonFile(folder / "scheduler_config.json"));
}

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

TEST_F(PipelinesUnclip, KarloTextToImage) {
  PENTIMENTO_REQUIRE_FAMILY(family, "karlo");
  const golden::Tensors data(family, "text2image.safetensors");
  const golden::Tensors text(family, "text_encoder.safetensors");
  Karlo karlo(family);
  auto encoder = filled<nn::ClipTextEncoder>(
      karlo.folder / "text_encoder",
      nn::clipTextConfigFromJson(configIn(karlo.folder / "text_encoder")));
  const auto encoded = encoder(data["in.input_ids"]);
  const auto empty = encoder(data["in.uncond_input_ids"]);
  const int64_t count = data["in.input_ids"].size(0);
  // The masks: every id up to and with the first end token (the highest id) is seen.
  const auto maskOf = [](const torch::Tensor& ids) {
    const auto end = ids.argmax(1, true);
    return (torch::arange(ids.size(1)).unsqueeze(0) <= end).to(torch::kFloat32);
  };
  const auto repeated = [count](const torch::Tensor& t) { return t.repeat_interleave(count, 0); };
  const nn::PriorConditioning conditional{encoded.projected, encoded.last,
                                          maskOf(data["in.input_ids"])};
  const nn::PriorConditioning unconditional{repeated(empty.projected), repeated(empty.last),
                                            repeated(maskOf(data["in.uncond_input_ids"]))};

  const auto stepsOf = [&](const char* rows) { return static_cast<int>(data[rows].size(0)); };
  const PosteriorSchedule priorSchedule = scheduleOf(karlo.folder / "prior_scheduler");
  const auto priorLatents = unclip::samplePrior(
      karlo.prior, conditional, unconditional,
      {&priorSchedule.process(), priorSchedule.jumps(stepsOf("out.prior.latents")), 4,
       replay(data["in.prior.init_noise"], data["in.prior.noise"])});
  data.expectRowClose(priorLatents, "out.prior.latents", -1);

  const auto image = karlo.prior->toClip(priorLatents);
  const auto projected = karlo.projection->forward(
      {.imageEmbedding = torch::cat({karlo.projection->noImage().expand({count, -1}), image}, 0),
       .textEmbedding = torch::cat({unconditional.textEmbedding, conditional.textEmbedding}, 0),
       .textStates = torch::cat({unconditional.textStates, conditional.textStates}, 0)});
  const auto mask =
      torch::constant_pad_nd(torch::cat({unconditional.textMask, conditional.textMask}, 0),
                             {karlo.projection->options().imageTokens, 0}, 1);
  const PosteriorSchedule decoderSchedule = scheduleOf(karlo.folder / "decoder_scheduler");
  const auto low = unclip::sampleDecoder(
      karlo.decoder, data["in.decoder.init_noise"],
      {.context = projected.context, .contextMask = mask, .timeAddition = projected.timeAddition},
      {&decoderSchedule.process(), decoderSchedule.jumps(stepsOf("out.decoder.latents")),
       decoderGuidance(data),
       [rows = data["in.decoder.noise"], next = int64_t{0}](torch::IntArrayRef) mutable {
         return rows[next++];
       }});
  data.expectRowClose(low, "out.decoder.latents", -1);

  const PosteriorSchedule finalSchedule = scheduleOf(karlo.folder / "super_res_scheduler");
  const auto start = data["in.super_res.init_noise"];
  const auto high = unclip::sampleSuperResolution(
      karlo.first, karlo.last, low.clamp(-1, 1), {start.size(2), start.size(3)},
      {&finalSchedule.process(), finalSchedule.jumps(stepsOf("out.super_res.latents")), 1,
       replay(start, data["in.super_res.noise"])});
  data.expectClose((high * 0.5 + 0.5).clamp(0, 1).permute({0, 2, 3, 1}), "out.image_nhwc");
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
       data.numberAfter("guidance "),
       [rows, next = int64_t{0}](torch::IntArrayRef) mutable { return rows[next++]; }});
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

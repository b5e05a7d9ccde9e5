#include "core/api/model_card.h"

#include <algorithm>

#include "core/base/enum_words.h"

namespace pentimento {
namespace {

constexpr EnumWords<ModelFamily, 18> kFamilyWords{{
    {ModelFamily::Unknown, "unknown"},
    {ModelFamily::StableDiffusion1, "stable_diffusion_1"},
    {ModelFamily::StableDiffusion2, "stable_diffusion_2"},
    {ModelFamily::StableDiffusionXl, "stable_diffusion_xl"},
    {ModelFamily::StableDiffusion3, "stable_diffusion_3"},
    {ModelFamily::Flux, "flux"},
    {ModelFamily::PixArt, "pixart"},
    {ModelFamily::Karlo, "karlo"},
    {ModelFamily::Kandinsky22, "kandinsky_2_2"},
    {ModelFamily::Dalle2Library, "dalle2_library"},
    {ModelFamily::DiscreteVae, "discrete_vae"},
    {ModelFamily::DalleMini, "dalle_mini"},
    {ModelFamily::MinDalle, "min_dalle"},
    {ModelFamily::Glide, "glide"},
    {ModelFamily::Clip, "clip"},
    {ModelFamily::SmallUnclip, "small_unclip"},
    {ModelFamily::Kandinsky21, "kandinsky_2_1"},
    {ModelFamily::StableUnclip, "stable_unclip"},
}};

constexpr EnumWords<PartKind, 35> kPartWords{{
    {PartKind::Unet, "unet"},
    {PartKind::ControlNet, "controlnet"},
    {PartKind::Autoencoder, "autoencoder"},
    {PartKind::TinyAutoencoder, "tiny_autoencoder"},
    {PartKind::ClipText, "clip_text"},
    {PartKind::ClipVision, "clip_vision"},
    {PartKind::ClipDual, "clip"},
    {PartKind::T5, "t5"},
    {PartKind::UnclipPrior, "unclip_prior"},
    {PartKind::UnclipTextProjection, "unclip_text_projection"},
    {PartKind::UnclipDecoder, "unclip_decoder"},
    {PartKind::UnclipSuperResolution, "unclip_super_resolution"},
    {PartKind::KandinskyDecoder, "kandinsky_decoder"},
    {PartKind::Movq, "movq"},
    {PartKind::Vqgan, "vqgan"},
    {PartKind::DvaeEncoder, "dvae_encoder"},
    {PartKind::DvaeDecoder, "dvae_decoder"},
    {PartKind::DalleMiniEncoder, "dalle_mini_encoder"},
    {PartKind::DalleMiniDecoder, "dalle_mini_decoder"},
    {PartKind::MinDalleTransformer, "min_dalle_transformer"},
    {PartKind::GlideBase, "glide_base"},
    {PartKind::GlideUpsampler, "glide_upsampler"},
    {PartKind::Dalle2Prior, "dalle2_prior"},
    {PartKind::Dalle2Decoder, "dalle2_decoder"},
    {PartKind::Sd3Transformer, "sd3_transformer"},
    {PartKind::FluxTransformer, "flux_transformer"},
    {PartKind::PixArtTransformer, "pixart_transformer"},
    {PartKind::Lora, "lora"},
    {PartKind::TextualInversion, "textual_inversion"},
    {PartKind::IpAdapter, "ip_adapter"},
    {PartKind::Upscaler, "upscaler"},
    {PartKind::SmallUnclipDecoder, "small_unclip_decoder"},
    {PartKind::SmallUnclipUpsampler, "small_unclip_upsampler"},
    {PartKind::SmallUnclipPrior, "small_unclip_prior"},
    {PartKind::SmallUnclipClip, "small_unclip_clip"},
}};

constexpr EnumWords<ModelRole, 4> kRoleWords{{
    {ModelRole::Unknown, "unknown"},
    {ModelRole::Model, "model"},
    {ModelRole::Component, "component"},
    {ModelRole::Adapter, "adapter"},
}};

constexpr EnumWords<Prediction, 4> kPredictionWords{{
    {Prediction::Epsilon, "epsilon"},
    {Prediction::V, "v_prediction"},
    {Prediction::Sample, "sample"},
    {Prediction::Flow, "flow"},
}};

OrderedJson partToJson(const ModelPart& part) {
  return {{"kind", wordFor(part.kind)},
          {"dialect", part.dialect},
          {"file", part.file},
          {"prefix", part.prefix},
          {"input_channels", part.inputChannels},
          {"bytes", part.bytes}};
}

}  // namespace

const ModelPart* ModelCard::part(PartKind kind) const noexcept {
  const auto found = std::ranges::find(parts, kind, &ModelPart::kind);
  return found == parts.end() ? nullptr : &*found;
}

int64_t ModelCard::bytes() const noexcept {
  int64_t sum = 0;
  for (const auto& [type, bytes] : bytesByType) sum += bytes;
  return sum;
}

std::string_view wordFor(ModelFamily family) noexcept {
  return wordIn(kFamilyWords, family);
}
std::string_view wordFor(PartKind kind) noexcept {
  return wordIn(kPartWords, kind);
}
std::string_view wordFor(ModelRole role) noexcept {
  return wordIn(kRoleWords, role);
}
std::string_view wordFor(Prediction prediction) noexcept {
  return wordIn(kPredictionWords, prediction);
}

OrderedJson toJson(const ModelCard& card) {
  OrderedJson parts = OrderedJson::array();
  for (const ModelPart& part : card.parts) parts.push_back(partToJson(part));
  return {{"name", card.name},
          {"path", card.path},
          {"family", wordFor(card.family)},
          {"role", wordFor(card.role)},
          {"parts", parts},
          {"missing", card.missing},
          {"prediction", wordFor(card.prediction)},
          {"prediction_assumed", card.predictionAssumed},
          {"bytes_by_type", card.bytesByType},
          {"runnable", card.runnable},
          {"note", card.note},
          {"capabilities", toJson(card.capabilities)}};
}

}  // namespace pentimento

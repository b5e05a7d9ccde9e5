#include "core/weights/part_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/weights/indexed_source.h"

namespace pentimento {
namespace {

/// Names that one network has and no other; the first rule that fits decides, so the more special
/// ones come first.
struct PartRule {
  PartKind kind;
  std::string_view dialect;
  std::array<std::string_view, 2> present;
  std::string_view input = {};  ///< the convolution that takes the picture
};

constexpr std::array kPartRules{
    // Adapters that contain a U-Net's encoder come before the U-Net.
    PartRule{PartKind::ControlNet, "ldm", {"input_hint_block.0.weight"}, "input_blocks.0.0.weight"},
    PartRule{PartKind::ControlNet,
             "diffusers",
             {"controlnet_cond_embedding.conv_in.weight"},
             "conv_in.weight"},
    PartRule{PartKind::IpAdapter, "tencent", {"image_proj.proj.weight"}},
    PartRule{PartKind::IpAdapter, "tencent", {"image_proj.latents"}},

    PartRule{PartKind::GlideBase,
             "glide",
             {"padding_embedding", "input_blocks.0.0.weight"},
             "input_blocks.0.0.weight"},
    PartRule{PartKind::Unet,
             "ldm",
             {"input_blocks.0.0.weight", "out.2.weight"},
             "input_blocks.0.0.weight"},
    PartRule{PartKind::KandinskyDecoder,
             "diffusers",
             {"encoder_hid_proj.image_embeds.weight", "conv_out.weight"},
             "conv_in.weight"},
    PartRule{PartKind::Unet,
             "diffusers",
             {"conv_in.weight", "time_embedding.linear_1.weight"},
             "conv_in.weight"},

    PartRule{PartKind::Sd3Transformer, "sai", {"joint_blocks.0.context_block.attn.qkv.weight"}},
    PartRule{
        PartKind::FluxTransformer, "bfl", {"double_blocks.0.img_attn.qkv.weight"}, "img_in.weight"},
    PartRule{PartKind::FluxTransformer,
             "diffusers",
             {"single_transformer_blocks.0.proj_mlp.weight", "x_embedder.weight"},
             "x_embedder.weight"},
    PartRule{PartKind::Sd3Transformer,
             "diffusers",
             {"pos_embed.proj.weight", "time_text_embed.text_embedder.linear_1.weight"}},
    PartRule{PartKind::PixArtTransformer,
             "diffusers",
             {"adaln_single.linear.weight", "caption_projection.linear_1.weight"}},

    PartRule{PartKind::Movq,
             "diffusers",
             {"quantize.embedding.weight", "decoder.conv_norm_out.conv_y.weight"}},
    PartRule{PartKind::Vqgan, "taming", {"quantize.embedding.weight", "decoder.conv_in.weight"}},
    PartRule{PartKind::Vqgan, "min_dalle", {"embedding.weight", "post_quant_conv.weight"}},
    PartRule{PartKind::Autoencoder,
             "ldm",
             {"decoder.mid.block_1.norm1.weight", "decoder.conv_in.weight"}},
    PartRule{PartKind::Autoencoder,
             "diffusers",
             {"decoder.mid_block.resnets.0.norm1.weight", "decoder.conv_in.weight"}},
    PartRule{PartKind::TinyAutoencoder,
             "diffusers",
             {"decoder.layers.0.weight", "encoder.layers.0.weight"}},
    PartRule{PartKind::TinyAutoencoder, "taesd", {"1.weight", "3.conv.0.weight"}},
    PartRule{PartKind::TinyAutoencoder, "taesd", {"0.weight", "1.conv.0.weight"}},

    PartRule{PartKind::ClipDual,
             "transformers",
             {"text_model.embeddings.token_embedding.weight",
              "vision_model.embeddings.class_embedding"}},
    PartRule{PartKind::ClipText, "transformers", {"text_model.embeddings.token_embedding.weight"}},
    PartRule{PartKind::ClipVision, "transformers", {"vision_model.embeddings.class_embedding"}},
    PartRule{PartKind::ClipDual, "openai", {"token_embedding.weight", "visual.conv1.weight"}},
    PartRule{PartKind::ClipText,
             "open_clip",
             {"token_embedding.weight", "transformer.resblocks.0.attn.in_proj_weight"}},
    PartRule{PartKind::T5, "transformers", {"encoder.block.0.layer.0.SelfAttention.q.weight"}},

    PartRule{PartKind::UnclipPrior, "diffusers", {"prd_embedding", "embedding_proj.weight"}},
    PartRule{
        PartKind::UnclipTextProjection, "karlo", {"learned_classifier_free_guidance_embeddings"}},

    PartRule{PartKind::DvaeEncoder,
             "openai",
             {"blocks.input.w", "blocks.group_1.block_1.res_path.conv_1.w"}},
    PartRule{PartKind::DalleMiniDecoder,
             "min_dalle",
             {"embed_tokens.weight", "layers.0.encoder_attn.k_proj.weight"}},
    PartRule{PartKind::DalleMiniEncoder,
             "min_dalle",
             {"embed_tokens.weight", "layers.0.pre_self_attn_layer_norm.weight"}},
    PartRule{
        PartKind::MinDalleTransformer, "kakaobrain", {"tok_emb_img.weight", "tok_emb_txt.weight"}},
    PartRule{PartKind::Dalle2Prior,
             "dalle2_pytorch",
             {"net.learned_query", "net.causal_transformer.layers.0.0.to_q.weight"}},
    PartRule{PartKind::Dalle2Decoder, "dalle2_pytorch", {"unets.0.init_conv.convs.0.weight"}},
    PartRule{PartKind::Dalle2Decoder, "dalle2_pytorch", {"unets.0.init_conv.weight"}},

    PartRule{PartKind::SmallUnclipDecoder,
             "pentimento",
             {"caption.token_embedding.weight", "unet.conv_in.weight"}},
    PartRule{PartKind::SmallUnclipPrior,
             "pentimento",
             {"caption.token_embedding.weight", "image_in.weight"}},
    PartRule{PartKind::SmallUnclipClip,
             "pentimento",
             {"caption.token_embedding.weight", "stem1.weight"}},
    PartRule{PartKind::SmallUnclipUpsampler,
             "pentimento",
             {"enlarge.conv_in.weight", "enlarge.time_in.weight"}},

    PartRule{PartKind::Upscaler, "esrgan", {"conv_first.weight", "conv_last.weight"}},
    PartRule{PartKind::Upscaler, "esrgan", {"model.0.weight", "model.1.sub.0.RDB1.conv1.0.weight"}},
};

/// Where programs put a network into a checkpoint of several; "" = the file is one network.
constexpr std::array<std::string_view, 17> kPartPrefixes{
    "",
    "model.diffusion_model.",
    "control_model.",
    "first_stage_model.",
    "vae.",
    "cond_stage_model.transformer.",
    "cond_stage_model.model.",
    "conditioner.embedders.0.transformer.",
    "conditioner.embedders.0.model.",
    "conditioner.embedders.1.model.",
    "text_encoders.clip_l.transformer.",
    "text_encoders.clip_g.transformer.",
    "text_encoders.t5xxl.transformer.",
    "unet.",
    "text_encoder.",
    "text_encoder_2.",
    "clip.clip.",  // of dalle2-pytorch: the CLIP that a prior or decoder was trained with
};

class PartSurvey {
 public:
  PartSurvey(const TensorSource& source, std::string_view prefix)
      : m_source(source), m_prefix(prefix) {}

  [[nodiscard]] const TensorInfo* find(std::string_view name) const {
    return m_source.find(m_prefix + std::string(name));
  }

  [[nodiscard]] bool fits(const PartRule& rule) const {
    return std::ranges::all_of(
        rule.present, [&](std::string_view name) { return name.empty() || find(name) != nullptr; });
  }

  /// Side `axis` of a tensor, 0 when there is none.
  [[nodiscard]] int64_t side(std::string_view name, size_t axis) const {
    const TensorInfo* info = find(name);
    return info && axis < info->shape.size() ? info->shape[axis] : 0;
  }

  [[nodiscard]] const std::string* nameEndingWith(std::string_view ending) const {
    const auto found = std::ranges::find_if(m_source.names(), [&](const std::string& name) {
      return name.starts_with(m_prefix) && name.ends_with(ending);
    });
    return found == m_source.names().end() ? nullptr : &*found;
  }

  [[nodiscard]] int64_t bytes() const {
    int64_t sum = 0;
    for (const std::string& name : m_source.names())
      if (name.starts_with(m_prefix))
        sum += static_cast<int64_t>(byteCount(*m_source.find(name)).value_or(0));
    return sum;
  }

  [[nodiscard]] const TensorSource& source() const { return m_source; }

 private:
  const TensorSource& m_source;
  std::string m_prefix;
};

/// Tells apart what has the same names but other shapes or blocks.
PartKind refine(PartKind kind, std::string_view dialect, const PartSurvey& survey) {
  if (kind == PartKind::DvaeEncoder)  // the encoder sees pixels through a wide kernel
    return survey.side("blocks.input.w", 2) > 1 ? kind : PartKind::DvaeDecoder;
  if (kind == PartKind::GlideBase) {
    // The base sees the picture, or the picture, a masked one and its mask; upsamplers also see
    // the small picture.
    const int64_t output = survey.side("out.2.weight", 0) / 2;
    const int64_t input = survey.side("input_blocks.0.0.weight", 1);
    return input == 2 * output || input == 3 * output + 1 ? PartKind::GlideUpsampler : kind;
  }
  if (kind == PartKind::Unet && dialect == "diffusers") {
    if (survey.nameEndingWith(".attn2.to_k.weight")) return kind;
    return survey.nameEndingWith(".add_k_proj.weight") ? PartKind::UnclipDecoder
                                                       : PartKind::UnclipSuperResolution;
  }
  return kind;
}

}  // namespace

std::vector<ModelPart> recognizeParts(const TensorSource& source) {
  std::vector<ModelPart> parts;
  for (const std::string_view prefix : kPartPrefixes) {
    const PartSurvey survey(source, prefix);
    const auto rule = std::ranges::find_if(
        kPartRules, [&](const PartRule& candidate) { return survey.fits(candidate); });
    if (rule == kPartRules.end()) continue;
    ModelPart part{.kind = refine(rule->kind, rule->dialect, survey),
                   .dialect = std::string(rule->dialect),
                   .file = {},
                   .prefix = std::string(prefix)};
    part.inputChannels = static_cast<int>(survey.side(rule->input, 1));
    part.bytes = survey.bytes();
    parts.push_back(std::move(part));
  }
  return parts;
}

ModelFamily familyOf(const TensorSource& source, const ModelPart& part) {
  const PartSurvey survey(source, part.prefix);
  switch (part.kind) {
    case PartKind::Unet:
    case PartKind::ControlNet: {
      // Both are told a vector besides the text; a text encoder of 2.x has states of this width.
      constexpr int64_t kStateWidth = 1024;
      const std::string* states = survey.nameEndingWith(".attn2.to_k.weight");
      if (survey.find("class_embedding.linear_1.weight") ||
          (survey.find("label_emb.0.0.weight") && states &&
           survey.side(states->substr(part.prefix.size()), 1) == kStateWidth))
        return ModelFamily::StableUnclip;
      if (survey.find("label_emb.0.0.weight") || survey.find("add_embedding.linear_1.weight"))
        return ModelFamily::StableDiffusionXl;
      // 2.x replaced the 1x1 convolutions around its attention by linear layers.
      const std::string* projection = survey.nameEndingWith(".proj_in.weight");
      const bool linear = projection && source.find(*projection)->shape.size() == 2;
      return linear ? ModelFamily::StableDiffusion2 : ModelFamily::StableDiffusion1;
    }
    case PartKind::UnclipTextProjection:
    case PartKind::UnclipDecoder:
    case PartKind::UnclipSuperResolution:
      return ModelFamily::Karlo;
    case PartKind::KandinskyDecoder:  // 2.1 is told the text as well
      return survey.find("encoder_hid_proj.text_proj.weight") ? ModelFamily::Kandinsky21
                                                              : ModelFamily::Kandinsky22;
    case PartKind::Movq:
      return ModelFamily::Kandinsky22;
    case PartKind::DvaeEncoder:
    case PartKind::DvaeDecoder:
      return ModelFamily::DiscreteVae;
    case PartKind::DalleMiniEncoder:
    case PartKind::DalleMiniDecoder:
      return ModelFamily::DalleMini;
    case PartKind::MinDalleTransformer:
      return ModelFamily::MinDalle;
    case PartKind::GlideBase:
    case PartKind::GlideUpsampler:
      return ModelFamily::Glide;
    case PartKind::Dalle2Prior:
    case PartKind::Dalle2Decoder:
      return ModelFamily::Dalle2Library;
    case PartKind::Sd3Transformer:
      return ModelFamily::StableDiffusion3;
    case PartKind::FluxTransformer:
      return ModelFamily::Flux;
    case PartKind::PixArtTransformer:
      return ModelFamily::PixArt;
    case PartKind::ClipDual:
      return ModelFamily::Clip;
    case PartKind::SmallUnclipDecoder:
    case PartKind::SmallUnclipUpsampler:
    case PartKind::SmallUnclipPrior:
    case PartKind::SmallUnclipClip:
      return ModelFamily::SmallUnclip;
    default:
      return ModelFamily::Unknown;
  }
}

}  // namespace pentimento

#include "core/networks/clip_dual.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/networks/checkpoint_parts.h"
#include "core/networks/load_network.h"
#include "core/networks/shapes.h"

namespace pentimento::nn {
namespace {

// OpenAI's models have the quick approximation; of open_clip's, those with a text encoder as wide
// as this (H, g, G) have the exact function. Nothing in the tensors says so.
constexpr int64_t kFirstExactWidth = 1024;

ClipTextConfig textConfigOf(const TensorSource& source, const std::optional<Json>& config,
                            Activation activation) {
  ClipTextConfig c = config ? clipTextConfigFromJson(config->at("text_config"))
                            : clipTextConfigFromTensors(source, activation);
  if (config) c.projection = config->value("projection_dim", int64_t{512});
  return c;
}

}  // namespace

ClipImageConfig clipImageConfigFromTensors(const TensorSource& source, Activation activation) {
  const Shapes shapes(source, "CLIP image encoder");
  const std::string patches = "vision_model.embeddings.patch_embedding.weight";
  ClipImageConfig c;
  c.transformer.width = shapes.side(patches, 0);
  c.transformer.mlpWidth = shapes.side("vision_model.encoder.layers.0.mlp.fc1.weight", 0);
  c.transformer.layers = shapes.count("vision_model.encoder.layers.{}.layer_norm1.weight");
  // Heads are 64 wide up to L/14; the larger ones all have 16.
  constexpr int64_t kWidestOfL = 1024, kHeadsBeyond = 16;
  c.transformer.heads = c.transformer.width > kWidestOfL
                            ? kHeadsBeyond
                            : std::max<int64_t>(c.transformer.width / 64, 1);
  c.transformer.activation = activation;
  c.patchSide = shapes.side(patches, 2);
  const int64_t places = shapes.side("vision_model.embeddings.position_embedding.weight", 0) - 1;
  c.imageSide = c.patchSide * std::llround(std::sqrt(static_cast<double>(places)));
  c.projection = shapes.side("visual_projection.weight", 0);
  return c;
}

ClipDual loadClipDual(const SharedSource& checkpoint, const std::optional<Json>& config,
                      const Placement& placement, const LoadOptions& options) {
  const SharedSource source = clipDualPart(checkpoint);
  if (!source)
    throw Error(ErrorKind::UnsupportedModel, "{} does not hold both encoders of a CLIP",
                options.what);
  const auto width =
      Shapes(*source, "CLIP").side("text_model.embeddings.token_embedding.weight", 1);
  const auto activation = width < kFirstExactWidth ? Activation::QuickGelu : Activation::Gelu;
  const auto textConfig = textConfigOf(*source, config, activation);
  const auto imageConfig =
      config ? clipImageConfigFromJson(*config) : clipImageConfigFromTensors(*source, activation);
  if (textConfig.projection != imageConfig.projection)
    throw Error(ErrorKind::UnsupportedModel,
                "the encoders of {} make embeddings of {} and {} numbers: they belong to different "
                "CLIPs",
                options.what, textConfig.projection, imageConfig.projection);
  LoadOptions own = options;
  ClipDual clip;
  own.ignorable = isIgnorableClipTensor;
  clip.text = loadNetwork<ClipTextEncoder>(textConfig, *source, placement, own);
  own.ignorable = [](std::string_view name) {
    return name.starts_with("text_model.") || name.starts_with("text_projection.") ||
           name.ends_with("position_ids") || name == "logit_scale";
  };
  clip.image = loadNetwork<ClipImageEncoder>(imageConfig, *source, placement, own);
  clip.scale = clipScale(checkpoint);
  return clip;
}

double clipScale(const SharedSource& checkpoint) {
  const SharedSource source = clipDualPart(checkpoint);
  if (!source || !source->contains("logit_scale")) return ClipDual().scale;
  return std::exp(readTensor(*source, "logit_scale").to(torch::kFloat64).item<double>());
}

}  // namespace pentimento::nn

#include "core/networks/checkpoint_parts.h"

#include <fmt/format.h>

#include <string>

#include "core/networks/path_dialect.h"
#include "core/networks/shapes.h"
#include "core/tensor/renamed_source.h"

namespace pentimento::nn {
namespace {

/// All tensors under `prefix` in our words; unknown names are kept, so that a strict loader names
/// them.
std::shared_ptr<RenamedSource> translated(const SharedSource& checkpoint, std::string_view prefix,
                                          const PathDialect& dialect) {
  auto renamed = std::make_shared<RenamedSource>(checkpoint);
  for (const std::string& name : checkpoint->names()) {
    if (!name.starts_with(prefix)) continue;
    const std::string theirs = name.substr(prefix.size());
    const std::string ours = dialect.ours(theirs).value_or(theirs);
    TensorOrigin origin{.name = name};
    // The projections of the autoencoder's attention were 1×1 convolutions once.
    const auto& shape = checkpoint->find(name)->shape;
    if (ours.find(".mid_block.attentions.0.to_") != std::string::npos && shape.size() == 4)
      origin.shape = {shape[0], shape[1]};
    renamed->add(ours, std::move(origin));
  }
  return renamed;
}

PathDialect unetDialectOf(const TensorSource& checkpoint, const std::string& prefix) {
  int64_t levels = 1, layers = 0;
  for (int64_t n = 1;; ++n) {
    const std::string block = fmt::format("{}input_blocks.{}.0.", prefix, n);
    if (checkpoint.contains(block + "op.weight")) {
      ++levels;
    } else if (!checkpoint.contains(block + "in_layers.0.weight")) {
      break;
    } else if (levels == 1) {
      ++layers;
    }
  }
  return ldmUnetDialect(levels, layers);
}

PathDialect autoencoderDialectOf(const TensorSource& checkpoint, const std::string& prefix) {
  const Shapes shapes(checkpoint, "autoencoder");
  return ldmAutoencoderDialect(shapes.count(prefix + "encoder.down.{}.block.0.norm1.weight"),
                               shapes.count(prefix + "encoder.down.0.block.{}.norm1.weight"));
}

/// The vocabulary of diffusers' first attention class, in both coders.
PathDialect oldAttentionDialect() {
  PathDialect dialect;
  for (const std::string coder : {"encoder", "decoder"}) {
    const std::string attention = coder + ".mid_block.attentions.0.";
    dialect.add(attention + "to_q", attention + "query");
    dialect.add(attention + "to_k", attention + "key");
    dialect.add(attention + "to_v", attention + "value");
    dialect.add(attention + "to_out.0", attention + "proj_attn");
  }
  return dialect;
}

/// What `dialect` knows under `prefix`, and the fused projections of so many residual blocks.
void addOpenClipTransformer(RenamedSource& renamed, const TensorSource& checkpoint,
                            const std::string& prefix, const PathDialect& dialect,
                            const std::string& ourModel, int64_t layers) {
  for (const std::string& name : checkpoint.names())
    if (name.starts_with(prefix))
      if (auto ours = dialect.ours(name.substr(prefix.size()))) renamed.add(*ours, {.name = name});
  for (int64_t layer = 0; layer < layers; ++layer)
    for (const char* kind : {"weight", "bias"}) {
      const std::string fused =
          fmt::format("{}transformer.resblocks.{}.attn.in_proj_{}", prefix, layer, kind);
      int part = 0;
      for (const char* projection : {"q_proj", "k_proj", "v_proj"})
        renamed.add(
            fmt::format("{}encoder.layers.{}.self_attn.{}.{}", ourModel, layer, projection, kind),
            {.name = fused, .part = part++, .parts = 3});
    }
}

int64_t openClipLayers(const TensorSource& checkpoint, const std::string& prefix) {
  return Shapes(checkpoint, "CLIP").count(prefix + "transformer.resblocks.{}.ln_1.weight");
}

void addProjection(RenamedSource& renamed, const TensorSource& checkpoint,
                   const std::string& theirs, const std::string& ours) {
  if (checkpoint.contains(theirs)) renamed.add(ours, {.name = theirs, .transpose = true});
}

TextTower openClipTower(const SharedSource& checkpoint, const std::string& prefix,
                        bool penultimate) {
  const int64_t layers = openClipLayers(*checkpoint, prefix) - (penultimate ? 1 : 0);
  auto renamed = std::make_shared<RenamedSource>(checkpoint);
  addOpenClipTransformer(*renamed, *checkpoint, prefix, openClipTextDialect(layers), "text_model.",
                         layers);
  // 2.x reads hidden states only; the projection in its files goes unused.
  if (!penultimate)
    addProjection(*renamed, *checkpoint, prefix + "text_projection", "text_projection.weight");
  return {renamed, Activation::Gelu, penultimate};
}

}  // namespace

SharedSource unetPart(const SharedSource& checkpoint) {
  if (checkpoint->contains("down_blocks.0.resnets.0.norm1.weight") &&
      checkpoint->contains("mid_block.attentions.0.norm.weight"))
    return checkpoint;
  for (const std::string prefix : {"model.diffusion_model.", ""})
    if (checkpoint->contains(prefix + "input_blocks.0.0.weight"))
      return translated(checkpoint, prefix, unetDialectOf(*checkpoint, prefix));
  return nullptr;
}

SharedSource autoencoderPart(const SharedSource& checkpoint) {
  if (checkpoint->contains("decoder.mid_block.attentions.0.query.weight"))
    return translated(checkpoint, "", oldAttentionDialect());
  if (checkpoint->contains("decoder.up_blocks.0.resnets.0.norm1.weight")) return checkpoint;
  for (const std::string prefix : {"first_stage_model.", ""})
    if (checkpoint->contains(prefix + "decoder.up.0.block.0.norm1.weight"))
      return translated(checkpoint, prefix, autoencoderDialectOf(*checkpoint, prefix));
  return nullptr;
}

std::vector<TextTower> clipTextTowers(const SharedSource& checkpoint) {
  const std::string ours = "text_model.embeddings.token_embedding.weight";
  if (checkpoint->contains(ours)) return {{checkpoint}};
  std::vector<TextTower> towers;
  for (const std::string prefix :
       {"cond_stage_model.transformer.", "conditioner.embedders.0.transformer."})
    if (checkpoint->contains(prefix + ours)) towers.push_back({withoutPrefix(checkpoint, prefix)});
  const std::string theirs = "token_embedding.weight";
  if (const std::string prefix = "cond_stage_model.model."; checkpoint->contains(prefix + theirs))
    towers.push_back(openClipTower(checkpoint, prefix, /*penultimate=*/true));
  for (const std::string prefix :
       {"conditioner.embedders.0.model.", "conditioner.embedders.1.model."})
    if (checkpoint->contains(prefix + theirs))
      towers.push_back(openClipTower(checkpoint, prefix, /*penultimate=*/false));
  return towers;
}

SharedSource clipDualPart(const SharedSource& checkpoint) {
  if (checkpoint->contains("text_model.embeddings.token_embedding.weight") &&
      checkpoint->contains("vision_model.embeddings.class_embedding"))
    return checkpoint;
  if (!checkpoint->contains("token_embedding.weight") ||
      !checkpoint->contains("visual.conv1.weight"))
    return nullptr;
  const int64_t text = openClipLayers(*checkpoint, ""),
                image = openClipLayers(*checkpoint, "visual.");
  auto renamed = std::make_shared<RenamedSource>(checkpoint);
  addOpenClipTransformer(*renamed, *checkpoint, "", openClipTextDialect(text), "text_model.", text);
  addOpenClipTransformer(*renamed, *checkpoint, "visual.", openClipImageDialect(image),
                         "vision_model.", image);
  addProjection(*renamed, *checkpoint, "text_projection", "text_projection.weight");
  addProjection(*renamed, *checkpoint, "visual.proj", "visual_projection.weight");
  if (checkpoint->contains("logit_scale")) renamed->add("logit_scale", {.name = "logit_scale"});
  return renamed;
}

bool isIgnorableClipTensor(std::string_view name) {
  return name.ends_with("position_ids") || name.ends_with("logit_scale") ||
         name.starts_with("vision_model.") || name.starts_with("visual_projection.");
}

}  // namespace pentimento::nn

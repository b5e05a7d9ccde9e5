#include "core/networks/path_dialect.h"

#include <fmt/format.h>

namespace pentimento::nn {
namespace {

void addResnet(PathDialect& dialect, const std::string& ours, const std::string& theirs) {
  dialect.add(ours + ".norm1", theirs + ".in_layers.0");
  dialect.add(ours + ".conv1", theirs + ".in_layers.2");
  dialect.add(ours + ".time_emb_proj", theirs + ".emb_layers.1");
  dialect.add(ours + ".norm2", theirs + ".out_layers.0");
  dialect.add(ours + ".conv2", theirs + ".out_layers.3");
  dialect.add(ours + ".conv_shortcut", theirs + ".skip_connection");
}

void addCoderResnet(PathDialect& dialect, const std::string& ours, const std::string& theirs) {
  dialect.add(ours + ".conv_shortcut", theirs + ".nin_shortcut");
  dialect.add(ours, theirs);
}

void addCoderMiddle(PathDialect& dialect, const std::string& coder) {
  const std::string ours = coder + ".mid_block.", theirs = coder + ".mid.";
  addCoderResnet(dialect, ours + "resnets.0", theirs + "block_1");
  addCoderResnet(dialect, ours + "resnets.1", theirs + "block_2");
  const std::pair<const char*, const char*> attention[] = {{"group_norm", "norm"},
                                                           {"to_q", "q"},
                                                           {"to_k", "k"},
                                                           {"to_v", "v"},
                                                           {"to_out.0", "proj_out"}};
  for (const auto& [our, their] : attention)
    dialect.add(ours + "attentions.0." + our, theirs + "attn_1." + their);
}

void addOpenClipLayers(PathDialect& dialect, const std::string& model, int64_t layers) {
  for (int64_t layer = 0; layer < layers; ++layer) {
    const std::string ours = fmt::format("{}encoder.layers.{}.", model, layer);
    const std::string theirs = fmt::format("transformer.resblocks.{}.", layer);
    dialect.add(ours + "layer_norm1", theirs + "ln_1");
    dialect.add(ours + "layer_norm2", theirs + "ln_2");
    dialect.add(ours + "self_attn.out_proj", theirs + "attn.out_proj");
    dialect.add(ours + "mlp.fc1", theirs + "mlp.c_fc");
    dialect.add(ours + "mlp.fc2", theirs + "mlp.c_proj");
  }
}

/// The last part of a path together with its dot.
bool dropLast(std::string_view& path) {
  const size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  path = path.substr(0, dot);
  return true;
}

}  // namespace

void PathDialect::add(std::string ours, std::string theirs) {
  m_theirs[ours].push_back(theirs);
  m_ours.emplace(std::move(theirs), std::move(ours));
}

std::optional<std::string> PathDialect::ours(std::string_view theirs) const {
  std::string_view prefix = theirs;
  do {
    const auto found = m_ours.find(std::string(prefix));
    if (found != m_ours.end()) return found->second + std::string(theirs.substr(prefix.size()));
  } while (dropLast(prefix));
  return std::nullopt;
}

std::vector<std::string> PathDialect::theirs(std::string_view ours) const {
  std::string_view prefix = ours;
  do {
    const auto found = m_theirs.find(std::string(prefix));
    if (found == m_theirs.end()) continue;
    std::vector<std::string> paths = found->second;
    for (std::string& path : paths) path += ours.substr(prefix.size());
    return paths;
  } while (dropLast(prefix));
  return {};
}

PathDialect ldmUnetDialect(int64_t levels, int64_t layersPerLevel) {
  PathDialect dialect;
  dialect.add("time_embedding.linear_1", "time_embed.0");
  dialect.add("time_embedding.linear_2", "time_embed.2");
  dialect.add("time_embedding.cond_proj", "time_embed.cond_proj");
  dialect.add("add_embedding.linear_1", "label_emb.0.0");
  dialect.add("add_embedding.linear_2", "label_emb.0.2");
  dialect.add("conv_in", "input_blocks.0.0");
  dialect.add("conv_norm_out", "out.0");
  dialect.add("conv_out", "out.2");
  addResnet(dialect, "mid_block.resnets.0", "middle_block.0");
  dialect.add("mid_block.attentions.0", "middle_block.1");
  addResnet(dialect, "mid_block.resnets.1", "middle_block.2");
  int64_t input = 1, output = 0;  // the number of the next input_blocks or output_blocks
  for (int64_t level = 0; level < levels; ++level) {
    const std::string down = fmt::format("down_blocks.{}", level);
    for (int64_t layer = 0; layer < layersPerLevel; ++layer, ++input) {
      addResnet(dialect, fmt::format("{}.resnets.{}", down, layer),
                fmt::format("input_blocks.{}.0", input));
      dialect.add(fmt::format("{}.attentions.{}", down, layer),
                  fmt::format("input_blocks.{}.1", input));
    }
    if (level + 1 < levels)
      dialect.add(down + ".downsamplers.0.conv", fmt::format("input_blocks.{}.0.op", input++));

    const std::string up = fmt::format("up_blocks.{}", level);
    for (int64_t layer = 0; layer <= layersPerLevel; ++layer, ++output) {
      addResnet(dialect, fmt::format("{}.resnets.{}", up, layer),
                fmt::format("output_blocks.{}.0", output));
      dialect.add(fmt::format("{}.attentions.{}", up, layer),
                  fmt::format("output_blocks.{}.1", output));
    }
    // After the attention where the level has one, in its place where it has none.
    for (const int place : {1, 2})
      if (level + 1 < levels)
        dialect.add(up + ".upsamplers.0.conv",
                    fmt::format("output_blocks.{}.{}.conv", output - 1, place));
  }
  return dialect;
}

PathDialect ldmAutoencoderDialect(int64_t levels, int64_t layersPerLevel) {
  PathDialect dialect;
  dialect.add("quant_conv", "quant_conv");
  dialect.add("post_quant_conv", "post_quant_conv");
  for (const std::string coder : {"encoder", "decoder"}) {
    dialect.add(coder + ".conv_in", coder + ".conv_in");
    dialect.add(coder + ".conv_out", coder + ".conv_out");
    dialect.add(coder + ".conv_norm_out", coder + ".norm_out");
    addCoderMiddle(dialect, coder);
  }
  for (int64_t level = 0; level < levels; ++level) {
    const std::string ourDown = fmt::format("encoder.down_blocks.{}", level);
    const std::string theirDown = fmt::format("encoder.down.{}", level);
    for (int64_t layer = 0; layer < layersPerLevel; ++layer)
      addCoderResnet(dialect, fmt::format("{}.resnets.{}", ourDown, layer),
                     fmt::format("{}.block.{}", theirDown, layer));
    dialect.add(ourDown + ".downsamplers.0.conv", theirDown + ".downsample.conv");
    // The original numbers both ways from the finest level.
    const std::string ourUp = fmt::format("decoder.up_blocks.{}", levels - 1 - level);
    const std::string theirUp = fmt::format("decoder.up.{}", level);
    for (int64_t layer = 0; layer <= layersPerLevel; ++layer)
      addCoderResnet(dialect, fmt::format("{}.resnets.{}", ourUp, layer),
                     fmt::format("{}.block.{}", theirUp, layer));
    dialect.add(ourUp + ".upsamplers.0.conv", theirUp + ".upsample.conv");
  }
  return dialect;
}

PathDialect openClipTextDialect(int64_t layers) {
  PathDialect dialect;
  const std::string model = "text_model.";
  dialect.add(model + "embeddings.token_embedding", "token_embedding");
  dialect.add(model + "embeddings.position_embedding.weight", "positional_embedding");
  dialect.add(model + "final_layer_norm", "ln_final");
  addOpenClipLayers(dialect, model, layers);
  return dialect;
}

PathDialect openClipImageDialect(int64_t layers) {
  PathDialect dialect;
  const std::string model = "vision_model.";
  dialect.add(model + "embeddings.patch_embedding", "conv1");
  dialect.add(model + "embeddings.class_embedding", "class_embedding");
  dialect.add(model + "embeddings.position_embedding.weight", "positional_embedding");
  dialect.add(model + "pre_layrnorm", "ln_pre");
  dialect.add(model + "post_layernorm", "ln_post");
  addOpenClipLayers(dialect, model, layers);
  return dialect;
}

}  // namespace pentimento::nn

#include "core/base/error.h"
#include "core/networks/clip_text_encoder.h"
#include "core/networks/shapes.h"

namespace pentimento::nn {
namespace {

bool isProjecting(const Json& json) {
  const auto names = json.find("architectures");
  if (names == json.end() || !names->is_array()) return false;
  for (const Json& name : *names)
    if (name == "CLIPTextModelWithProjection") return true;
  return false;
}

ClipTextConfig clipTextConfigOf(const Json& json) {
  requireSizes(json);
  ClipTextConfig config;
  auto& transformer = config.transformer;
  transformer.width = json.at("hidden_size").get<int64_t>();
  transformer.mlpWidth = json.at("intermediate_size").get<int64_t>();
  transformer.layers = json.at("num_hidden_layers").get<int64_t>();
  transformer.heads = json.at("num_attention_heads").get<int64_t>();
  transformer.activation = activationFromName(json.value("hidden_act", "quick_gelu"));
  transformer.normEps = json.value("layer_norm_eps", 1e-5);
  config.vocabulary = json.value("vocab_size", int64_t{49408});
  config.positions = json.value("max_position_embeddings", int64_t{77});
  if (isProjecting(json)) config.projection = json.value("projection_dim", int64_t{512});
  // Old configurations say 2, which is no end token of any vocabulary; the library then takes the
  // highest id.
  if (const int64_t end = json.value("eos_token_id", int64_t{2}); end != 2) config.endToken = end;
  return config;
}

}  // namespace

ClipTextConfig clipTextConfigFromJson(const Json& json) {
  try {
    return clipTextConfigOf(json);
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::CorruptFile, "the text encoder's configuration cannot be read: {}",
                error.what());
  }
}

ClipTextConfig clipTextConfigFromTensors(const TensorSource& source, Activation activation) {
  const Shapes shapes(source, "CLIP text encoder");
  const std::string tokens = "text_model.embeddings.token_embedding.weight";
  ClipTextConfig config;
  auto& transformer = config.transformer;
  transformer.width = shapes.side(tokens, 1);
  transformer.mlpWidth = shapes.side("text_model.encoder.layers.0.mlp.fc1.weight", 0);
  transformer.layers = shapes.count("text_model.encoder.layers.{}.layer_norm1.weight");
  transformer.heads = std::max<int64_t>(transformer.width / 64, 1);
  transformer.activation = activation;
  config.vocabulary = shapes.side(tokens, 0);
  config.positions = shapes.side("text_model.embeddings.position_embedding.weight", 0);
  if (source.contains("text_projection.weight"))
    config.projection = shapes.side("text_projection.weight", 0);
  return config;
}

}  // namespace pentimento::nn

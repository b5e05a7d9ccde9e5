#include "core/networks/clip_image_encoder.h"

#include "core/base/error.h"
#include "core/networks/shapes.h"
#include "core/nn/folder.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {

ClipImageConfig clipImageConfigFromJson(const Json& json) try {
  const bool dual = json.contains("vision_config");
  const Json& vision = dual ? json.at("vision_config") : json;
  requireSizes(vision);
  ClipImageConfig c;
  c.transformer.width = vision.at("hidden_size");
  c.transformer.mlpWidth = vision.at("intermediate_size");
  c.transformer.layers = vision.at("num_hidden_layers");
  c.transformer.heads = vision.at("num_attention_heads");
  c.transformer.activation =
      activationFromName(vision.value("hidden_act", std::string("quick_gelu")));
  c.transformer.normEps = vision.value("layer_norm_eps", 1e-5);
  c.imageSide = vision.value("image_size", int64_t{224});
  c.patchSide = vision.value("patch_size", int64_t{32});
  c.projection = (dual ? json : vision).value("projection_dim", int64_t{512});
  return c;
} catch (const Json::exception& error) {
  throw Error(ErrorKind::UnsupportedModel, "the image encoder's configuration cannot be used: {}",
              error.what());
}

ClipImageEncoderImpl::ClipImageEncoderImpl(const ClipImageConfig& config)
    : m_config(config),
      m_patches(Conv2dOptions{.in = 3,
                              .out = config.transformer.width,
                              .kernel = config.patchSide,
                              .stride = config.patchSide,
                              .padding = 0,
                              .bias = false}),
      m_firstNorm(LayerNormOptions{config.transformer.width, config.transformer.normEps}),
      m_lastNorm(LayerNormOptions{config.transformer.width, config.transformer.normEps}),
      m_encoder(config.transformer),
      visual_projection(LinearOptions{config.transformer.width, config.projection, false}) {
  const int64_t patches = config.imageSide / config.patchSide;
  m_positions = Embedding(1 + patches * patches, config.transformer.width);
  Folder embeddings;
  m_class = embeddings->register_parameter("class_embedding",
                                           uninitializedParameter({config.transformer.width}));
  embeddings->register_module("patch_embedding", m_patches);
  embeddings->register_module("position_embedding", m_positions);
  auto model = register_module("vision_model", Folder());
  model->register_module("embeddings", embeddings);
  model->register_module("pre_layrnorm", m_firstNorm);
  model->register_module("encoder", m_encoder);
  model->register_module("post_layernorm", m_lastNorm);
  register_module("visual_projection", visual_projection);
}

ClipImageOutput ClipImageEncoderImpl::forward(const torch::Tensor& pixels) {
  if (pixels.size(2) != m_config.imageSide || pixels.size(3) != m_config.imageSide)
    throw Error(ErrorKind::Internal, "the image encoder takes pictures of {0} x {0}, not {1} x {2}",
                m_config.imageSide, pixels.size(3), pixels.size(2));
  const auto patches = m_patches(pixels).flatten(2).transpose(1, 2);  // [N, P, C]
  const auto classToken = m_class.expand({pixels.size(0), 1, -1});
  auto x = torch::cat({classToken, patches}, 1) + m_positions->weight;  // [N, 1 + P, C]
  ClipImageOutput output;
  output.embedded = m_firstNorm(x);
  output.last = m_encoder->forward(output.embedded, /*causal=*/false).back();
  output.pooled = m_lastNorm(output.last.select(1, 0));
  output.projected = visual_projection(output.pooled);
  return output;
}

}  // namespace pentimento::nn

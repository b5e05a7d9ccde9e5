#include "core/networks/prior_transformer.h"

#include "core/base/error.h"
#include "core/networks/shapes.h"
#include "core/nn/activation.h"
#include "core/nn/attention.h"
#include "core/nn/scaled_dot_product_attention.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {
namespace {

constexpr int64_t kAddedTokens = 4;           // text embedding, time, noised image, query
constexpr double kMaskedPriorScore = -10000;  // what the networks were trained with

/// x + self-attention, + feed-forward, each after a layer norm.
class PriorBlockImpl : public torch::nn::Module {
 public:
  PriorBlockImpl(int64_t width, int64_t heads)
      : m_heads(heads),
        norm1(register_module("norm1", LayerNorm(LayerNormOptions{width}))),
        norm3(register_module("norm3", LayerNorm(LayerNormOptions{width}))),
        attn1(register_module("attn1",
                              Attention(AttentionLayerOptions{
                                  .channels = width, .heads = heads, .projectionBias = true}))) {
    // Named as in diffusers' FeedForward: ff.net.0.proj and ff.net.2.
    auto ff = std::make_shared<torch::nn::Module>();
    auto net = std::make_shared<torch::nn::Module>();
    auto first = std::make_shared<torch::nn::Module>();
    m_widen = first->register_module("proj", Linear(LinearOptions{width, 4 * width}));
    net->register_module("0", first);
    m_narrow = net->register_module("2", Linear(LinearOptions{4 * width, width}));
    ff->register_module("net", net);
    register_module("ff", ff);
  }

  /// x: [N, L, C]; bias: [N or 1, 1, L, L]
  torch::Tensor forward(torch::Tensor x, const torch::Tensor& bias) {
    const auto h = norm1(x);
    const auto attended = scaledDotProductAttention(attn1->to_q(h), attn1->to_k(h), attn1->to_v(h),
                                                    {.heads = m_heads, .bias = bias});
    x = x + attn1->to_out[0]->as<LinearImpl>()->forward(attended);
    return x + m_narrow(activate(m_widen(norm3(x)), Activation::Gelu));
  }

 private:
  int64_t m_heads;
  LayerNorm norm1, norm3;
  Attention attn1;
  Linear m_widen{nullptr}, m_narrow{nullptr};
};
TORCH_MODULE(PriorBlock);

}  // namespace

PriorTransformerOptions priorTransformerOptionsFromJson(const Json& config) try {
  requireSizes(config);
  PriorTransformerOptions o;
  o.embeddingWidth = config.value("embedding_dim", int64_t{768});
  o.heads = config.value("num_attention_heads", int64_t{32});
  o.headWidth = config.value("attention_head_dim", int64_t{64});
  o.layers = config.value("num_layers", int64_t{20});
  o.textTokens = config.value("num_embeddings", int64_t{77});
  if (config.value("additional_embeddings", kAddedTokens) != kAddedTokens ||
      config.value("added_emb_type", std::string("prd")) != "prd")
    throw Error(
        ErrorKind::UnsupportedModel,
        "this prior adds other tokens than Karlo's and Kandinsky's priors do; it cannot be used");
  return o;
} catch (const Json::exception& error) {
  throw Error(ErrorKind::UnsupportedModel, "the prior's configuration cannot be used: {}",
              error.what());
}

PriorTransformerImpl::PriorTransformerImpl(const PriorTransformerOptions& o)
    : m_options(o),
      time_embedding(nullptr),
      proj_in(nullptr),
      embedding_proj(nullptr),
      encoder_hidden_states_proj(nullptr),
      norm_out(nullptr),
      proj_to_clip_embeddings(nullptr) {
  const int64_t width = o.heads * o.headWidth;
  const auto linear = [](int64_t in, int64_t out) { return Linear(LinearOptions{in, out}); };
  positional_embedding = register_parameter(
      "positional_embedding", uninitializedParameter({1, o.textTokens + kAddedTokens, width}));
  prd_embedding = register_parameter("prd_embedding", uninitializedParameter({1, 1, width}));
  clip_mean = register_parameter("clip_mean", uninitializedParameter({1, o.embeddingWidth}));
  clip_std = register_parameter("clip_std", uninitializedParameter({1, o.embeddingWidth}));
  time_embedding =
      register_module("time_embedding", TimestepEmbedding(TimestepEmbeddingOptions{width, width}));
  proj_in = register_module("proj_in", linear(o.embeddingWidth, width));
  embedding_proj = register_module("embedding_proj", linear(o.embeddingWidth, width));
  encoder_hidden_states_proj =
      register_module("encoder_hidden_states_proj", linear(o.embeddingWidth, width));
  transformer_blocks = register_module("transformer_blocks", torch::nn::ModuleList());
  for (int64_t i = 0; i < o.layers; ++i) transformer_blocks->push_back(PriorBlock(width, o.heads));
  norm_out = register_module("norm_out", LayerNorm(LayerNormOptions{width}));
  proj_to_clip_embeddings =
      register_module("proj_to_clip_embeddings", linear(width, o.embeddingWidth));
}

torch::Tensor PriorTransformerImpl::attentionBias(const torch::Tensor& mask,
                                                  const torch::Tensor& like) const {
  const int64_t length = m_options.textTokens + kAddedTokens;
  auto bias = torch::full({length, length}, kMaskedPriorScore, like.options()).triu(1);  // causal
  bias = bias.unsqueeze(0).unsqueeze(0);  // [1, 1, L, L]
  if (!mask.defined()) return bias;
  auto padding = (1 - mask.to(like.dtype())) * kMaskedPriorScore;  // [N, text]
  padding = torch::constant_pad_nd(padding, {0, kAddedTokens}, 0);
  return bias + padding.unsqueeze(1).unsqueeze(1);  // [N, 1, L, L]
}

torch::Tensor PriorTransformerImpl::forward(const torch::Tensor& noised, const torch::Tensor& time,
                                            const PriorConditioning& conditioning) {
  const int64_t count = noised.size(0), width = m_options.heads * m_options.headWidth;
  const auto emb = time_embedding(sinusoidalEmbedding(time, {.channels = width}));
  auto x = torch::cat({encoder_hidden_states_proj(conditioning.textStates),
                       embedding_proj(conditioning.textEmbedding).unsqueeze(1),
                       emb.unsqueeze(1).expand({count, 1, width}), proj_in(noised).unsqueeze(1),
                       prd_embedding.expand({count, 1, width})},
                      1);  // [N, L, C]
  x = x + positional_embedding;
  const auto bias = attentionBias(conditioning.textMask, x);
  for (const auto& block : *transformer_blocks) x = block->as<PriorBlockImpl>()->forward(x, bias);
  return proj_to_clip_embeddings(norm_out(x.select(1, x.size(1) - 1)));
}

torch::Tensor PriorTransformerImpl::toClip(const torch::Tensor& embedding) const {
  return embedding * clip_std + clip_mean;
}

}  // namespace pentimento::nn

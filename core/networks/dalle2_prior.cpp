#include "core/networks/dalle2_prior.h"

#include <fmt/format.h>

#include <cmath>

#include "core/networks/shapes.h"
#include "core/nn/module_path.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {
namespace {

constexpr int64_t kBuckets = 32;
constexpr double kFarthest = 128;  // distances beyond share the last bucket

// T5's buckets for looking back: each distance its own up to half of them, then logarithmic.
int64_t bucketOf(int64_t distance) {
  constexpr int64_t kExact = kBuckets / 2;
  if (distance < kExact) return std::max<int64_t>(distance, 0);
  const auto beyond = static_cast<int64_t>(std::log(static_cast<float>(distance) / kExact) /
                                           std::log(kFarthest / kExact) * (kBuckets - kExact));
  return std::min(kExact + beyond, kBuckets - 1);
}

}  // namespace

Dalle2PriorOptions dalle2PriorOptionsFromTensors(const TensorSource& source) {
  const Shapes shapes(source, "prior of dalle2-pytorch");
  const std::string transformer = "net.causal_transformer.";
  const std::string first = transformer + "layers.0.";
  Dalle2PriorOptions o;
  o.width = shapes.side("net.learned_query", 0);
  o.layers = shapes.count(transformer + "layers.{}.0.null_kv");
  o.headWidth = shapes.side(first + "0.null_kv", 1);
  o.heads = shapes.side(first + "0.to_q.weight", 0) / o.headWidth;
  o.feedForward = shapes.side(first + "1.1.weight", 0) / 2 / o.width;
  o.trainingSteps = shapes.side("net.to_time_embeds.0.weight", 0);
  o.textTokens = shapes.side("net.null_text_encodings", 1);
  o.normformer = source.contains(first + "1.3.g");
  o.rotary = source.contains(first + "0.rotary_emb.freqs");
  return o;
}

Dalle2PriorImpl::Dalle2PriorImpl(const Dalle2PriorOptions& o) : m_options(o) {
  const auto parameter = [&](const char* name, torch::IntArrayRef shape) {
    return register_parameter(name, uninitializedParameter(shape));
  };
  learned_query = parameter("learned_query", {o.width});
  null_text_encodings = parameter("null_text_encodings", {1, o.textTokens, o.width});
  null_text_embeds = parameter("null_text_embeds", {1, 1, o.width});
  null_image_embed = parameter("null_image_embed", {1, o.width});
  m_times = placed(*this, "to_time_embeds.0", Embedding(o.trainingSteps, o.width));
  auto& transformer = moduleAt(*this, "causal_transformer");
  m_distances =
      placed(transformer, "rel_pos_bias.relative_attention_bias", Embedding(kBuckets, o.heads));
  const int64_t hidden = o.feedForward * o.width;
  for (int64_t i = 0; i < o.layers; ++i) {
    const std::string at = fmt::format("layers.{}.", i);
    Layer layer;
    layer.attention = placed(transformer, at + "0",
                             MultiQueryAttention(MultiQueryOptions{.channels = o.width,
                                                                   .heads = o.heads,
                                                                   .headWidth = o.headWidth,
                                                                   .cosine = true,
                                                                   .causal = true,
                                                                   .rotary = o.rotary}));
    layer.norm = placed(transformer, at + "1.0", GainNorm(o.width));
    layer.widen =
        placed(transformer, at + "1.1", Linear(LinearOptions{o.width, 2 * hidden, false}));
    if (o.normformer) layer.innerNorm = placed(transformer, at + "1.3", GainNorm(hidden));
    layer.narrow = placed(transformer, at + "1.5", Linear(LinearOptions{hidden, o.width, false}));
    m_layers.push_back(std::move(layer));
  }
  m_norm = placed(transformer, "norm", GainNorm(o.width));
  m_out = placed(transformer, "project_out", Linear(LinearOptions{o.width, o.width, false}));
}

torch::Tensor Dalle2PriorImpl::positionBias(int64_t length) const {
  std::vector<int64_t> buckets;
  // The learned key before the others counts as position 0, and all others move by one.
  for (int64_t query = 0; query < length; ++query)
    for (int64_t key = 0; key <= length; ++key) buckets.push_back(bucketOf(query - key));
  const auto ids = torch::tensor(buckets, torch::kInt64).view({length, length + 1});
  return m_distances->weight.index_select(0, ids.flatten().to(m_distances->weight.device()))
      .view({length, length + 1, m_options.heads})
      .permute({2, 0, 1});
}

torch::Tensor Dalle2PriorImpl::forward(const torch::Tensor& noised, const torch::Tensor& time,
                                       const Dalle2PriorText& text, bool drop) {
  const auto& o = m_options;
  const int64_t batch = noised.size(0);
  auto encodings = null_text_encodings.expand({batch, -1, -1});
  if (!drop && text.encodings.defined()) {
    auto given = text.encodings.narrow(1, 0, std::min(text.encodings.size(1), o.textTokens));
    given = torch::constant_pad_nd(given, {0, 0, 0, o.textTokens - given.size(1)});
    encodings = torch::where((given != 0).any(-1, true), given, encodings);
  }
  const auto row = [&](const torch::Tensor& t) { return t.view({-1, 1, o.width}); };
  const auto each = [&](const torch::Tensor& t) { return row(t).expand({batch, 1, o.width}); };
  auto x = torch::cat(
      {encodings, drop ? each(null_text_embeds) : row(text.embedding), each(m_times(time)),
       drop ? each(null_image_embed) : row(noised), each(learned_query)},
      1);
  const auto bias = positionBias(x.size(1));
  for (Layer& layer : m_layers) {
    x = layer.attention(x, bias) + x;
    const auto halves = layer.widen(layer.norm(x)).chunk(2, -1);
    auto h = halves[0] * torch::silu(halves[1]);
    if (layer.innerNorm) h = layer.innerNorm(h);
    x = layer.narrow(h) + x;
  }
  return m_out(m_norm->ofScaled(x.select(1, -1)));
}

}  // namespace pentimento::nn

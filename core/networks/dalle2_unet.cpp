#include "core/networks/dalle2_unet.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/networks/shapes.h"
#include "core/nn/module_path.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {
namespace {

constexpr int64_t kPictureChannels = 3;

torch::Tensor sinusoids(const torch::Tensor& time, int64_t width) {
  const int64_t half = width / 2;
  const auto frequencies = torch::exp(torch::arange(half, time.options()) *
                                      (-std::log(10000.0) / (static_cast<double>(half) - 1)));
  const auto angles = time.unsqueeze(1) * frequencies;
  return torch::cat({angles.sin(), angles.cos()}, 1);
}

// Rows of [N, T, W]-like `given`, or what stands for none in all of them.
torch::Tensor givenOr(const torch::Tensor& none, const torch::Tensor& given, bool drop) {
  return drop ? none.expand_as(given) : given;
}

}  // namespace

Dalle2UnetOptions dalle2UnetOptions(SharedSource tensors, const Json& config) try {
  Dalle2UnetOptions o;
  o.tensors = std::move(tensors);
  if (config.is_null()) return o;
  for (const char* key : {"self_cond", "sparse_attn", "resnet_weight_standardization",
                          "cross_embed_downsample", "combine_upsample_fmaps", "lowres_noise_cond"})
    if (const auto found = config.find(key); found != config.end() && *found == true)
      throw Error(ErrorKind::UnsupportedModel,
                  "this decoder was trained with {}, which this "
                  "version does not run",
                  key);
  if (const auto groups = config.find("resnet_groups");
      groups != config.end() && groups->is_number_integer())
    o.groups = groups->get<int64_t>();
  o.cosineSelfAttention = config.value("cosine_sim_self_attn", false);
  o.cosineCrossAttention = config.value("cosine_sim_cross_attn", false);
  if (config.value("scale_skip_connection", false)) o.skipScale = std::sqrt(0.5);
  return o;
} catch (const Json::exception& error) {
  throw Error(ErrorKind::UnsupportedModel, "the decoder's configuration cannot be used: {}",
              error.what());
}

Dalle2UnetImpl::Dalle2UnetImpl(const Dalle2UnetOptions& options) : m_options(options) {
  if (has("init_conv.weight")) {
    m_in.push_back(convolution("init_conv"));
  } else {
    for (int i = 0; has(fmt::format("init_conv.convs.{}.weight", i)); ++i)
      m_in.push_back(convolution(fmt::format("init_conv.convs.{}", i)));
  }
  const int64_t inputs =
      side(has("init_conv.weight") ? "init_conv.weight" : "init_conv.convs.0.weight", 1);
  m_channels = kPictureChannels;
  m_upsamples = inputs == 2 * m_channels;
  if (!m_upsamples && inputs != m_channels)
    throw Error(ErrorKind::UnsupportedModel,
                "this decoder takes {} input channels; only pictures of {}, alone or with a small "
                "picture, are known here",
                inputs, m_channels);
  buildConditioning();
  buildLevels();
  m_out = convolution("to_out");
  m_options.tensors.reset();  // only names and shapes were needed
}

bool Dalle2UnetImpl::has(const std::string& name) const {
  return m_options.tensors->contains(name);
}

int64_t Dalle2UnetImpl::side(const std::string& name, size_t axis) const {
  return Shapes(*m_options.tensors, "decoder of dalle2-pytorch").side(name, axis);
}

bool Dalle2UnetImpl::learnsVariance() const {
  return m_out->weight.size(0) == 2 * m_channels;
}

int64_t Dalle2UnetImpl::embeddingWidth() const {
  if (m_imageTokens) return m_imageTokens->weight.size(1);
  return m_imageHiddens ? m_imageHiddens->weight.size(1) : 0;
}

Conv2d Dalle2UnetImpl::convolution(const std::string& path) {
  return placed(*this, path,
                Conv2d(Conv2dOptions{.in = side(path + ".weight", 1),
                                     .out = side(path + ".weight", 0),
                                     .kernel = side(path + ".weight", 2),
                                     .bias = has(path + ".bias")}));
}

Linear Dalle2UnetImpl::linear(const std::string& path) {
  return placed(*this, path,
                Linear(LinearOptions{side(path + ".weight", 1), side(path + ".weight", 0),
                                     has(path + ".bias")}));
}

MultiQueryAttention Dalle2UnetImpl::selfAttention(const std::string& path) {
  if (!has(path + ".null_kv")) return nullptr;
  const int64_t headWidth = side(path + ".null_kv", 1);
  return placed(
      *this, path,
      MultiQueryAttention(MultiQueryOptions{.channels = side(path + ".norm.g", 0),
                                            .heads = side(path + ".to_q.weight", 0) / headWidth,
                                            .headWidth = headWidth,
                                            .cosine = m_options.cosineSelfAttention}));
}

Dalle2UnetImpl::Block Dalle2UnetImpl::block(const std::string& path) {
  Block made;
  const int64_t channels = side(path + ".block1.project.weight", 0);
  const auto norm = [&](const char* name) {
    return placed(*this, path + name,
                  GroupNorm(GroupNormOptions{.channels = channels, .groups = m_options.groups}));
  };
  made.time = linear(path + ".time_mlp.1");
  made.project1 = convolution(path + ".block1.project");
  made.norm1 = norm(".block1.norm");
  made.project2 = convolution(path + ".block2.project");
  made.norm2 = norm(".block2.norm");
  if (has(path + ".res_conv.weight")) made.shortcut = convolution(path + ".res_conv");
  const std::string attention = path + ".cross_attn";
  if (has(attention + ".null_kv")) {
    const int64_t headWidth = side(attention + ".null_kv", 1);
    made.attention = placed(*this, attention,
                            ContextAttention(ContextAttentionOptions{
                                .channels = channels,
                                .contextWidth = side(attention + ".to_kv.weight", 1),
                                .heads = side(attention + ".to_q.weight", 0) / headWidth,
                                .headWidth = headWidth,
                                .cosine = m_options.cosineCrossAttention}));
  }
  return made;
}

std::vector<Dalle2UnetImpl::Block> Dalle2UnetImpl::blocks(const std::string& path) {
  std::vector<Block> made;
  for (int i = 0; has(fmt::format("{}.{}.block1.project.weight", path, i)); ++i)
    made.push_back(block(fmt::format("{}.{}", path, i)));
  return made;
}

void Dalle2UnetImpl::buildConditioning() {
  const auto parameter = [&](const char* name) {
    const auto& shape = m_options.tensors->find(name);
    if (!shape) throw Error(ErrorKind::UnsupportedModel, "the decoder has no tensor {}", name);
    return register_parameter(name, uninitializedParameter(shape->shape));
  };
  null_image_embed = parameter("null_image_embed");
  null_image_hiddens = parameter("null_image_hiddens");
  null_text_embed = parameter("null_text_embed");
  m_timeHiddens = linear("to_time_hiddens.1");
  m_timeTokens = linear("to_time_tokens.0");
  m_timeCondition = linear("to_time_cond.0");
  if (has("image_to_tokens.0.weight")) m_imageTokens = linear("image_to_tokens.0");
  if (has("to_image_hiddens.0.weight")) m_imageHiddens = linear("to_image_hiddens.0");
  if (has("text_to_cond.weight")) m_textTokens = linear("text_to_cond");
  const LayerNormOptions norm{side("norm_cond.weight", 0)};
  m_levelNorm = register_module("norm_cond", LayerNorm(norm));
  m_middleNorm = register_module("norm_mid_cond", LayerNorm(norm));
}

void Dalle2UnetImpl::buildLevels() {
  if (has("init_resnet_block.block1.project.weight"))
    m_firstBlock.push_back(block("init_resnet_block"));
  for (int i = 0; has(fmt::format("downs.{}.1.block1.project.weight", i)); ++i) {
    const std::string at = fmt::format("downs.{}.", i);
    Level level;
    if (has(at + "0.1.weight")) level.before = convolution(at + "0.1");
    level.first = block(at + "1");
    level.blocks = blocks(at + "2");
    level.attention = selfAttention(at + "3.fn.fn");
    level.halves = has(at + "4.1.weight");
    level.after = convolution(level.halves ? at + "4.1" : at + "4");
    m_downs.push_back(std::move(level));
  }
  m_middle1 = block("mid_block1");
  m_middleAttention = selfAttention("mid_attn.fn.fn");
  m_middle2 = block("mid_block2");
  for (int i = 0; has(fmt::format("ups.{}.0.block1.project.weight", i)); ++i) {
    const std::string at = fmt::format("ups.{}.", i);
    Level level;
    level.first = block(at + "0");
    level.blocks = blocks(at + "1");
    level.attention = selfAttention(at + "2.fn.fn");
    level.shuffles = has(at + "3.net.0.weight");
    if (level.shuffles)
      level.after = convolution(at + "3.net.0");
    else if (has(at + "3.1.weight"))
      level.after = convolution(at + "3.1");
    m_ups.push_back(std::move(level));
  }
  m_lastBlock = block("final_resnet_block");
}

torch::Tensor Dalle2UnetImpl::Block::forward(const torch::Tensor& x, const Tokens& tokens,
                                             const torch::Tensor& context) {
  const auto scaleShift = time(torch::silu(tokens.time)).chunk(2, 1);
  auto h = norm1(project1(x),
                 GroupNormFusion{.scale = scaleShift[0], .shift = scaleShift[1], .silu = true});
  if (attention) {
    const auto sequence = h.flatten(2).transpose(1, 2);
    h = (attention(sequence, context) + sequence).transpose(1, 2).reshape(h.sizes());
  }
  h = norm2(project2(h), GroupNormFusion{.silu = true});
  return h + (shortcut ? shortcut(x) : x);
}

torch::Tensor Dalle2UnetImpl::attended(MultiQueryAttention& attention, const torch::Tensor& x) {
  if (!attention) return x;
  const auto sequence = x.flatten(2).transpose(1, 2);
  return (attention(sequence) + sequence).transpose(1, 2).reshape(x.sizes());
}

torch::Tensor Dalle2UnetImpl::timeHiddens(const torch::Tensor& time) {
  const int64_t width = m_timeHiddens->weight.size(1);
  const auto wave = sinusoids(time.to(torch::kFloat32), width);
  return torch::gelu(m_timeHiddens(wave.to(m_timeHiddens->weight.scalar_type())));
}

torch::Tensor Dalle2UnetImpl::textTokens(const torch::Tensor& encodings, bool drop) {
  const int64_t room = null_text_embed.size(1);
  auto given = encodings.narrow(1, 0, std::min(encodings.size(1), room));
  const auto seen = torch::constant_pad_nd((given != 0).any(-1, true).to(torch::kFloat32),
                                           {0, 0, 0, room - given.size(1)});
  const auto tokens = torch::constant_pad_nd(m_textTokens(given), {0, 0, 0, room - given.size(1)});
  return torch::where((seen > 0).logical_and(torch::tensor(!drop).to(seen.device())), tokens,
                      null_text_embed);
}

Dalle2UnetImpl::Tokens Dalle2UnetImpl::tokensOf(const Dalle2UnetInput& input, bool drop) {
  const int64_t batch = input.x.size(0), width = null_text_embed.size(2);
  const auto hiddens = timeHiddens(input.time.expand({batch}));
  Tokens tokens;
  tokens.time = m_timeCondition(hiddens);
  if (m_imageHiddens)
    tokens.time = tokens.time + givenOr(null_image_hiddens,
                                        torch::gelu(m_imageHiddens(input.imageEmbedding)), drop);
  auto levels = m_timeTokens(hiddens).view({batch, -1, width});
  if (m_imageTokens)
    levels = torch::cat(
        {levels, givenOr(null_image_embed,
                         m_imageTokens(input.imageEmbedding).view({batch, -1, width}), drop)},
        1);
  auto middle = levels;
  if (m_textTokens && input.textEncodings.defined())
    middle = torch::cat({levels, textTokens(input.textEncodings, drop)}, 1);
  tokens.levels = m_levelNorm(levels);
  tokens.middle = m_middleNorm(middle);
  return tokens;
}

torch::Tensor Dalle2UnetImpl::forward(const Dalle2UnetInput& input, bool drop) {
  if (m_upsamples && !input.lowResolution.defined())
    throw Error(ErrorKind::Internal, "an upsampler needs the picture that it enlarges");
  const Tokens tokens = tokensOf(input, drop);
  auto x = m_upsamples ? torch::cat({input.x, input.lowResolution}, 1) : input.x;
  std::vector<torch::Tensor> scales;
  for (Conv2d& convolution : m_in) scales.push_back(convolution(x));
  x = torch::cat(scales, 1);
  const auto start = x;
  for (Block& first : m_firstBlock) x = first.forward(x, tokens, tokens.levels);

  std::vector<torch::Tensor> skips;
  for (Level& level : m_downs) {
    if (level.before) x = level.before(torch::pixel_unshuffle(x, 2));
    x = level.first.forward(x, tokens, tokens.levels);
    for (Block& block : level.blocks) {
      x = block.forward(x, tokens, tokens.levels);
      skips.push_back(x);
    }
    x = attended(level.attention, x);
    skips.push_back(x);
    x = level.after(level.halves ? torch::pixel_unshuffle(x, 2) : x);
  }
  x = m_middle1.forward(x, tokens, tokens.middle);
  x = attended(m_middleAttention, x);
  x = m_middle2.forward(x, tokens, tokens.middle);
  const auto withSkip = [&] {
    const auto skip = skips.back() * m_options.skipScale;
    skips.pop_back();
    return torch::cat({x, skip}, 1);
  };
  for (Level& level : m_ups) {
    x = level.first.forward(withSkip(), tokens, tokens.levels);
    for (Block& block : level.blocks) x = block.forward(withSkip(), tokens, tokens.levels);
    x = attended(level.attention, x);
    if (!level.after) continue;
    x = level.shuffles ? torch::pixel_shuffle(torch::silu(level.after(x)), 2)
                       : level.after(at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)}));
  }
  x = m_lastBlock.forward(torch::cat({x, start}, 1), tokens, tokens.levels);
  return m_out(m_upsamples ? torch::cat({x, input.lowResolution}, 1) : x);
}

}  // namespace pentimento::nn

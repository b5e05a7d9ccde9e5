#include "core/networks/shapes.h"

#include <fmt/format.h>

#include <array>

#include "core/base/error.h"
#include "core/base/printable.h"

namespace pentimento::nn {
namespace {

struct SizeKey {
  const char* key;
  int64_t lowest = 1;
  int64_t highest = int64_t{1} << 24;
};

constexpr int64_t kMostBlocks = 1000;

constexpr std::array kSizes{SizeKey{"addition_time_embed_dim"},
                            SizeKey{"attention_head_dim"},
                            SizeKey{"block_out_channels"},
                            SizeKey{"clip_embeddings_dim"},
                            SizeKey{"clip_extra_context_tokens"},
                            SizeKey{"cross_attention_dim"},
                            SizeKey{"embedding_dim"},
                            SizeKey{"encoder_hid_dim"},
                            SizeKey{"hidden_size"},
                            SizeKey{"image_size"},
                            SizeKey{"in_channels"},
                            SizeKey{"intermediate_size"},
                            SizeKey{"latent_channels"},
                            SizeKey{"layers_per_block", 1, kMostBlocks},
                            SizeKey{"max_position_embeddings"},
                            SizeKey{"norm_num_groups"},
                            SizeKey{"num_attention_heads"},
                            SizeKey{"num_embeddings"},
                            SizeKey{"num_hidden_layers", 1, kMostBlocks},
                            SizeKey{"num_layers", 1, kMostBlocks},
                            SizeKey{"num_vq_embeddings"},
                            SizeKey{"out_channels"},
                            SizeKey{"patch_size"},
                            SizeKey{"projection_class_embeddings_input_dim"},
                            SizeKey{"projection_dim"},
                            SizeKey{"time_embed_dim"},
                            SizeKey{"transformer_layers_per_block", 0, kMostBlocks},
                            SizeKey{"vocab_size"},
                            SizeKey{"vq_embed_dim"}};

void requireSize(const SizeKey& size, const Json& value) {
  if (value.is_array()) {
    for (const Json& one : value) requireSize(size, one);
    return;
  }
  if (!value.is_number() || (value >= size.lowest && value <= size.highest)) return;
  throw Error(ErrorKind::CorruptFile,
              "the configuration beside the model gives {} as {}: it must be from {} to {}",
              size.key, printable(value.dump()), size.lowest, size.highest);
}

}  // namespace

const std::vector<int64_t>& Shapes::of(std::string_view name) const {
  if (const TensorInfo* info = m_source.find(name)) return info->shape;
  throw Error(ErrorKind::UnsupportedModel, "this is no {} that we know: it has no tensor {}",
              m_what, name);
}

int64_t Shapes::side(std::string_view name, size_t dimension) const {
  const auto& shape = of(name);
  if (dimension >= shape.size())
    throw Error(ErrorKind::UnsupportedModel, "the {}'s tensor {} has too few dimensions", m_what,
                name);
  if (shape[dimension] < 1)
    throw Error(ErrorKind::UnsupportedModel, "the {}'s tensor {} is empty", m_what, name);
  return shape[dimension];
}

int64_t Shapes::count(std::string_view pattern) const {
  int64_t count = 0;
  while (m_source.contains(fmt::format(fmt::runtime(pattern), count))) ++count;
  return count;
}

void requireSizes(const Json& config) {
  for (const SizeKey& size : kSizes)
    if (const auto found = config.find(size.key); found != config.end()) requireSize(size, *found);
}

}  // namespace pentimento::nn

/// The U-Nets of the dalle2-pytorch library's decoder cascades (LAION's public DALL·E 2 weights).
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/networks/dalle2_attention.h"
#include "core/nn/convolution.h"
#include "core/nn/group_norm.h"
#include "core/nn/layer_norm.h"
#include "core/weights/tensor_view.h"

namespace pentimento::nn {

/// The library's configuration has dozens of switches, nearly all of which show in the tensors; so
/// the network is built after them.
struct Dalle2UnetOptions {
  SharedSource tensors;  ///< names without "unets.N."
  int64_t groups = 8;
  bool cosineSelfAttention = false, cosineCrossAttention = false;
  double skipScale = 1;
};

/// @param config  one of "unets" in the decoder's configuration; may be null
/// @throws Error(UnsupportedModel) for switches that this network does not have
[[nodiscard]] Dalle2UnetOptions dalle2UnetOptions(SharedSource tensors, const Json& config);

struct Dalle2UnetInput {
  torch::Tensor x{};               ///< [N, C, H, W] in −1..1
  torch::Tensor time{};            ///< [N]
  torch::Tensor imageEmbedding{};  ///< [N, E]; for networks that take one
  torch::Tensor textEncodings{};   ///< [N, L, W] or undefined; rows of zeros are padding
  torch::Tensor lowResolution{};   ///< [N, C, H, W], enlarged; for upsamplers
};

class Dalle2UnetImpl : public torch::nn::Module {
 public:
  explicit Dalle2UnetImpl(const Dalle2UnetOptions& options);

  /// @param drop  conditioning is replaced by what stands for none, as guidance needs it
  /// @return [N, C, H, W] noise, or twice the channels: noise and the share of its variance
  [[nodiscard]] torch::Tensor forward(const Dalle2UnetInput& input, bool drop = false);
  /// Whether it enlarges: takes a low resolution picture.
  [[nodiscard]] bool upsamples() const noexcept { return m_upsamples; }
  [[nodiscard]] int64_t channels() const noexcept { return m_channels; }
  [[nodiscard]] bool learnsVariance() const;
  [[nodiscard]] bool readsText() const noexcept { return !m_textTokens.is_empty(); }
  /// Of the CLIP embeddings that it paints; 0 = it takes none.
  [[nodiscard]] int64_t embeddingWidth() const;

 private:
  struct Tokens {
    torch::Tensor time, levels, middle;  // [N, 4·dim], [N, T, condWidth] ...
  };
  struct Block {
    Linear time{nullptr};
    Conv2d project1{nullptr}, project2{nullptr}, shortcut{nullptr};
    GroupNorm norm1{nullptr}, norm2{nullptr};
    ContextAttention attention{nullptr};
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const Tokens& tokens,
                                        const torch::Tensor& context);
  };
  struct Level {
    Conv2d before{nullptr};  // halves the size first
    Block first;
    std::vector<Block> blocks;
    MultiQueryAttention attention{nullptr};
    Conv2d after{nullptr};  // changes the size, or only the channels
    bool halves = false, shuffles = false;
  };

  [[nodiscard]] Block block(const std::string& path);
  [[nodiscard]] Conv2d convolution(const std::string& path);
  [[nodiscard]] Linear linear(const std::string& path);
  [[nodiscard]] MultiQueryAttention selfAttention(const std::string& path);
  [[nodiscard]] std::vector<Block> blocks(const std::string& path);
  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] int64_t side(const std::string& name, size_t axis) const;
  void buildConditioning();
  void buildLevels();

  [[nodiscard]] Tokens tokensOf(const Dalle2UnetInput& input, bool drop);
  [[nodiscard]] torch::Tensor timeHiddens(const torch::Tensor& time);
  [[nodiscard]] torch::Tensor textTokens(const torch::Tensor& encodings, bool drop);
  [[nodiscard]] static torch::Tensor attended(MultiQueryAttention& attention,
                                              const torch::Tensor& x);

  Dalle2UnetOptions m_options;
  int64_t m_channels = 3;
  bool m_upsamples = false;
  torch::Tensor null_image_embed, null_image_hiddens, null_text_embed;
  std::vector<Conv2d> m_in;  // of several kernel sizes, side by side
  Linear m_timeHiddens{nullptr}, m_timeTokens{nullptr}, m_timeCondition{nullptr};
  Linear m_imageTokens{nullptr}, m_imageHiddens{nullptr}, m_textTokens{nullptr};
  LayerNorm m_levelNorm{nullptr}, m_middleNorm{nullptr};
  std::vector<Block> m_firstBlock;  // none or one
  std::vector<Level> m_downs, m_ups;
  Block m_middle1, m_middle2, m_lastBlock;
  MultiQueryAttention m_middleAttention{nullptr};
  Conv2d m_out{nullptr};
};
TORCH_MODULE(Dalle2Unet);

}  // namespace pentimento::nn

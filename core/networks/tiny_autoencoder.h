/// A small convolutional autoencoder for previews (TAESD, Bohan 2023; diffusers' AutoencoderTiny).
/// Latents are those of the sampler: no scaling factor on either side. Pictures are [N, 3, H, W] in
/// [−1, 1], not clamped. Layers are numbered as in the published files.
#pragma once

#include <functional>

#include "core/tensor/torch.h"
#include "core/weights/tensor_view.h"

namespace pentimento::nn {

struct TinyAutoencoderConfig {
  int64_t channels = 64;
  int64_t latentChannels = 4;
  std::vector<int64_t> blocks;  ///< residual blocks per resolution, in the order of computation
  bool operator==(const TinyAutoencoderConfig&) const = default;
};

/// Layers in a row under the names "0", "1" …, where activations and resizing take a number too.
class NumberedLayersImpl : public torch::nn::Module {
 public:
  [[nodiscard]] torch::Tensor forward(torch::Tensor x) const;

 protected:
  template <typename Holder>
  void append(Holder layer) {
    register_module(std::to_string(m_layers.size()), layer);
    m_layers.emplace_back([layer](const torch::Tensor& x) mutable { return layer->forward(x); });
  }
  void skip(std::function<torch::Tensor(const torch::Tensor&)> layer) {
    m_layers.push_back(std::move(layer));
  }

 private:
  std::vector<std::function<torch::Tensor(const torch::Tensor&)>> m_layers;
};

class TinyEncoderImpl : public NumberedLayersImpl {
 public:
  explicit TinyEncoderImpl(const TinyAutoencoderConfig& config);
  /// [N, 3, H, W] → [N, Cl, H/8, W/8]
  [[nodiscard]] torch::Tensor encode(const torch::Tensor& picture);
};
TORCH_MODULE(TinyEncoder);

class TinyDecoderImpl : public NumberedLayersImpl {
 public:
  explicit TinyDecoderImpl(const TinyAutoencoderConfig& config);
  /// [N, Cl, h, w] → [N, 3, 8h, 8w]
  [[nodiscard]] torch::Tensor decode(const torch::Tensor& latents);
};
TORCH_MODULE(TinyDecoder);

/// The encoder or decoder of a published file under our names: a diffusers file (encoder.layers.0
/// …) or an original one (0 …; the decoder's numbers one higher, as its layer 0 is the clamp);
/// nullptr when there is none.
[[nodiscard]] SharedSource tinyEncoderPart(const SharedSource& file);
[[nodiscard]] SharedSource tinyDecoderPart(const SharedSource& file);

/// @throws Error(UnsupportedModel)
[[nodiscard]] TinyAutoencoderConfig tinyEncoderConfigFromTensors(const TensorSource& part);
[[nodiscard]] TinyAutoencoderConfig tinyDecoderConfigFromTensors(const TensorSource& part);

}  // namespace pentimento::nn

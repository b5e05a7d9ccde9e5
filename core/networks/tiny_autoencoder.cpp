#include "core/networks/tiny_autoencoder.h"

#include <charconv>
#include <string>

#include "core/networks/shapes.h"
#include "core/nn/convolution.h"
#include "core/nn/folder.h"

namespace pentimento::nn {
namespace {

/// relu(x + three convolutions of x), named conv.0, conv.2, conv.4.
class TinyBlockImpl : public torch::nn::Module {
 public:
  explicit TinyBlockImpl(int64_t channels) {
    auto conv = register_module("conv", Folder());
    for (const char* number : {"0", "2", "4"})
      m_convolutions.emplace_back(
          conv->register_module(number, Conv2d(Conv2dOptions{.in = channels, .out = channels})));
  }
  torch::Tensor forward(const torch::Tensor& x) {
    const auto h = torch::relu(m_convolutions[1](torch::relu(m_convolutions[0](x))));
    return torch::relu(x + m_convolutions[2](h));
  }

 private:
  std::vector<Conv2d> m_convolutions;
};
TORCH_MODULE(TinyBlock);

torch::Tensor doubled(const torch::Tensor& x) {
  return torch::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
}

torch::ScalarType formatOf(const torch::nn::Module& module) {
  return module.parameters().front().scalar_type();
}

/// "7.conv.0.weight" → "6.conv.0.weight"
std::optional<std::string> oneLower(std::string_view name) {
  int number = 0;
  const auto end = std::from_chars(name.data(), name.data() + name.size(), number);
  if (end.ec != std::errc() || number == 0) return std::nullopt;
  return std::to_string(number - 1) + std::string(name.substr(end.ptr - name.data()));
}

/// A strided or enlarging convolution is the one without bias: it starts a new resolution.
TinyAutoencoderConfig countBlocks(const TensorSource& part) {
  const Shapes shapes(part, "tiny autoencoder");
  TinyAutoencoderConfig config{.channels = shapes.side("0.weight", 0), .blocks = {0}};
  constexpr int kMostLayers = 64;
  for (int layer = 1; layer < kMostLayers; ++layer) {
    const std::string number = std::to_string(layer);
    if (part.contains(number + ".conv.0.weight"))
      ++config.blocks.back();
    else if (part.contains(number + ".weight") && !part.contains(number + ".bias"))
      config.blocks.push_back(0);
  }
  return config;
}

}  // namespace

torch::Tensor NumberedLayersImpl::forward(torch::Tensor x) const {
  for (const auto& layer : m_layers) x = layer(x);
  return x;
}

TinyEncoderImpl::TinyEncoderImpl(const TinyAutoencoderConfig& config) {
  const int64_t channels = config.channels;
  append(Conv2d(Conv2dOptions{.in = 3, .out = channels}));
  for (size_t stage = 0; stage < config.blocks.size(); ++stage) {
    if (stage > 0)
      append(Conv2d(Conv2dOptions{.in = channels, .out = channels, .stride = 2, .bias = false}));
    for (int64_t i = 0; i < config.blocks[stage]; ++i) append(TinyBlock(channels));
  }
  append(Conv2d(Conv2dOptions{.in = channels, .out = config.latentChannels}));
}

torch::Tensor TinyEncoderImpl::encode(const torch::Tensor& picture) {
  return forward(((picture + 1) / 2).to(formatOf(*this))).to(picture.dtype());
}

TinyDecoderImpl::TinyDecoderImpl(const TinyAutoencoderConfig& config) {
  const int64_t channels = config.channels;
  append(Conv2d(Conv2dOptions{.in = config.latentChannels, .out = channels}));
  skip([](const torch::Tensor& x) { return torch::relu(x); });
  for (size_t stage = 0; stage < config.blocks.size(); ++stage) {
    if (stage > 0) append(Conv2d(Conv2dOptions{.in = channels, .out = channels, .bias = false}));
    for (int64_t i = 0; i < config.blocks[stage]; ++i) append(TinyBlock(channels));
    if (stage + 1 < config.blocks.size()) skip(doubled);
  }
  append(Conv2d(Conv2dOptions{.in = channels, .out = 3}));
}

torch::Tensor TinyDecoderImpl::decode(const torch::Tensor& latents) {
  const auto clamped = torch::tanh(latents / 3) * 3;
  return (forward(clamped.to(formatOf(*this))) * 2 - 1).to(latents.dtype());
}

SharedSource tinyEncoderPart(const SharedSource& file) {
  if (file->contains("encoder.layers.0.weight")) return withoutPrefix(file, "encoder.layers.");
  return file->contains("0.weight") && file->contains("1.conv.0.weight") ? file : nullptr;
}

SharedSource tinyDecoderPart(const SharedSource& file) {
  if (file->contains("decoder.layers.0.weight")) return withoutPrefix(file, "decoder.layers.");
  return file->contains("1.weight") && file->contains("3.conv.0.weight") ? renamed(file, oneLower)
                                                                         : nullptr;
}

TinyAutoencoderConfig tinyEncoderConfigFromTensors(const TensorSource& part) {
  TinyAutoencoderConfig config = countBlocks(part);
  int64_t last = 1;
  for (const int64_t blocks : config.blocks) last += blocks;
  last += static_cast<int64_t>(config.blocks.size()) - 1;
  config.latentChannels =
      Shapes(part, "tiny autoencoder").side(std::to_string(last) + ".weight", 0);
  return config;
}

TinyAutoencoderConfig tinyDecoderConfigFromTensors(const TensorSource& part) {
  TinyAutoencoderConfig config = countBlocks(part);
  config.latentChannels = Shapes(part, "tiny autoencoder").side("0.weight", 1);
  return config;
}

}  // namespace pentimento::nn

#pragma once

#include "core/networks/clip_text_encoder.h"
#include "core/networks/kl_autoencoder.h"
#include "core/networks/unet.h"
#include "core/weights/indexed_source.h"

namespace pentimento {

/// The published sizes of Stable Diffusion 1.5.
struct BenchModel {
  nn::UnetConfig unet{.levels = {{320, 8, 1}, {640, 8, 1}, {1280, 8, 1}, {1280, 8, 0}}};
  nn::KlAutoencoderConfig autoencoder;
  nn::ClipTextConfig text;
};

inline constexpr const char* kBenchUnet = "unet.";
inline constexpr const char* kBenchAutoencoder = "vae.";
inline constexpr const char* kBenchText = "text_encoder.";

/// All tensors of the model as half precision, made up when they are read: activations keep a size
/// of about one through all layers, as in a trained network.
class BenchWeights final : public IndexedSource {
 public:
  explicit BenchWeights(const BenchModel& model);

 private:
  void addAll(const torch::nn::Module& network, const std::string& prefix);
  [[nodiscard]] TensorBytes readAt(size_t index) const override;
};

}  // namespace pentimento

/// Trains the upsampler 64² → 256²: convolutions only, on random crops, from a small picture that
/// is blurred (as the decoder's are; Ramesh et al. 2022, section 2.1) and noised (Saharia et al.
/// 2022, section 2.4), and the part of the large one that is known.
#pragma once

#include <memory>

#include "core/networks/unclip_upsampler.h"
#include "core/training/example_source.h"
#include "core/training/training_task.h"

namespace pentimento::training {

struct UpsamplerTaskOptions {
  nn::PixelUnetOptions network{.inChannels = 10,
                               .widths = {48, 96},
                               .attention = {false, false},
                               .tokenWidth = 0,
                               .vectorWidth = 0,
                               .timeWidth = 128};
  int size = 256;          ///< of the finished picture
  int factor = 4;          ///< to the small one
  int crop = 64;           ///< side of the crops, in pixels of the finished picture
  double lowBlur = 0.9;    ///< largest sigma on the small picture, in its pixels
  double lowNoise = 0.08;  ///< largest noise on it
  uint64_t seed = 1;
};

class UpsamplerTask final : public TrainingTask {
 public:
  UpsamplerTask(const UpsamplerTaskOptions& options, std::shared_ptr<const ExampleSource> source);
  [[nodiscard]] torch::nn::Module& network() override { return *m_network; }
  [[nodiscard]] torch::Tensor loss(const BatchPosition& batch) override;
  /// Small pictures enlarged by interpolation, by the network, and the originals: three rows.
  [[nodiscard]] Image sheet() override;

 private:
  UpsamplerTaskOptions m_options;
  nn::UnclipUpsampler m_network;
  std::shared_ptr<const ExampleSource> m_source;
};

/// The small picture as the upsampler reads it: blurred by `sigma` pixels of its own and enlarged
/// again by `factor`. [N, 3, H, W]
[[nodiscard]] torch::Tensor reducedAndEnlarged(const torch::Tensor& pictures, int factor,
                                               double sigma = 0);

}  // namespace pentimento::training

/// Sampling of the built-in model's networks (DDIM; Song et al. 2021) in continuous time:
/// x_t = cos(pi t / 2)·x0 + sin(pi t / 2)·eps.
#pragma once

#include <functional>

#include "core/networks/embedding_prior.h"
#include "core/networks/unclip_decoder.h"
#include "core/networks/unclip_upsampler.h"

namespace pentimento {

/// After each step, counted from 1: the current estimate of the picture. [N, 3, H, W]
using OnEstimate = std::function<void(int step, const torch::Tensor& x0)>;

struct DecoderSampling {
  int steps = 20;
  double guidance = 3;     ///< 1 = off
  double strength = 1;     ///< share of the time that is run; below 1 `source` is needed
  torch::Tensor source{};  ///< the picture to start from. [N, 3, H, W]
};

/// @param input `noisy`, `time` are ignored; the rest is what is asked for
/// @param noise unit normal, [N, 3, H, W]
/// @returns [N, 3, H, W] in [-1, 1], with the known part put back
[[nodiscard]] torch::Tensor sampleDecoder(nn::UnclipDecoder decoder, nn::DecoderInput input,
                                          const torch::Tensor& noise,
                                          const DecoderSampling& sampling,
                                          const OnEstimate& onEstimate = {});

/// The noise that `sampleDecoder` without guidance would turn into `picture`: its steps backwards
/// (Song et al. 2021, section 4.3). The longer ones of few steps lose some of the picture.
/// @param input what the picture is said to be; `noisy`, `time` are ignored
[[nodiscard]] torch::Tensor invertDecoder(nn::UnclipDecoder decoder, const nn::DecoderInput& input,
                                          const torch::Tensor& picture, int steps);

struct PriorSampling {
  int steps = 12;
  double guidance = 1;  ///< 1 = off
};

/// Captions → embeddings of pictures that they may mean, of unit length, [N, E].
/// tokens: [N, T]; textEmbedding, noise: [N, E], the former of unit length
[[nodiscard]] torch::Tensor samplePrior(nn::EmbeddingPrior prior, const torch::Tensor& tokens,
                                        const torch::Tensor& textEmbedding,
                                        const torch::Tensor& noise, const PriorSampling& sampling);

/// @param input `noisy`, `time` are ignored
[[nodiscard]] torch::Tensor sampleUpsampler(nn::UnclipUpsampler upsampler, nn::UpsamplerInput input,
                                            const torch::Tensor& noise, int steps,
                                            const OnEstimate& onEstimate = {});

}  // namespace pentimento

/// Pictures from a decoder in training: what its sheets show.
#pragma once

#include "core/training/decoder_task.h"

namespace pentimento::training {

struct DecoderSampling {
  int steps = 20;
  double guidance = 3;
  uint64_t seed = 7;
};

/// Deterministic sampling with guidance (DDIM; Song et al. 2021).
/// @param input `noisy`, `time` are ignored; the rest is what is asked for
/// @returns [N, 3, H, W] in [-1, 1], with the known part put back
[[nodiscard]] torch::Tensor sampleDecoder(nn::UnclipDecoder decoder, nn::DecoderInput input,
                                          const DecoderSampling& sampling);

struct DecoderSamples {
  torch::Tensor fromText, masked, edited;
};
/// The sheet's prompts from nothing, and edits of rooms.
[[nodiscard]] DecoderSamples sampleForSheet(nn::UnclipDecoder decoder,
                                            const DecoderTaskOptions& options,
                                            const Tokenizer& tokenizer);

}  // namespace pentimento::training

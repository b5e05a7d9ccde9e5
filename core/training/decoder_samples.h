/// Pictures from a decoder in training: what its sheets show.
#pragma once

#include "core/training/decoder_task.h"

namespace pentimento::training {

struct DecoderSamples {
  torch::Tensor fromText, masked, edited;
};
/// The sheet's prompts from nothing, and edits of rooms.
[[nodiscard]] DecoderSamples sampleForSheet(nn::UnclipDecoder decoder,
                                            const DecoderTaskOptions& options,
                                            const Tokenizer& tokenizer);

}  // namespace pentimento::training

/// What the prompt panel shows while one types: how long a prompt is for the model, and which part
/// of it the model will not see.
#pragma once

#include <functional>
#include <string_view>

#include "core/text/prompt_chunks.h"

namespace pentimento {

struct TokenCount {
  size_t tokens = 0;  ///< of the text as written, start and end not counted
  size_t room = 0;    ///< tokens before the next chunk begins, or before the text is cut
  size_t chunks = 1;  ///< sequences the text encoder will run on
  size_t readTo = 0;  ///< byte offset up to which the model reads; the size when all of it
  [[nodiscard]] bool cut(std::string_view prompt) const noexcept { return readTo < prompt.size(); }
};

/// For CLIP models that take any length: nothing is cut, `chunks` grows.
[[nodiscard]] TokenCount countChunks(std::string_view prompt, const ClipBpe& tokenizer,
                                     const EmbeddingNames& embeddings = {});

/// For models that read `length` ids, start and end included, and drop the rest. Weights are not
/// syntax here.
[[nodiscard]] TokenCount countPlain(std::string_view prompt, const Tokenizer& tokenizer,
                                    size_t length);

}  // namespace pentimento

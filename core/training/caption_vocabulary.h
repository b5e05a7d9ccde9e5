/// The vocabulary of captions, learnt from the captions themselves.
#pragma once

#include <filesystem>
#include <memory>

#include "core/text/tokenizer.h"
#include "core/training/example_source.h"

namespace pentimento::training {

/// The vocabulary captions.model in `folder`; when there is none, one is learnt from the source's
/// captions and saved there. words.txt beside it holds all words of these captions. Its padding is
/// 0; what it does not know is spelled byte by byte.
/// @param size number of pieces, at the most
/// @throws Error(CorruptFile, Io); Error(InvalidInput) when the captions hold too little
[[nodiscard]] std::shared_ptr<const Tokenizer> captionVocabulary(
    const std::filesystem::path& folder, const ExampleSource& source, int64_t size);

}  // namespace pentimento::training

#include "core/training/caption_vocabulary.h"

#include "core/base/files.h"
#include "core/text/sentencepiece_tokenizer.h"

namespace pentimento::training {

std::shared_ptr<const Tokenizer> captionVocabulary(const std::filesystem::path& path,
                                                   const ExampleSource& source, int64_t size) {
  if (!std::filesystem::exists(path)) {
    constexpr uint64_t kSentences = 20000;
    constexpr int kSmallest = 8;  // only the words count
    uint64_t index = 0;
    const auto next = [&]() -> std::optional<std::string> {
      if (index == kSentences) return std::nullopt;
      const Example example = index % 2 ? source.captioned(index, kSmallest)
                                        : source.editable(index, kSmallest);
      ++index;
      return example.caption.empty() ? std::string(" ") : example.caption;
    };
    SentencepieceTraining options;
    options.vocabularySize = static_cast<int>(size);
    options.threads = 1;
    std::filesystem::create_directories(path.parent_path());
    writeFileAtomically(path, trainSentencepiece(next, options), IfExists::Replace);
  }
  return std::make_shared<SentencepieceTokenizer>(SentencepieceTokenizer::fromFile(path));
}

}  // namespace pentimento::training

#include "core/training/caption_vocabulary.h"

#include <cctype>
#include <set>

#include "core/base/files.h"
#include "core/text/sentencepiece_tokenizer.h"

namespace pentimento::training {
namespace {

void addWords(const std::string& caption, std::set<std::string>& words) {
  std::string word;
  for (const char c : caption + " ") {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) || byte >= 0x80) {
      word += static_cast<char>(std::tolower(byte));
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
  }
}

}  // namespace

std::shared_ptr<const Tokenizer> captionVocabulary(const std::filesystem::path& folder,
                                                   const ExampleSource& source, int64_t size) {
  const auto model = folder / "captions.model", list = folder / "words.txt";
  if (!std::filesystem::exists(model) || !std::filesystem::exists(list)) {
    constexpr uint64_t kSentences = 20000;
    constexpr int kSmallest = 8;  // only the words count
    std::vector<std::string> captions;
    std::set<std::string> words;
    for (uint64_t i = 0; i < kSentences; ++i) {
      captions.push_back(i % 2 ? source.captioned(i, kSmallest).caption
                               : source.editable(i, kSmallest).caption);
      addWords(captions.back(), words);
    }
    std::filesystem::create_directories(folder);
    if (!std::filesystem::exists(model)) {
      size_t next = 0;
      SentencepieceTraining options;
      options.vocabularySize = static_cast<int>(size);
      options.threads = 1;
      const auto sentence = [&]() -> std::optional<std::string> {
        while (next < captions.size() && captions[next].empty()) ++next;
        return next < captions.size() ? std::optional(captions[next++]) : std::nullopt;
      };
      writeFileAtomically(model, trainSentencepiece(sentence, options), IfExists::Replace);
    }
    std::string lines;
    for (const std::string& word : words) lines += word + "\n";
    writeFileAtomically(list, lines, IfExists::Replace);
  }
  return std::make_shared<SentencepieceTokenizer>(SentencepieceTokenizer::fromFile(model));
}

}  // namespace pentimento::training

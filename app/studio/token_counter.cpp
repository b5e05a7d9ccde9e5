#include "app/studio/token_counter.h"

#include "core/base/error.h"
#include "core/text/sentencepiece_tokenizer.h"
#include "core/weights/built_in_model.h"
#include "core/weights/model_folders.h"

namespace pentimento {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const ClipBpe> clipVocabularyAt(const fs::path& place) {
  try {
    return std::make_shared<ClipBpe>(fs::is_directory(place) ? ClipBpe::fromFolder(place)
                                                             : ClipBpe::fromMergeList(place));
  } catch (const std::exception&) {  // missing, or damaged: then nothing is counted
    return nullptr;
  }
}

std::shared_ptr<const ClipBpe> clipVocabularyOf(const fs::path& model) {
  std::error_code failure;
  if (fs::is_directory(model, failure)) return clipVocabularyAt(model / "tokenizer");
  for (const Asset& asset : ModelFolders::ofUser().list(AssetKind::Tokenizer))
    if (auto vocabulary = clipVocabularyAt(asset.path)) return vocabulary;
  return nullptr;
}

std::shared_ptr<const Tokenizer> captionVocabularyOf(const fs::path& model) {
  try {
    return std::make_shared<SentencepieceTokenizer>(
        SentencepieceTokenizer::fromFile(model / "captions.model"));
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

CountTokens tokenCounterFor(const QString& model, const Capabilities& capabilities) {
  const fs::path path = model.isEmpty() ? builtInModel() : fs::path(model.toStdString());
  if (capabilities.clipPromptGrammar) {
    if (const auto vocabulary = clipVocabularyOf(path))
      return [vocabulary](std::string_view prompt) { return countChunks(prompt, *vocabulary); };
    return {};
  }
  const auto length = static_cast<size_t>(std::max(0, capabilities.tokenLimit));
  std::shared_ptr<const Tokenizer> vocabulary = captionVocabularyOf(path);
  if (!vocabulary) vocabulary = clipVocabularyAt(path / "tokenizer");
  if (!vocabulary || length == 0) return {};
  return [vocabulary, length](std::string_view prompt) {
    return countPlain(prompt, *vocabulary, length);
  };
}

}  // namespace pentimento

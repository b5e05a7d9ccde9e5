#include "core/text/sentencepiece_tokenizer.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/text/sentencepiece_library.h"

namespace pentimento {
namespace {

void receiveText(void* receiver, const char* bytes, size_t size) {
  static_cast<std::string*>(receiver)->assign(bytes, size);
}

void receiveIds(void* receiver, const int* ids, size_t count) {
  static_cast<TokenIds*>(receiver)->assign(ids, ids + count);
}

std::optional<TokenId> idOrNone(int id) {
  return id < 0 ? std::nullopt : std::optional<TokenId>(id);
}

const PentimentoSentencepieceModel* handle(const std::shared_ptr<void>& model) {
  return static_cast<const PentimentoSentencepieceModel*>(model.get());
}

}  // namespace

SentencepieceTokenizer SentencepieceTokenizer::fromFile(const std::filesystem::path& path,
                                                        SentencepieceIds ids) try {
  constexpr uintmax_t kMaxBytes = 64 << 20;
  return SentencepieceTokenizer(readTextFile(path, kMaxBytes), ids);
} catch (const Error& error) {
  if (error.kind() != ErrorKind::CorruptFile) throw;
  throw Error(ErrorKind::CorruptFile, "{}: {}", path.string(), error.what());
}

SentencepieceTokenizer::SentencepieceTokenizer(std::string_view model, SentencepieceIds ids) {
  const PentimentoSentencepiece& library = sentencepieceLibrary();
  std::string reason;
  auto* const loaded = library.load(model.data(), model.size(), &reason, receiveText);
  if (!loaded)
    throw Error(ErrorKind::CorruptFile, "this is not a sentencepiece vocabulary ({})", reason);
  m_model = std::shared_ptr<void>(loaded, [&library](void* unused) {
    library.unload(static_cast<PentimentoSentencepieceModel*>(unused));
  });
  const PentimentoSentencepieceIds stored = library.ids(loaded);
  m_unknown = stored.unknown;
  m_size = static_cast<size_t>(stored.count);
  if (ids == SentencepieceIds::XlmRoberta) {
    m_special = {.start = 0, .end = 2, .unknown = 3, .pad = 1};
    m_offset = 1;
    m_size += 2;  // the offset, and <mask> at the end
  } else {
    m_special = {.start = idOrNone(stored.begin),
                 .end = idOrNone(stored.end),
                 .unknown = idOrNone(stored.unknown),
                 .pad = std::max(stored.pad, 0)};
  }
}

TokenIds SentencepieceTokenizer::encode(std::string_view text) const {
  TokenIds ids;
  if (!sentencepieceLibrary().encode(handle(m_model), text.data(), text.size(), &ids, receiveIds))
    throw Error(ErrorKind::Internal, "sentencepiece failed to encode a text of {} bytes",
                text.size());
  if (m_offset != 0)
    for (TokenId& id : ids) id = id == m_unknown ? *m_special.unknown : id + m_offset;
  return ids;
}

std::string SentencepieceTokenizer::decode(std::span<const TokenId> ids) const {
  std::vector<int> stored;
  for (const TokenId id : ids) {
    const bool special = id == m_special.start || id == m_special.end || id == m_special.pad ||
                         id == m_special.unknown;
    if (special || id < m_offset || id >= static_cast<TokenId>(m_size) - m_offset) continue;
    stored.push_back(static_cast<int>(id - m_offset));
  }
  std::string text;
  if (!sentencepieceLibrary().decode(handle(m_model), stored.data(), stored.size(), &text,
                                     receiveText))
    throw Error(ErrorKind::Internal, "sentencepiece failed to decode {} ids", stored.size());
  return text;
}

std::string trainSentencepiece(const std::function<std::optional<std::string>()>& next,
                               const SentencepieceTraining& options) {
  struct Source {
    const std::function<std::optional<std::string>()>& next;
    std::optional<std::string> sentence;
    std::exception_ptr failure;
  } source{next, {}, {}};
  const auto pull = [](void* context, const char** bytes, size_t* count) {
    auto& from = *static_cast<Source*>(context);
    try {
      from.sentence = from.next();
    } catch (...) {
      // May not cross the C interface; thrown again behind it.
      from.failure = std::current_exception();
      from.sentence.reset();
    }
    if (!from.sentence) return false;
    *bytes = from.sentence->data();
    *count = from.sentence->size();
    return true;
  };
  const std::string pieces = std::to_string(options.vocabularySize);
  const std::string coverage = fmt::format("{}", options.characterCoverage);
  const std::string threads = std::to_string(options.threads);
  const PentimentoSentencepieceOption arguments[] = {
      {"model_type", options.bytePairs ? "bpe" : "unigram"},
      {"vocab_size", pieces.c_str()},
      {"hard_vocab_limit", "false"},
      {"byte_fallback", options.byteFallback ? "true" : "false"},
      {"character_coverage", coverage.c_str()},
      {"normalization_rule_name", options.normalization.c_str()},
      {"pad_id", "0"},
      {"eos_id", "1"},
      {"unk_id", "2"},
      {"bos_id", "-1"},
      {"num_threads", threads.c_str()},
      {"minloglevel", "2"},  // errors alone; the trainer talks on standard error otherwise
  };
  struct Outcome {
    std::string model, reason;
  } outcome;
  const auto takeModel = [](void* context, const char* bytes, size_t size) {
    static_cast<Outcome*>(context)->model.assign(bytes, size);
  };
  const auto takeReason = [](void* context, const char* bytes, size_t size) {
    static_cast<Outcome*>(context)->reason.assign(bytes, size);
  };
  const bool trained = sentencepieceLibrary().train(arguments, std::size(arguments), &source, pull,
                                                    &outcome, takeModel, takeReason);
  if (source.failure) std::rethrow_exception(source.failure);
  if (!trained)
    throw Error(ErrorKind::InvalidInput, "a vocabulary cannot be learned from these sentences: {}",
                outcome.reason);
  return std::move(outcome.model);
}

}  // namespace pentimento

#include "core/text/clip_bpe.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/text/vocabulary_files.h"

namespace pentimento {
namespace {

constexpr std::string_view kWordEnd = "</w>";

TokenId requireId(const BytePairs::Vocabulary& vocabulary, const std::string& token) {
  const auto found = vocabulary.find(token);
  if (found == vocabulary.end())
    throw Error(ErrorKind::CorruptFile,
                "the CLIP vocabulary lacks the token \"{}\": its files do not belong together",
                token);
  return found->second;
}

/// End of the piece that begins at `begin`: a contraction, letters, one digit, or anything else.
/// This is the pattern of the original code; no white space occurs here.
size_t endOfClipPiece(std::string_view text, size_t begin) {
  for (const std::string_view suffix : {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"})
    if (text.substr(begin).starts_with(suffix)) return begin + suffix.size();
  size_t end = begin;
  const char32_t first = nextCodePoint(text, end);
  if (isNumber(first)) return end;
  const bool letters = isLetter(first);
  while (end < text.size()) {
    size_t next = end;
    const char32_t codePoint = nextCodePoint(text, next);
    if (isNumber(codePoint) || isLetter(codePoint) != letters) break;
    end = next;
  }
  return end;
}

}  // namespace

ClipBpe::ClipBpe(const BytePairs::Vocabulary& vocabulary, const BytePairs::Merges& merges,
                 const ClipBpeOptions& options)
    : m_pairs(vocabulary, merges), m_maxLength(options.maxLength) {
  m_special.start = requireId(vocabulary, options.startToken);
  m_special.end = m_special.unknown = requireId(vocabulary, options.endToken);
  m_special.pad = requireId(vocabulary, options.padToken.value_or(options.endToken));
  for (const auto& token :
       {options.startToken, options.endToken, options.padToken.value_or(options.endToken)})
    if (!token.empty()) m_written.emplace_back(lowerCased(token), vocabulary.at(token));
  for (size_t byte = 0; byte < 256; ++byte) {
    const std::string& standIn = byteAlphabet().standIn[byte];
    m_byte[byte] = m_pairs.find(standIn);
    m_lastByte[byte] = m_pairs.find(standIn + std::string(kWordEnd));
  }
}

ClipBpe ClipBpe::fromFolder(const std::filesystem::path& folder) {
  const TokenizerConfig config = readTokenizerConfig(folder);
  ClipBpeOptions options;
  if (config.startToken) options.startToken = *config.startToken;
  if (config.endToken) options.endToken = *config.endToken;
  if (config.maxLength) options.maxLength = *config.maxLength;
  options.padToken = config.padToken;
  return {readVocabulary(folder / "vocab.json"), readMerges(folder / "merges.txt"), options};
}

ClipBpe ClipBpe::fromMergeList(const std::filesystem::path& path, const ClipBpeOptions& options,
                               size_t merges) {
  const BytePairs::Merges pairs = readMerges(path, merges);
  BytePairs::Vocabulary vocabulary;
  const auto add = [&vocabulary](const std::string& text) {
    vocabulary.emplace(text, static_cast<TokenId>(vocabulary.size()));
  };
  for (const std::string_view ending : {std::string_view(), kWordEnd})
    for (const uint8_t byte : byteAlphabet().order)
      add(byteAlphabet().standIn[byte] + std::string(ending));
  for (const auto& [left, right] : pairs) add(left + right);
  add(options.startToken);
  add(options.endToken);
  return {vocabulary, pairs, options};
}

TokenIds ClipBpe::encode(std::string_view text) const {
  TokenIds ids;
  // Neither composition nor lower-casing reaches across white space, so each word stands alone.
  for (const std::string_view word : splitAtSpace(text))
    encodeWord(lowerCased(composed(word)), ids);
  return ids;
}

void ClipBpe::encodeWord(std::string_view word, TokenIds& ids) const {
  const auto encodePieces = [&](std::string_view part) {
    for (size_t begin = 0; begin < part.size();) {
      const size_t end = endOfClipPiece(part, begin);
      encodePiece(part.substr(begin, end - begin), ids);
      begin = end;
    }
  };
  while (!word.empty()) {
    size_t nearest = std::string_view::npos;
    const std::pair<std::string, TokenId>* written = nullptr;
    for (const auto& candidate : m_written) {
      const size_t found = word.find(candidate.first);
      if (found < nearest) nearest = found, written = &candidate;
    }
    encodePieces(word.substr(0, nearest));
    if (!written) return;
    ids.push_back(written->second);
    word.remove_prefix(nearest + written->first.size());
  }
}

void ClipBpe::encodePiece(std::string_view piece, TokenIds& ids) const {
  std::vector<BytePairs::Symbol> symbols(piece.size());
  std::ranges::transform(piece, symbols.begin(),
                         [this](char byte) { return m_byte[static_cast<uint8_t>(byte)]; });
  symbols.back() = m_lastByte[static_cast<uint8_t>(piece.back())];
  m_pairs.merge(symbols);
  for (const BytePairs::Symbol symbol : symbols)
    ids.push_back(m_pairs.id(symbol, *m_special.unknown));
}

std::string ClipBpe::decode(std::span<const TokenId> ids) const {
  std::string text;
  for (const TokenId id : ids) {
    if (id == m_special.start || id == m_special.end) continue;
    std::string_view symbol = m_pairs.text(id);
    const bool endsWord = symbol.ends_with(kWordEnd);
    if (endsWord) symbol.remove_suffix(kWordEnd.size());
    text += bytesFromStandIns(symbol);
    if (endsWord) text += ' ';
  }
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace pentimento

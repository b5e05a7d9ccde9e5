#include "core/text/byte_level_bpe.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/text/vocabulary_files.h"

namespace pentimento {
namespace {

enum class CharacterClass { Letter, Number, Space, Other };

CharacterClass classAt(std::string_view text, size_t& position) {
  const char32_t codePoint = nextCodePoint(text, position);
  if (isLetter(codePoint)) return CharacterClass::Letter;
  if (isNumber(codePoint)) return CharacterClass::Number;
  return isSpace(codePoint) ? CharacterClass::Space : CharacterClass::Other;
}

/// End of the run of one class that begins at `begin`.
size_t endOfRun(std::string_view text, size_t begin) {
  size_t end = begin;
  const CharacterClass first = classAt(text, end);
  for (size_t next = end; next < text.size(); end = next)
    if (classAt(text, next) != first) break;
  return end;
}

/// End of the piece that begins at `begin`, after GPT-2's pattern: contractions; runs of letters,
/// of numbers, of anything else, each with a space before it; white space, of which the last
/// character is left for the word behind it.
size_t endOfGptPiece(std::string_view text, size_t begin) {
  const std::string_view rest = text.substr(begin);
  for (const std::string_view suffix : {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"})
    if (rest.starts_with(suffix)) return begin + suffix.size();
  size_t second = begin;
  if (classAt(text, second) != CharacterClass::Space) return endOfRun(text, begin);
  size_t behind = second;
  if (second < text.size() && classAt(text, behind) != CharacterClass::Space)
    return rest.front() == ' ' ? endOfRun(text, second) : second;
  const size_t end = endOfRun(text, begin);
  if (end == text.size()) return end;
  size_t last = begin;
  for (size_t next = begin; next < end;) {
    last = next;
    (void)nextCodePoint(text, next);
  }
  return last;
}

TokenId requireToken(const BytePairs::Vocabulary& vocabulary, const std::string& token) {
  const auto found = vocabulary.find(token);
  if (found == vocabulary.end())
    throw Error(ErrorKind::CorruptFile, "the vocabulary lacks the token \"{}\"", token);
  return found->second;
}

}  // namespace

ByteLevelBpe::ByteLevelBpe(const BytePairs::Vocabulary& vocabulary, const BytePairs::Merges& merges,
                           const ByteLevelBpeOptions& options)
    : m_pairs(vocabulary, merges), m_lowerCase(options.lowerCase) {
  m_special.pad = requireToken(vocabulary, options.padToken);
  if (options.startToken) m_special.start = requireToken(vocabulary, *options.startToken);
  if (options.endToken) m_special.end = requireToken(vocabulary, *options.endToken);
  for (size_t byte = 0; byte < 256; ++byte)
    m_byte[byte] = m_pairs.find(byteAlphabet().standIn[byte]);
}

ByteLevelBpe ByteLevelBpe::fromFiles(const std::filesystem::path& vocabulary,
                                     const std::filesystem::path& merges,
                                     const ByteLevelBpeOptions& options) {
  return {readVocabulary(vocabulary), readMerges(merges), options};
}

TokenIds ByteLevelBpe::encode(std::string_view text) const {
  const std::string lower = m_lowerCase ? lowerCased(text) : std::string(text);
  TokenIds ids;
  std::vector<BytePairs::Symbol> symbols;
  for (size_t begin = 0; begin < lower.size();) {
    const size_t end = endOfGptPiece(lower, begin);
    symbols.clear();
    for (; begin < end; ++begin) symbols.push_back(m_byte[static_cast<uint8_t>(lower[begin])]);
    m_pairs.merge(symbols);
    for (const BytePairs::Symbol symbol : symbols)
      if (const TokenId id = m_pairs.id(symbol, -1); id >= 0) ids.push_back(id);
  }
  return ids;
}

std::string ByteLevelBpe::decode(std::span<const TokenId> ids) const {
  std::string text;
  for (const TokenId id : ids)
    if (id != m_special.pad && id != m_special.start && id != m_special.end)
      text += bytesFromStandIns(m_pairs.text(id));
  return text;
}

DalleMiniBpe::DalleMiniBpe(const BytePairs::Vocabulary& vocabulary, const BytePairs::Merges& merges,
                           EmojiNames emoji)
    : m_pairs(vocabulary, merges), m_emoji(std::move(emoji)) {
  m_special.start = requireToken(vocabulary, "<s>");
  m_special.end = requireToken(vocabulary, "</s>");
  m_special.unknown = requireToken(vocabulary, "<unk>");
  m_special.pad = requireToken(vocabulary, "<pad>");
}

DalleMiniBpe DalleMiniBpe::fromFolder(const std::filesystem::path& folder, EmojiNames emoji) {
  return {readVocabulary(folder / "vocab.json"), readMerges(folder / "merges.txt"),
          std::move(emoji)};
}

TokenIds DalleMiniBpe::encode(std::string_view text) const {
  std::string ascii = lowerCased(m_emoji.replaceIn(text));
  std::erase_if(ascii, [](char c) { return static_cast<uint8_t>(c) >= 0x80; });
  TokenIds ids;
  for (size_t begin = 0; begin < ascii.size();) {
    const size_t end = std::min(ascii.find(' ', begin), ascii.size());
    if (end > begin) {
      std::vector<BytePairs::Symbol> symbols{m_pairs.find(byteAlphabet().standIn[' '])};
      for (size_t i = begin; i < end; ++i)
        symbols.push_back(m_pairs.find(std::string_view(ascii).substr(i, 1)));
      m_pairs.merge(symbols);
      for (const BytePairs::Symbol symbol : symbols)
        ids.push_back(m_pairs.id(symbol, *m_special.unknown));
    }
    begin = end + 1;
  }
  return ids;
}

std::string DalleMiniBpe::decode(std::span<const TokenId> ids) const {
  std::string text;
  for (const TokenId id : ids)
    if (id != m_special.start && id != m_special.end && id != m_special.pad &&
        id != m_special.unknown)
      text += bytesFromStandIns(m_pairs.text(id));
  return text.starts_with(' ') ? text.substr(1) : text;
}

TokenIds DalleMiniBpe::framed(std::span<const TokenId> ids, size_t length) const {
  TokenIds result{*m_special.start};
  result.insert(result.end(), ids.begin(), ids.end());
  result.push_back(*m_special.end);
  result.resize(length, m_special.pad);
  return result;
}

}  // namespace pentimento

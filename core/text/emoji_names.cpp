#include "core/text/emoji_names.h"

#include <algorithm>
#include <charconv>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/utf8.h"

namespace pentimento {
namespace {

std::string sequenceFromHex(std::string_view hex) {
  std::string sequence;
  while (!hex.empty()) {
    const size_t end = std::min(hex.find(' '), hex.size());
    uint32_t codePoint = 0;
    const auto [stop, error] = std::from_chars(hex.data(), hex.data() + end, codePoint, 16);
    if (error != std::errc{} || stop != hex.data() + end || codePoint > 0x10FFFF) return {};
    appendUtf8(sequence, codePoint);
    hex.remove_prefix(std::min(end + 1, hex.size()));
  }
  return sequence;
}

}  // namespace

EmojiNames EmojiNames::fromFile(const std::filesystem::path& tsv) {
  constexpr uintmax_t kMaxBytes = 8 << 20;
  const std::string text = readTextFile(tsv, kMaxBytes);
  EmojiNames names;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line(text.data() + begin, end - begin);
    begin = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const size_t tab = line.find('\t');
    std::string sequence =
        tab == std::string_view::npos ? std::string() : sequenceFromHex(line.substr(0, tab));
    if (sequence.empty())
      throw Error(ErrorKind::CorruptFile, "\"{}\" in {} is not an emoji and its name", line,
                  tsv.string());
    names.m_longest = std::max(names.m_longest, sequence.size());
    names.m_names.emplace(std::move(sequence), line.substr(tab + 1));
  }
  return names;
}

std::string EmojiNames::replaceIn(std::string_view text) const {
  std::string result;
  for (size_t position = 0; position < text.size();) {
    size_t length = std::min(m_longest, text.size() - position);
    auto found = m_names.end();
    for (; length > 0; --length) {
      found = m_names.find(std::string(text.substr(position, length)));
      if (found != m_names.end()) break;
    }
    if (found != m_names.end()) {
      result += found->second;
      position += length;
    } else {
      appendUtf8(result, nextCodePoint(text, position));
    }
  }
  return result;
}

}  // namespace pentimento

// parseWeights and escapeWeights of core/text/prompt_syntax.h.
#include <cstdint>
#include <optional>

#include "core/base/utf8.h"
#include "core/text/number.h"
#include "core/text/prompt_syntax.h"

namespace pentimento {
namespace {

constexpr std::string_view kBreak = "BREAK";
constexpr std::string_view kSyntax = "\\()[]:";
constexpr double kEmphasis = 1.1;
// Deeper brackets are text: 1.1 to the power of this is far beyond any use, and the work per
// character stays bounded.
constexpr size_t kDeepestNesting = 256;

char32_t codePointBefore(std::string_view text, size_t position) {
  size_t begin = position - 1;
  while (begin > 0 && position - begin < 4 && (static_cast<uint8_t>(text[begin]) & 0xC0) == 0x80)
    --begin;
  return nextCodePoint(text, begin);
}

bool isWordCharacter(char32_t codePoint) {
  return codePoint == '_' || isLetter(codePoint) || isNumber(codePoint);
}

/// Position of the next BREAK that is a word of its own within `text`, or npos.
size_t findBreak(std::string_view text, size_t from) {
  for (size_t at = text.find(kBreak, from); at != std::string_view::npos;
       at = text.find(kBreak, at + 1)) {
    size_t after = at + kBreak.size();
    const bool begins = at == 0 || !isWordCharacter(codePointBefore(text, at));
    if (begins && (after == text.size() || !isWordCharacter(nextCodePoint(text, after)))) return at;
  }
  return std::string_view::npos;
}

std::string_view withoutTrailingSpace(std::string_view text) {
  while (!text.empty() && isSpace(codePointBefore(text, text.size()))) {
    text.remove_suffix(1);
    while (!text.empty() && (static_cast<uint8_t>(text.back()) & 0xC0) == 0x80)
      text.remove_suffix(1);
  }
  return text;
}

size_t afterSpace(std::string_view text, size_t position) {
  for (size_t next = position; next < text.size(); position = next)
    if (!isSpace(nextCodePoint(text, next))) break;
  return position;
}

struct ClosingWeight {
  double weight;
  size_t end;  // behind the bracket
};

/// Reads ":1.3)" at `colon`, with optional white space around the number.
std::optional<ClosingWeight> readClosingWeight(std::string_view text, size_t colon) {
  const size_t begin = afterSpace(text, colon + 1);
  const size_t end = text.find_first_not_of("+-.0123456789", begin);
  if (end == std::string_view::npos) return std::nullopt;
  const size_t bracket = afterSpace(text, end);
  if (bracket >= text.size() || text[bracket] != ')') return std::nullopt;
  const auto weight = plainNumber(text.substr(begin, end - begin));
  if (!weight) return std::nullopt;
  return ClosingWeight{*weight, bracket + 1};
}

class WeightParser {
 public:
  explicit WeightParser(std::string_view prompt) : m_prompt(prompt) {}

  std::vector<WeightedText> parse() {
    while (m_position < m_prompt.size()) step();
    for (const size_t open : m_round) multiplyFrom(open, kEmphasis);
    for (const size_t open : m_square) multiplyFrom(open, 1 / kEmphasis);
    return joined();
  }

 private:
  void step() {
    switch (m_prompt[m_position]) {
      case '\\':
        return escape();
      case '(':
        return open(m_round);
      case '[':
        return open(m_square);
      case ')':
        return close(m_round, kEmphasis);
      case ']':
        return close(m_square, 1 / kEmphasis);
      case ':':
        return colon();
      default: {
        size_t end = m_prompt.find_first_of(kSyntax, m_position);
        if (end == std::string_view::npos) end = m_prompt.size();
        return text(end);
      }
    }
  }

  /// A backslash makes the next character of the syntax literal, and vanishes before any other.
  void escape() {
    ++m_position;
    constexpr std::string_view kEscapable = "\\()[]";
    if (m_position < m_prompt.size() && kEscapable.find(m_prompt[m_position]) != kEscapable.npos)
      m_items.push_back({std::string(1, m_prompt[m_position++])});
    else
      m_items.push_back({});
  }

  void open(std::vector<size_t>& stack) {
    if (stack.size() >= kDeepestNesting) return text(m_position + 1);
    stack.push_back(m_items.size());
    ++m_position;
  }

  void close(std::vector<size_t>& stack, double factor) {
    if (stack.empty()) return text(m_position + 1);
    ++m_position;
    multiplyFrom(stack.back(), factor);
    stack.pop_back();
  }

  void colon() {
    const auto closing = readClosingWeight(m_prompt, m_position);
    if (!closing) return text(m_position + 1);
    if (m_round.empty()) return text(closing->end);
    m_position = closing->end;
    multiplyFrom(m_round.back(), closing->weight);
    m_round.pop_back();
  }

  /// Takes everything up to `end` as words, among which BREAK may stand.
  void text(size_t end) {
    const std::string_view fragment = m_prompt.substr(m_position, end - m_position);
    m_position = end;
    size_t begin = 0;
    for (size_t at = findBreak(fragment, 0); at != std::string_view::npos;
         at = findBreak(fragment, begin)) {
      m_items.push_back({std::string(withoutTrailingSpace(fragment.substr(begin, at - begin)))});
      m_items.push_back({std::string(kBreak), -1.0, true});
      begin = afterSpace(fragment, at + kBreak.size());
    }
    m_items.push_back({std::string(fragment.substr(begin))});
  }

  void multiplyFrom(size_t first, double factor) {
    for (size_t i = first; i < m_items.size(); ++i) m_items[i].weight *= factor;
  }

  std::vector<WeightedText> joined() {
    std::vector<WeightedText> result;
    for (WeightedText& item : m_items) {
      if (!result.empty() && result.back().weight == item.weight) {
        result.back().text += item.text;
        result.back().isBreak = false;
      } else {
        result.push_back(std::move(item));
      }
    }
    if (result.empty()) result.emplace_back();
    return result;
  }

  std::string_view m_prompt;
  size_t m_position = 0;
  std::vector<WeightedText> m_items;
  std::vector<size_t> m_round, m_square;  // for each open bracket, the first item within
};

}  // namespace

std::vector<WeightedText> parseWeights(std::string_view prompt) {
  return WeightParser(prompt).parse();
}

std::string escapeWeights(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\()[]").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

}  // namespace pentimento

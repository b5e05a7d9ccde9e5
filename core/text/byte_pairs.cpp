#include "core/text/byte_pairs.h"

#include <algorithm>
#include <queue>
#include <tuple>

#include "core/base/utf8.h"

namespace pentimento {
namespace {

bool printsAsItself(int byte) {
  return ('!' <= byte && byte <= '~') || (0xA1 <= byte && byte <= 0xAC) ||
         (0xAE <= byte && byte <= 0xFF);
}

uint64_t pairKey(BytePairs::Symbol left, BytePairs::Symbol right) noexcept {
  return uint64_t{static_cast<uint32_t>(left)} << 32 | static_cast<uint32_t>(right);
}

}  // namespace

const ByteAlphabet& byteAlphabet() {
  static const ByteAlphabet alphabet = [] {
    ByteAlphabet result;
    size_t count = 0;
    const auto add = [&](int byte, char32_t standIn) {
      appendUtf8(result.standIn[static_cast<size_t>(byte)], standIn);
      result.order[count++] = static_cast<uint8_t>(byte);
    };
    for (int byte = 0; byte < 256; ++byte)
      if (printsAsItself(byte)) add(byte, static_cast<char32_t>(byte));
    char32_t next = 256;
    for (int byte = 0; byte < 256; ++byte)
      if (!printsAsItself(byte)) add(byte, next++);
    return result;
  }();
  return alphabet;
}

std::string bytesFromStandIns(std::string_view text) {
  static const auto byteOf = [] {
    std::unordered_map<std::string_view, char> map;
    for (size_t byte = 0; byte < 256; ++byte)
      map.emplace(byteAlphabet().standIn[byte], static_cast<char>(byte));
    return map;
  }();
  std::string bytes;
  for (size_t position = 0; position < text.size();) {
    const size_t begin = position;
    (void)nextCodePoint(text, position);
    const auto found = byteOf.find(text.substr(begin, position - begin));
    if (found != byteOf.end()) bytes += found->second;
  }
  return bytes;
}

BytePairs::BytePairs(const Vocabulary& vocabulary, const Merges& merges) {
  m_symbols.reserve(vocabulary.size());
  m_merges.reserve(merges.size());
  for (const auto& [text, id] : vocabulary) {
    m_ids[static_cast<size_t>(intern(text))] = id;
    if (static_cast<size_t>(id) >= m_texts.size()) m_texts.resize(static_cast<size_t>(id) + 1);
    m_texts[static_cast<size_t>(id)] = text;
  }
  int32_t rank = 0;
  for (const auto& [left, right] : merges) {
    const Symbol leftSymbol = intern(left), rightSymbol = intern(right);
    // A repeated line keeps its first rank.
    m_merges.try_emplace(pairKey(leftSymbol, rightSymbol), Merge{rank++, intern(left + right)});
  }
}

BytePairs::Symbol BytePairs::intern(const std::string& text) {
  const auto [found, added] = m_symbols.try_emplace(text, static_cast<Symbol>(m_ids.size()));
  if (added) m_ids.push_back(-1);
  return found->second;
}

BytePairs::Symbol BytePairs::find(std::string_view text) const noexcept {
  const auto found = m_symbols.find(std::string(text));
  return found == m_symbols.end() ? kNoSymbol : found->second;
}

const BytePairs::Merge* BytePairs::findMerge(Symbol left, Symbol right) const noexcept {
  const auto found = m_merges.find(pairKey(left, right));
  return found == m_merges.end() ? nullptr : &found->second;
}

void BytePairs::merge(std::vector<Symbol>& word) const {
  // A doubly linked list over the word, and a queue of candidate joins. An entry is stale when
  // either of its symbols has changed since, which is seen by looking the pair up again.
  struct Node {
    int32_t previous, next;
  };
  struct Candidate {
    int32_t rank, left;
    Symbol result;
    bool operator>(const Candidate& other) const noexcept {
      return std::tie(rank, left) > std::tie(other.rank, other.left);
    }
  };
  constexpr Symbol kGone = -2;
  const auto count = static_cast<int32_t>(word.size());
  std::vector<Node> nodes(word.size());
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
  const auto offer = [&](int32_t left) {
    if (left < 0 || nodes[left].next >= count) return;
    if (const Merge* merge = findMerge(word[left], word[nodes[left].next]))
      queue.push({merge->rank, left, merge->result});
  };
  for (int32_t i = 0; i < count; ++i) nodes[i] = {i - 1, i + 1};
  for (int32_t i = 0; i < count; ++i) offer(i);

  while (!queue.empty()) {
    const Candidate best = queue.top();
    queue.pop();
    const int32_t right = nodes[best.left].next;
    if (word[best.left] == kGone || right >= count) continue;
    const Merge* merge = findMerge(word[best.left], word[right]);
    if (!merge || merge->rank != best.rank) continue;
    word[best.left] = best.result;
    word[right] = kGone;
    nodes[best.left].next = nodes[right].next;
    if (nodes[right].next < count) nodes[nodes[right].next].previous = best.left;
    offer(nodes[best.left].previous);
    offer(best.left);
  }
  std::erase(word, kGone);
}

TokenId BytePairs::id(Symbol symbol, TokenId unknown) const noexcept {
  if (symbol < 0) return unknown;
  const TokenId id = m_ids[static_cast<size_t>(symbol)];
  return id < 0 ? unknown : id;
}

std::string_view BytePairs::text(TokenId id) const noexcept {
  if (id < 0 || static_cast<size_t>(id) >= m_texts.size()) return {};
  return m_texts[static_cast<size_t>(id)];
}

}  // namespace pentimento

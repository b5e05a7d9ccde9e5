/// The stack machine under the pickle reader: objects, marks, memo, and the bounds on all of them.
#pragma once

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_map>

#include "core/weights/byte_cursor.h"
#include "core/weights/pickle.h"

namespace pentimento {

/// Every step that a damaged pickle can make impossible ends in refusePickle.
class PickleMachine {
 protected:
  using Kind = PickleNode::Kind;
  static constexpr size_t kMaxNodes = 1'000'000;
  static constexpr size_t kMaxReferences = 16'000'000;
  static constexpr size_t kMaxNameBytes = 1000;

  PickleMachine(std::span<const std::byte> bytes, std::string_view where)
      : m_cursor(bytes), m_where(where) {}
  ~PickleMachine() = default;

  void push(PickleNode value) {
    if (m_graph.nodes.size() >= kMaxNodes) refuse("it holds more objects than any model");
    account(value.items.size());
    m_graph.nodes.push_back(std::move(value));
    pushId(static_cast<PickleId>(m_graph.nodes.size() - 1));
  }
  void pushId(PickleId id) {
    account(1);
    m_stack.push_back(id);
  }
  /// A few bytes can refer to a long list many times: what bounds memory is counted here.
  void account(size_t references) {
    m_references += references;
    if (m_references > kMaxReferences) refuse("it holds more objects than any model");
  }
  void pushInteger(int64_t value) { push({.kind = Kind::Int, .integer = value}); }

  /// A little-endian two's complement number of any length.
  void pushLong(uint64_t length) {
    const std::string_view digits = take(length);
    const bool negative = !digits.empty() && static_cast<int8_t>(digits.back()) < 0;
    int64_t value = negative ? -1 : 0;
    const std::string_view high = digits.substr(std::min(digits.size(), sizeof value));
    std::memcpy(&value, digits.data(), digits.size() - high.size());
    const bool fits = (value < 0) == negative &&
                      high.find_first_not_of(negative ? '\xFF' : '\0') == std::string_view::npos;
    if (!fits) return push({.kind = Kind::Bytes, .text = digits});
    pushInteger(value);
  }

  void pushText(Kind kind, uint64_t length) { push({.kind = kind, .text = take(length)}); }

  void pushTupleOf(size_t count) {
    std::vector<PickleId> items(count);
    for (size_t i = count; i > 0; --i) items[i - 1] = pop();
    push({.kind = Kind::Tuple, .items = std::move(items)});
  }

  void extend(Kind kind, const std::vector<PickleId>& added) {
    PickleNode& container = m_graph.nodes[top()];
    if (container.kind != kind) refuse("it adds items to something that holds none");
    account(added.size());
    container.items.insert(container.items.end(), added.begin(), added.end());
  }

  void recall(uint32_t index) {
    const auto found = m_memo.find(index);
    if (found == m_memo.end()) refuse("it refers to an object that is not there");
    pushId(found->second);
  }

  [[nodiscard]] size_t stackFloor() const { return m_marks.empty() ? 0 : m_marks.back(); }

  [[nodiscard]] PickleId top() const {
    if (m_stack.size() <= stackFloor()) refuse("its stack of objects runs empty");
    return m_stack.back();
  }

  PickleId pop() {
    const PickleId id = top();
    m_stack.pop_back();
    return id;
  }

  std::vector<PickleId> popToMark() {
    if (m_marks.empty()) refuse("its stack of objects runs empty");
    const auto start = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<PickleId> items(start, m_stack.end());
    m_stack.erase(start, m_stack.end());
    m_marks.pop_back();
    return items;
  }

  std::vector<PickleId> popPairsToMark() {
    std::vector<PickleId> items = popToMark();
    if (items.size() % 2 != 0) refuse("a dictionary has a key without a value");
    return items;
  }

  [[nodiscard]] const PickleNode& node(PickleId id) const { return m_graph.nodes[id]; }

  std::string_view take(uint64_t count) {
    const auto bytes = m_cursor.take(count);
    if (!bytes) refuse("it ends early");
    return *bytes;
  }

  template <typename Unsigned>
  Unsigned readUnsigned() {
    const auto value = m_cursor.number<Unsigned>();
    if (!value) refuse("it ends early");
    return *value;
  }

  double readBigEndianDouble() {
    return std::bit_cast<double>(__builtin_bswap64(readUnsigned<uint64_t>()));
  }

  /// A line of a GLOBAL instruction.
  std::string_view readName() {
    const auto rest = m_cursor.rest();
    const std::string_view ahead(reinterpret_cast<const char*>(rest.data()),
                                 std::min(rest.size(), kMaxNameBytes));
    const size_t end = ahead.find('\n');
    if (end == std::string_view::npos) refuse("the name of a class does not end");
    const std::string_view line = take(end);
    (void)take(1);
    return line;
  }

  [[noreturn]] void refuse(std::string_view reason) const { refusePickle(m_where, reason); }

  ByteCursor m_cursor;
  std::string_view m_where;
  PickleGraph m_graph;
  size_t m_references = 0;  ///< pushed on the stack or held by containers, in all
  std::vector<PickleId> m_stack;
  std::vector<size_t> m_marks;  ///< stack sizes at open marks
  std::unordered_map<uint32_t, PickleId> m_memo;
};

}  // namespace pentimento

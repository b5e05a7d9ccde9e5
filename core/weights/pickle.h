/// Python's pickle format read as data. Nothing is ever imported, constructed or called: calls and
/// objects become nodes that say what they would have been.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pentimento {

using PickleId = uint32_t;  ///< of a node of one PickleGraph

struct PickleNode {
  enum class Kind : uint8_t {
    None,
    Bool,          ///< `integer`
    Int,           ///< `integer`
    Float,         ///< `real`
    Text,          ///< `text`
    Bytes,         ///< `text`; also integers that 64 bits do not hold
    Tuple,         ///< `items`
    List,          ///< `items`; sets as well
    Dict,          ///< `items`: key, value, key, value ...
    Global,        ///< `text` of the module, `name` of the class or function
    Call,          ///< `items`: the Global that would be called, its Tuple of arguments
    Object,        ///< `items`: the Global of its class; then its state, if it has one
    PersistentId,  ///< `items`: what the archive around the pickle is asked for
  };
  Kind kind = Kind::None;
  int64_t integer = 0;
  double real = 0;
  std::string_view text = {}, name = {};  ///< into the pickle's bytes
  std::vector<PickleId> items = {};
};

/// Nodes refer to each other by number, so that shared and even circular structures are harmless;
/// whoever walks them bounds depth and visits.
struct PickleGraph {
  std::deque<PickleNode> nodes;
  PickleId root = 0;

  [[nodiscard]] const PickleNode& at(PickleId id) const { return nodes[id]; }
  /// The value of a text key of a Dict, or nothing.
  [[nodiscard]] const PickleNode* member(const PickleNode& dict, std::string_view key) const;
};

/// Reads one pickle (protocol 2 to 5) and moves `bytes` behind it; the graph points into them.
/// Only calls of a short list of functions that rebuild plain data are accepted. Time and memory
/// are linear in the length, and at most 1,000,000 nodes.
/// @param where  named in errors: a path
/// @throws Error(CorruptFile); Error(UnsupportedModel) naming the function for any other call
[[nodiscard]] PickleGraph readPickle(std::span<const std::byte>& bytes, std::string_view where);

/// What is said of every pickled checkpoint that is not read.
[[noreturn]] void refusePickle(std::string_view where, std::string_view reason);

}  // namespace pentimento

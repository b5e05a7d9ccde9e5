#include "core/text/tokenizer.h"

#include <algorithm>

namespace pentimento {

size_t Tokenizer::room(size_t length) const noexcept {
  const size_t frame = (special().start ? 1 : 0) + (special().end ? 1 : 0);
  return length > frame ? length - frame : 0;
}

TokenIds Tokenizer::framed(std::span<const TokenId> ids, size_t length) const {
  TokenIds result;
  result.reserve(length);
  if (special().start) result.push_back(*special().start);
  const auto kept = ids.first(std::min(ids.size(), room(length)));
  result.insert(result.end(), kept.begin(), kept.end());
  if (special().end) result.push_back(*special().end);
  result.resize(length, special().pad);
  return result;
}

}  // namespace pentimento

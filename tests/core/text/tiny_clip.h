/// A CLIP vocabulary of the bytes and a few merges, made on the spot.
#pragma once

#include "core/text/clip_bpe.h"

namespace pentimento {

inline ClipBpe tinyClip(const BytePairs::Merges& merges, const ClipBpeOptions& options = {}) {
  BytePairs::Vocabulary vocabulary;
  const auto add = [&](const std::string& text) {
    vocabulary.emplace(text, static_cast<TokenId>(vocabulary.size()));
  };
  for (const char* ending : {"", "</w>"})
    for (const uint8_t byte : byteAlphabet().order) add(byteAlphabet().standIn[byte] + ending);
  for (const auto& [left, right] : merges) add(left + right);
  add(options.startToken);
  add(options.endToken);
  return {vocabulary, merges, options};
}

}  // namespace pentimento

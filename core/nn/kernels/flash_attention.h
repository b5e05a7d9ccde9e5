/// Attention over tiles of keys with a running softmax (Dao et al. 2022), on processors that
/// multiply bfloat16 in hardware: scores never leave the first-level cache. Sums are float32.
#pragma once

#include <cstdint>
#include <vector>

#include "core/nn/kernels/elements.h"

namespace pentimento::nn::kernels {

/// Whether this processor can.
[[nodiscard]] bool hasFlashAttention() noexcept;

/// One head of one picture; rows may lie apart, as heads lie side by side.
struct HeadShape {
  int64_t keys = 0;
  int64_t width = 0;       ///< of queries and keys; even
  int64_t valueWidth = 0;  ///< of values and output
  float scale = 1;         ///< of the scores
};

/// Rows `stride` elements apart.
template <typename T>
struct Rows {
  T* first = nullptr;
  int64_t stride = 0;
  [[nodiscard]] T* at(int64_t row) const { return first + row * stride; }
};

/// Keys and values of one head, laid out as the processor multiplies them. Only where
/// `hasFlashAttention`. Thread-safety: const members may be called from several threads.
class PackedHead {
 public:
  PackedHead(const HeadShape& shape, Rows<const BFloat16> keys, Rows<const BFloat16> values);

  /// out = softmax(queries·keysᵀ·scale)·values for the rows [begin, end)
  void attend(Rows<const BFloat16> queries, int64_t begin, int64_t end, Rows<BFloat16> out) const;

 private:
  HeadShape m_shape;
  int64_t m_paddedKeys = 0;        // to whole tiles
  int64_t m_paddedWidth = 0;       // of values, to whole registers
  std::vector<uint32_t> m_keys;    // [block of 64 keys][pair of the width][key]
  std::vector<uint32_t> m_values;  // [pair of keys][value]
};

}  // namespace pentimento::nn::kernels

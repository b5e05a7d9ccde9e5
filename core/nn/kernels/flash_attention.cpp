#include "core/nn/kernels/flash_attention.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__)
#define PENTIMENTO_FLASH_ATTENTION 1
#pragma GCC diagnostic ignored "-Wuninitialized"  // of GCC 12's own intrinsics
#include <immintrin.h>
#else
#define PENTIMENTO_FLASH_ATTENTION 0
#endif

namespace pentimento::nn::kernels {
namespace {

constexpr int64_t kLane = 16;             // float32 numbers in a register
constexpr int64_t kBlock = 4 * kLane;     // keys that are scored at once
constexpr int64_t kTile = 4 * kBlock;     // keys between two looks at the maximum
constexpr int64_t kGroup = 6;             // queries whose sums fill the registers
constexpr int64_t kQueries = 4 * kGroup;  // queries for which a tile stays in the cache

int64_t roundedUp(int64_t value, int64_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

uint32_t pairOf(BFloat16 low, BFloat16 high) {
  return static_cast<uint32_t>(low) | static_cast<uint32_t>(high) << 16;
}

}  // namespace

PackedHead::PackedHead(const HeadShape& shape, Rows<const BFloat16> keys,
                       Rows<const BFloat16> values)
    : m_shape(shape),
      m_paddedKeys(roundedUp(shape.keys, kTile)),
      m_paddedWidth(roundedUp(shape.valueWidth, kLane)),
      m_keys(static_cast<size_t>(m_paddedKeys * shape.width / 2)),
      m_values(static_cast<size_t>(m_paddedKeys / 2 * m_paddedWidth)) {
  const int64_t pairs = shape.width / 2;
  for (int64_t key = 0; key < shape.keys; ++key) {
    uint32_t* const block = m_keys.data() + key / kBlock * pairs * kBlock + key % kBlock;
    const BFloat16* const row = keys.at(key);
    for (int64_t pair = 0; pair < pairs; ++pair)
      std::memcpy(&block[pair * kBlock], row + 2 * pair, sizeof(uint32_t));
  }
  for (int64_t key = 0; key < shape.keys; key += 2) {
    const BFloat16* const even = values.at(key);
    const BFloat16* const odd = key + 1 < shape.keys ? values.at(key + 1) : nullptr;
    uint32_t* const row = m_values.data() + key / 2 * m_paddedWidth;
    for (int64_t e = 0; e < shape.valueWidth; ++e)
      row[e] = pairOf(even[e], odd ? odd[e] : BFloat16{});
  }
}

#if PENTIMENTO_FLASH_ATTENTION

#define PENTIMENTO_TARGET \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,fma")))

bool hasFlashAttention() noexcept {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bf16");
}

namespace {

/// Of the queries of one group.
struct Group {
  const BFloat16* queries[kGroup];  // the last one again where there are fewer
  float maximum[kGroup];            // of the scores so far, in units of log 2
  float sum[kGroup];                // of the weights
  float correction[kGroup];         // of what was summed under an older maximum
  float* output;                    // [kGroup, padded width]
};

struct TileMemory {
  alignas(64) float scores[kGroup][kTile];
  alignas(64) uint32_t weights[kGroup][kTile / 2];
};

PENTIMENTO_TARGET inline __m512bh pairs(const uint32_t* packed) {
  return reinterpret_cast<__m512bh>(_mm512_loadu_si512(packed));
}

PENTIMENTO_TARGET inline __m512bh repeated(uint32_t pair) {
  return reinterpret_cast<__m512bh>(_mm512_set1_epi32(static_cast<int>(pair)));
}

/// 2^x for x ≤ 0 to about 3e-6; below −126 it is as good as 0.
PENTIMENTO_TARGET inline __m512 powerOfTwo(__m512 x) {
  x = _mm512_max_ps(_mm512_set1_ps(-126.0F), x);  // in this order NaN stays NaN
  const __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const __m512 rest = _mm512_sub_ps(x, whole);
  __m512 p = _mm512_set1_ps(0.0013333558F);
  p = _mm512_fmadd_ps(p, rest, _mm512_set1_ps(0.0096181291F));
  p = _mm512_fmadd_ps(p, rest, _mm512_set1_ps(0.0555041087F));
  p = _mm512_fmadd_ps(p, rest, _mm512_set1_ps(0.2402265070F));
  p = _mm512_fmadd_ps(p, rest, _mm512_set1_ps(0.6931471806F));
  p = _mm512_fmadd_ps(p, rest, _mm512_set1_ps(1.0F));
  return _mm512_scalef_ps(p, whole);
}

PENTIMENTO_TARGET void score(const Group& group, const uint32_t* keys, int64_t widthPairs,
                             TileMemory& tile) {
  for (int64_t block = 0; block < kTile; block += kBlock, keys += widthPairs * kBlock) {
    __m512 sums[kGroup][4];
#pragma GCC unroll 6
    for (int i = 0; i < kGroup; ++i)
#pragma GCC unroll 4
      for (int j = 0; j < 4; ++j) sums[i][j] = _mm512_setzero_ps();
    for (int64_t pair = 0; pair < widthPairs; ++pair) {
      const uint32_t* const row = keys + pair * kBlock;
      const __m512bh k[4] = {pairs(row), pairs(row + kLane), pairs(row + 2 * kLane),
                             pairs(row + 3 * kLane)};
#pragma GCC unroll 6
      for (int i = 0; i < kGroup; ++i) {
        uint32_t query = 0;
        std::memcpy(&query, group.queries[i] + 2 * pair, sizeof(query));
        const __m512bh q = repeated(query);
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) sums[i][j] = _mm512_dpbf16_ps(sums[i][j], q, k[j]);
      }
    }
#pragma GCC unroll 6
    for (int i = 0; i < kGroup; ++i)
#pragma GCC unroll 4
      for (int j = 0; j < 4; ++j) _mm512_store_ps(&tile.scores[i][block + j * kLane], sums[i][j]);
  }
}

/// Scores to weights under the maximum so far. @param keys of the tile that exist
PENTIMENTO_TARGET void weigh(Group& group, int64_t keys, float scale, TileMemory& tile) {
  const __m512 factor = _mm512_set1_ps(scale * 1.44269504F);
  for (int i = 0; i < kGroup; ++i) {
    float* const scores = tile.scores[i];
    std::fill(scores + std::min(keys, kTile), scores + kTile,
              -std::numeric_limits<float>::max() / 4 / std::max(scale, 1.0F));
    __m512 largest = _mm512_set1_ps(group.maximum[i]);
    for (int64_t key = 0; key < kTile; key += kLane)
      largest = _mm512_max_ps(largest, _mm512_mul_ps(_mm512_load_ps(scores + key), factor));
    const float maximum = _mm512_reduce_max_ps(largest);
    group.correction[i] = std::exp2(group.maximum[i] - maximum);
    group.maximum[i] = maximum;
    const __m512 offset = _mm512_set1_ps(-maximum);
    __m512 sum = _mm512_setzero_ps();
    for (int64_t key = 0; key < kTile; key += kLane) {
      const __m512 weight =
          powerOfTwo(_mm512_fmadd_ps(_mm512_load_ps(scores + key), factor, offset));
      sum = _mm512_add_ps(sum, weight);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(&tile.weights[i][key / 2]),
                          reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(weight)));
    }
    group.sum[i] = group.sum[i] * group.correction[i] + _mm512_reduce_add_ps(sum);
  }
}

/// Adds the weighted values of a tile to kRegisters registers of each output row.
template <int kRegisters>
PENTIMENTO_TARGET void accumulate(const Group& group, const uint32_t* values, int64_t paddedWidth,
                                  int64_t first, const TileMemory& tile) {
  __m512 sums[kGroup][kRegisters];
#pragma GCC unroll 6
  for (int i = 0; i < kGroup; ++i)
#pragma GCC unroll 4
    for (int j = 0; j < kRegisters; ++j)
      sums[i][j] =
          _mm512_mul_ps(_mm512_loadu_ps(group.output + i * paddedWidth + first + j * kLane),
                        _mm512_set1_ps(group.correction[i]));
  for (int64_t pair = 0; pair < kTile / 2; ++pair) {
    const uint32_t* const row = values + pair * paddedWidth + first;
    __m512bh v[kRegisters];
#pragma GCC unroll 4
    for (int j = 0; j < kRegisters; ++j) v[j] = pairs(row + j * kLane);
#pragma GCC unroll 6
    for (int i = 0; i < kGroup; ++i) {
      const __m512bh weight = repeated(tile.weights[i][pair]);
#pragma GCC unroll 4
      for (int j = 0; j < kRegisters; ++j) sums[i][j] = _mm512_dpbf16_ps(sums[i][j], weight, v[j]);
    }
  }
#pragma GCC unroll 6
  for (int i = 0; i < kGroup; ++i)
#pragma GCC unroll 4
    for (int j = 0; j < kRegisters; ++j)
      _mm512_storeu_ps(group.output + i * paddedWidth + first + j * kLane, sums[i][j]);
}

void accumulateAll(const Group& group, const uint32_t* values, int64_t paddedWidth,
                   const TileMemory& tile) {
  for (int64_t first = 0; first < paddedWidth; first += 4 * kLane) {
    switch (std::min<int64_t>(4, (paddedWidth - first) / kLane)) {
      case 1:
        accumulate<1>(group, values, paddedWidth, first, tile);
        break;
      case 2:
        accumulate<2>(group, values, paddedWidth, first, tile);
        break;
      case 3:
        accumulate<3>(group, values, paddedWidth, first, tile);
        break;
      default:
        accumulate<4>(group, values, paddedWidth, first, tile);
    }
  }
}

}  // namespace

void PackedHead::attend(Rows<const BFloat16> queries, int64_t begin, int64_t end,
                        Rows<BFloat16> out) const {
  constexpr int64_t kGroups = kQueries / kGroup;
  std::vector<float> outputs(static_cast<size_t>(kQueries * m_paddedWidth));
  TileMemory tile;
  for (int64_t first = begin; first < end; first += kQueries) {
    std::fill(outputs.begin(), outputs.end(), 0.0F);
    const int64_t groups = std::min(kGroups, (end - first + kGroup - 1) / kGroup);
    Group state[kGroups];
    for (int64_t g = 0; g < groups; ++g) {
      state[g].output = outputs.data() + g * kGroup * m_paddedWidth;
      for (int64_t i = 0; i < kGroup; ++i) {
        state[g].queries[i] = queries.at(std::min(first + g * kGroup + i, end - 1));
        state[g].maximum[i] = -std::numeric_limits<float>::max() / 2;
        state[g].sum[i] = 0;
      }
    }
    for (int64_t key = 0; key < m_paddedKeys; key += kTile)
      for (int64_t g = 0; g < groups; ++g) {
        score(state[g], m_keys.data() + key * m_shape.width / 2, m_shape.width / 2, tile);
        weigh(state[g], m_shape.keys - key, m_shape.scale, tile);
        accumulateAll(state[g], m_values.data() + key / 2 * m_paddedWidth, m_paddedWidth, tile);
      }
    for (int64_t row = first; row < std::min(first + kQueries, end); ++row) {
      const int64_t slot = row - first;
      const float inverse = 1.0F / state[slot / kGroup].sum[slot % kGroup];
      for (int64_t e = 0; e < m_shape.valueWidth; ++e)
        store(outputs[static_cast<size_t>(slot * m_paddedWidth + e)] * inverse, out.at(row)[e]);
    }
  }
}

#else

bool hasFlashAttention() noexcept {
  return false;
}

void PackedHead::attend(Rows<const BFloat16>, int64_t, int64_t, Rows<BFloat16>) const {}

#endif

}  // namespace pentimento::nn::kernels

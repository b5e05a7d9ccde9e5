/// Normalisations and gates on plain arrays, fused with what follows them, with float32 arithmetic
/// inside. Each works on a range of rows, so that callers can share the rows among threads. x and y
/// may be the same array where their rows have the same length.
#pragma once

#include <cstdint>

#include "core/nn/kernels/elements.h"

namespace pentimento::nn::kernels {

struct LayerNormShape {
  int64_t rows = 0;
  int64_t channels = 0;
  float eps = 1e-5F;
};

/// Per-channel sums over `rows` rows of `channels` values, of x − reference and of its square,
/// added to what is there. Measuring from a reference value of the channel itself keeps the
/// variance of far-off-centre channels exact.
void channelMoments(const float* x, int64_t rows, int64_t channels, const float* reference,
                    float* sum, float* squares);
void channelMoments(const BFloat16* x, int64_t rows, int64_t channels, const float* reference,
                    float* sum, float* squares);

/// y = x·scale + shift per channel
void scaleShift(const float* x, int64_t rows, int64_t channels, const float* scale,
                const float* shift, float* y);
void scaleShift(const BFloat16* x, int64_t rows, int64_t channels, const float* scale,
                const float* shift, BFloat16* y);

/// y = z·sigmoid(z) for z = x·scale + shift per channel
void scaleShiftSilu(const float* x, int64_t rows, int64_t channels, const float* scale,
                    const float* shift, float* y);
void scaleShiftSilu(const BFloat16* x, int64_t rows, int64_t channels, const float* scale,
                    const float* shift, BFloat16* y);

/// Layer normalisation of each row.
void layerNorm(const float* x, const LayerNormShape& shape, const float* weight, const float* bias,
               float* y);
void layerNorm(const BFloat16* x, const LayerNormShape& shape, const float* weight,
               const float* bias, BFloat16* y);

/// y = first half · gelu(second half) of each row of 2·width values (exact, erf-based GELU).
void geglu(const float* x, int64_t rows, int64_t width, float* y);
void geglu(const BFloat16* x, int64_t rows, int64_t width, BFloat16* y);

}  // namespace pentimento::nn::kernels

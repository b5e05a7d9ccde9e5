#include "core/nn/kernels/fused.h"

#include <cmath>

namespace pentimento::nn::kernels {
namespace {

template <typename T>
PENTIMENTO_INLINE void channelMomentsBody(const T* x, int64_t rows, int64_t channels,
                                          const float* __restrict reference, float* __restrict sum,
                                          float* __restrict squares) {
  for (int64_t row = 0; row < rows; ++row, x += channels)
    for (int64_t c = 0; c < channels; ++c) {
      const float d = toFloat(x[c]) - reference[c];
      sum[c] += d;
      squares[c] += d * d;
    }
}

template <bool kSilu, typename T>
PENTIMENTO_INLINE void scaleShiftBody(const T* x, int64_t rows, int64_t channels,
                                      const float* __restrict scale, const float* __restrict shift,
                                      T* y) {
  for (int64_t row = 0; row < rows; ++row, x += channels, y += channels) {
#pragma GCC ivdep
    for (int64_t c = 0; c < channels; ++c) {
      const float value = toFloat(x[c]) * scale[c] + shift[c];
      store(kSilu ? sigmoidWeighted(value) : value, y[c]);
    }
  }
}

// Reductions need their order of addition spelled out to become SIMD code without -ffast-math.
constexpr int64_t kLanes = 16;

PENTIMENTO_INLINE float total(const float* lanes) {
  float sum = 0;
  for (int64_t i = 0; i < kLanes; ++i) sum += lanes[i];
  return sum;
}

template <typename T>
PENTIMENTO_INLINE float mean(const T* x, int64_t count) {
  float lanes[kLanes] = {};
  int64_t c = 0;
  for (; c + kLanes <= count; c += kLanes)
    for (int64_t i = 0; i < kLanes; ++i) lanes[i] += toFloat(x[c + i]);
  float sum = total(lanes);
  for (; c < count; ++c) sum += toFloat(x[c]);
  return sum / static_cast<float>(count);
}

template <typename T>
PENTIMENTO_INLINE float variance(const T* x, int64_t count, float centre) {
  float lanes[kLanes] = {};
  int64_t c = 0;
  for (; c + kLanes <= count; c += kLanes)
    for (int64_t i = 0; i < kLanes; ++i) {
      const float d = toFloat(x[c + i]) - centre;
      lanes[i] += d * d;
    }
  float sum = total(lanes);
  for (; c < count; ++c) sum += (toFloat(x[c]) - centre) * (toFloat(x[c]) - centre);
  return sum / static_cast<float>(count);
}

template <typename T>
PENTIMENTO_INLINE void layerNormBody(const T* x, const LayerNormShape& shape,
                                     const float* __restrict weight, const float* __restrict bias,
                                     T* y) {
  const int64_t channels = shape.channels;
  for (int64_t row = 0; row < shape.rows; ++row, x += channels, y += channels) {
    const float centre = mean(x, channels);
    const float scale = 1.0F / std::sqrt(variance(x, channels, centre) + shape.eps);
#pragma GCC ivdep
    for (int64_t c = 0; c < channels; ++c)
      store((toFloat(x[c]) - centre) * scale * weight[c] + bias[c], y[c]);
  }
}

template <typename T>
PENTIMENTO_INLINE void gegluBody(const T* x, int64_t rows, int64_t width, T* y) {
  for (int64_t row = 0; row < rows; ++row, x += 2 * width, y += width) {
#pragma GCC ivdep
    for (int64_t c = 0; c < width; ++c)
      store(toFloat(x[c]) * gaussianWeighted(toFloat(x[width + c])), y[c]);
  }
}

}  // namespace

// Function templates cannot have a clone per instruction set, so each format is spelled out.

PENTIMENTO_EACH_CPU void channelMoments(const float* x, int64_t rows, int64_t channels,
                                        const float* reference, float* sum, float* squares) {
  channelMomentsBody(x, rows, channels, reference, sum, squares);
}

PENTIMENTO_EACH_CPU void scaleShift(const float* x, int64_t rows, int64_t channels,
                                    const float* scale, const float* shift, float* y) {
  scaleShiftBody<false>(x, rows, channels, scale, shift, y);
}

PENTIMENTO_EACH_CPU void scaleShiftSilu(const float* x, int64_t rows, int64_t channels,
                                        const float* scale, const float* shift, float* y) {
  scaleShiftBody<true>(x, rows, channels, scale, shift, y);
}

PENTIMENTO_EACH_CPU void layerNorm(const float* x, const LayerNormShape& shape, const float* weight,
                                   const float* bias, float* y) {
  layerNormBody(x, shape, weight, bias, y);
}

PENTIMENTO_EACH_CPU void geglu(const float* x, int64_t rows, int64_t width, float* y) {
  gegluBody(x, rows, width, y);
}

PENTIMENTO_EACH_CPU void channelMoments(const BFloat16* x, int64_t rows, int64_t channels,
                                        const float* reference, float* sum, float* squares) {
  channelMomentsBody(x, rows, channels, reference, sum, squares);
}

PENTIMENTO_EACH_CPU void scaleShift(const BFloat16* x, int64_t rows, int64_t channels,
                                    const float* scale, const float* shift, BFloat16* y) {
  scaleShiftBody<false>(x, rows, channels, scale, shift, y);
}

PENTIMENTO_EACH_CPU void scaleShiftSilu(const BFloat16* x, int64_t rows, int64_t channels,
                                        const float* scale, const float* shift, BFloat16* y) {
  scaleShiftBody<true>(x, rows, channels, scale, shift, y);
}

PENTIMENTO_EACH_CPU void layerNorm(const BFloat16* x, const LayerNormShape& shape,
                                   const float* weight, const float* bias, BFloat16* y) {
  layerNormBody(x, shape, weight, bias, y);
}

PENTIMENTO_EACH_CPU void geglu(const BFloat16* x, int64_t rows, int64_t width, BFloat16* y) {
  gegluBody(x, rows, width, y);
}

}  // namespace pentimento::nn::kernels

#include "core/imaging/resize.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/error.h"
#include "core/imaging/sample_rows.h"

namespace pentimento {
namespace {

double boxWeight(double x) {
  return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
}

double triangleWeight(double x) {
  return std::max(0.0, 1.0 - std::abs(x));
}

double keysWeight(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  if (x < 2.0) return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
  return 0.0;
}

double sinc(double x) {
  if (x == 0.0) return 1.0;
  x *= std::numbers::pi;
  return std::sin(x) / x;
}

double lanczosWeight(double x) {
  return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3.0) : 0.0;
}

struct Kernel {
  double (*weight)(double);
  double support;
};

Kernel kernelOf(ResizeFilter filter) {
  switch (filter) {
    case ResizeFilter::Area:
      return {boxWeight, 0.5};
    case ResizeFilter::Bilinear:
      return {triangleWeight, 1.0};
    case ResizeFilter::Bicubic:
      return {keysWeight, 2.0};
    case ResizeFilter::Lanczos:
      return {lanczosWeight, 3.0};
  }
  throw Error(ErrorKind::Internal, "unknown resize filter");
}

/// For each output position, which inputs it reads and with which weights (stride `taps`).
template <typename Weight>
struct Weights {
  int taps = 0;
  std::vector<int> first;
  std::vector<int> count;
  std::vector<Weight> values;
};

constexpr int kFractionBits = 32 - 8 - 2;  // a byte times a weight below 2, summed, fits 32 bits

template <typename Weight>
Weight quantized(double weight) {
  if constexpr (std::is_same_v<Weight, int>)
    return static_cast<int>(weight * (1 << kFractionBits) + (weight < 0 ? -0.5 : 0.5));
  else
    return static_cast<Weight>(weight);
}

template <typename Weight>
Weights<Weight> resizeWeights(int inputs, int outputs, ResizeFilter filter) {
  const Kernel kernel = kernelOf(filter);
  const double scale = static_cast<double>(inputs) / outputs;
  const double filterScale = std::max(scale, 1.0);
  const double support = kernel.support * filterScale;
  Weights<Weight> result;
  result.taps = static_cast<int>(std::ceil(support)) * 2 + 1;
  result.values.resize(static_cast<size_t>(result.taps) * outputs);
  std::vector<double> weights(result.taps);
  for (int output = 0; output < outputs; ++output) {
    const double centre = (output + 0.5) * scale;
    const int first = std::max(static_cast<int>(centre - support + 0.5), 0);
    const int count = std::min(static_cast<int>(centre + support + 0.5), inputs) - first;
    double sum = 0;
    for (int i = 0; i < count; ++i)
      sum += weights[i] = kernel.weight((i + first - centre + 0.5) * (1.0 / filterScale));
    Weight* values = result.values.data() + static_cast<size_t>(output) * result.taps;
    for (int i = 0; i < count; ++i)
      values[i] = quantized<Weight>(sum != 0 ? weights[i] / sum : weights[i]);
    result.first.push_back(first);
    result.count.push_back(count);
  }
  return result;
}

/// Fixed point, for bytes.
struct ByteArithmetic {
  using Sample = uint8_t;
  using Weight = int;
  using Sum = int;
  static constexpr Sum kStart = 1 << (kFractionBits - 1);
  static Sample finish(Sum sum) {
    return static_cast<Sample>(std::clamp(sum >> kFractionBits, 0, 255));
  }
};

/// For everything that a byte cannot hold between the passes.
struct FloatArithmetic {
  using Sample = float;
  using Weight = float;
  using Sum = float;
  static constexpr Sum kStart = 0;
  static Sample finish(Sum sum) { return sum; }
};

template <typename Arithmetic, int kChannels>
void resizeRow(const typename Arithmetic::Sample* from, typename Arithmetic::Sample* to,
               const Weights<typename Arithmetic::Weight>& weights) {
  const int outputs = static_cast<int>(weights.first.size());
  for (int x = 0; x < outputs; ++x) {
    const auto* values = weights.values.data() + static_cast<size_t>(x) * weights.taps;
    const auto* samples = from + static_cast<size_t>(weights.first[x]) * kChannels;
    typename Arithmetic::Sum sums[kChannels];
    for (auto& sum : sums) sum = Arithmetic::kStart;
    for (int i = 0; i < weights.count[x]; ++i)
      for (int c = 0; c < kChannels; ++c) sums[c] += samples[i * kChannels + c] * values[i];
    for (int c = 0; c < kChannels; ++c) to[x * kChannels + c] = Arithmetic::finish(sums[c]);
  }
}

/// Streams the picture: `readRow(y, row)` yields input rows top to bottom, each once, and
/// `writeRow(y, row)` takes output rows; only the rows under the vertical filter are held.
template <typename Arithmetic, int kChannels, typename ReadRow, typename WriteRow>
void resizeRows(Extent from, Extent to, ResizeFilter filter, const ReadRow& readRow,
                const WriteRow& writeRow) {
  using Sample = typename Arithmetic::Sample;
  using Weight = typename Arithmetic::Weight;
  const auto across = resizeWeights<Weight>(from.width, to.width, filter);
  const auto down = resizeWeights<Weight>(from.height, to.height, filter);
  const size_t rowSize = static_cast<size_t>(to.width) * kChannels;
  std::vector<Sample> input(static_cast<size_t>(from.width) * kChannels);
  std::vector<Sample> held(rowSize * down.taps);
  std::vector<typename Arithmetic::Sum> sums(rowSize);
  std::vector<Sample> output(rowSize);
  int rowsRead = 0;
  for (int y = 0; y < to.height; ++y) {
    const int first = down.first[y];
    const int end = first + down.count[y];
    for (; rowsRead < end; ++rowsRead) {
      readRow(rowsRead, input.data());
      resizeRow<Arithmetic, kChannels>(input.data(), held.data() + rowsRead % down.taps * rowSize,
                                       across);
    }
    std::fill(sums.begin(), sums.end(), Arithmetic::kStart);
    for (int i = first; i < end; ++i) {
      const Weight weight = down.values[static_cast<size_t>(y) * down.taps + (i - first)];
      const Sample* row = held.data() + i % down.taps * rowSize;
      for (size_t x = 0; x < rowSize; ++x) sums[x] += row[x] * weight;
    }
    for (size_t x = 0; x < rowSize; ++x) output[x] = Arithmetic::finish(sums[x]);
    writeRow(y, output.data());
  }
}

/// Calls `function` with the channel count as a compile-time constant.
template <typename Function>
void withChannels(int channels, const Function& function) {
  switch (channels) {
    case 1:
      return function(std::integral_constant<int, 1>{});
    case 2:
      return function(std::integral_constant<int, 2>{});
    case 3:
      return function(std::integral_constant<int, 3>{});
    default:
      return function(std::integral_constant<int, 4>{});
  }
}

template <typename Sample, int kChannels>
void readPremultiplied(const Sample* from, float* to, int width) {
  if constexpr (kChannels % 2 == 1) {
    std::copy_n(from, width * kChannels, to);
    return;
  }
  for (int x = 0; x < width; ++x, from += kChannels, to += kChannels) {
    const float alpha = from[kChannels - 1];
    for (int c = 0; c < kChannels - 1; ++c) to[c] = from[c] * alpha / kSampleMax<Sample>;
    to[kChannels - 1] = alpha;
  }
}

template <typename Sample, int kChannels>
void writeStraight(const float* from, Sample* to, int width) {
  for (int x = 0; x < width; ++x, from += kChannels, to += kChannels) {
    float gain = 1;
    if constexpr (kChannels % 2 == 0) {
      const float alpha = from[kChannels - 1];
      gain = alpha > 0 ? kSampleMax<Sample> / alpha : 0;
      to[kChannels - 1] = toSample<Sample>(alpha);
    }
    for (int c = 0; c < kChannels - (kChannels % 2 == 0); ++c)
      to[c] = toSample<Sample>(from[c] * gain);
  }
}

}  // namespace

Image resized(const Image& image, Extent extent, ResizeFilter filter) {
  if (image.extent() == extent) return image;
  if (image.empty()) throw Error(ErrorKind::InvalidInput, "an empty picture cannot be resized");
  Image result(extent, image.layout(), image.depth());
  result.metadata = image.metadata;
  withChannels(image.channels(), [&](auto channels) {
    constexpr int kChannels = channels;
    if (image.depth() == BitDepth::Eight && !image.hasAlpha()) {
      resizeRows<ByteArithmetic, kChannels>(
          image.extent(), extent, filter,
          [&](int y, uint8_t* row) { std::ranges::copy(image.row8(y), row); },
          [&](int y, const uint8_t* row) {
            const auto to = result.writableRow8(y);
            std::copy_n(row, to.size(), to.data());
          });
      return;
    }
    withSampleType(image.depth(), [&](auto sample) {
      using Sample = decltype(sample);
      resizeRows<FloatArithmetic, kChannels>(
          image.extent(), extent, filter,
          [&](int y, float* row) {
            readPremultiplied<Sample, kChannels>(sampleRow<Sample>(image, y).data(), row,
                                                 image.width());
          },
          [&](int y, const float* row) {
            writeStraight<Sample, kChannels>(row, writableSampleRow<Sample>(result, y).data(),
                                             extent.width);
          });
    });
  });
  return result;
}

Mask resized(const Mask& mask, Extent extent, ResizeFilter filter) {
  if (mask.extent() == extent) return mask;
  if (mask.empty()) throw Error(ErrorKind::InvalidInput, "an empty mask cannot be resized");
  Mask result(extent);
  resizeRows<ByteArithmetic, 1>(
      mask.extent(), extent, filter,
      [&](int y, uint8_t* row) { std::ranges::copy(mask.row(y), row); },
      [&](int y, const uint8_t* row) {
        std::copy_n(row, extent.width, result.writableRow(y).data());
      });
  return result;
}

}  // namespace pentimento

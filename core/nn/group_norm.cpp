#include "core/nn/group_norm.h"

#include "core/base/error.h"
#include "core/nn/in_place.h"
#include "core/nn/kernels/dispatch.h"
#include "core/nn/kernels/fused.h"
#include "core/tensor/cancellation.h"
#include "core/tensor/placement.h"
#include "core/tensor/wide_type.h"

namespace pentimento::nn {
namespace {

/// Σ(x − r) and Σ(x − r)² of every channel of one picture, where r is the channel's first value.
struct ChannelMoments {
  std::vector<float> reference;
  std::vector<double> sum, squares;
};

// Short float32 sums, added up in float64: fast, and exact enough for any picture size.
template <typename T>
void addMoments(const T* x, int64_t rows, ChannelMoments& moments) {
  constexpr int64_t kRows = 256;
  const auto channels = static_cast<int64_t>(moments.reference.size());
  std::vector<float> sum(channels), squares(channels);
  for (int64_t row = 0; row < rows; row += kRows) {
    std::fill(sum.begin(), sum.end(), 0.0F);
    std::fill(squares.begin(), squares.end(), 0.0F);
    kernels::channelMoments(x + row * channels, std::min(kRows, rows - row), channels,
                            moments.reference.data(), sum.data(), squares.data());
    for (int64_t c = 0; c < channels; ++c) {
      moments.sum[c] += sum[c];
      moments.squares[c] += squares[c];
    }
  }
}

template <typename T>
ChannelMoments momentsOf(const T* x, int64_t rows, int64_t channels) {
  ChannelMoments total{std::vector<float>(channels), std::vector<double>(channels),
                       std::vector<double>(channels)};
  for (int64_t c = 0; c < channels; ++c) total.reference[c] = kernels::toFloat(x[c]);
  // A fixed number of parts, added in order: the result does not depend on the number of threads.
  constexpr int64_t kParts = 16;
  std::vector<ChannelMoments> parts(kParts, total);
  at::parallel_for(0, kParts, 1, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; ++part) {
      const int64_t first = rows * part / kParts, last = rows * (part + 1) / kParts;
      addMoments(x + first * channels, last - first, parts[part]);
    }
  });
  for (const ChannelMoments& part : parts)
    for (int64_t c = 0; c < channels; ++c) {
      total.sum[c] += part.sum[c];
      total.squares[c] += part.squares[c];
    }
  return total;
}

/// y = x·scale + shift, the whole normalisation with all that is fused into it.
struct ChannelAffine {
  std::vector<float> scale, shift;
};

struct GroupNormParameters {
  torch::Tensor weight, bias;  // float32 [C]
  int64_t groups = 1;
  double eps = 0;
  torch::Tensor offset, scale, shift;  // float32 [C] of this picture, or undefined
};

double at(const torch::Tensor& values, int64_t c) {
  return values.defined() ? values.data_ptr<float>()[c] : 0.0;
}

ChannelAffine affineOf(const ChannelMoments& moments, int64_t rows,
                       const GroupNormParameters& parameters) {
  const auto channels = static_cast<int64_t>(moments.reference.size());
  const int64_t width = channels / parameters.groups;
  ChannelAffine affine{std::vector<float>(channels), std::vector<float>(channels)};
  std::vector<double> means(channels);
  for (int64_t group = 0; group < parameters.groups; ++group) {
    const int64_t first = group * width;
    double mean = 0;
    for (int64_t c = first; c < first + width; ++c) {
      means[c] = moments.reference[c] + at(parameters.offset, c) + moments.sum[c] / rows;
      mean += means[c] / width;
    }
    double variance = 0;  // within the channels and between them (Chan et al. 1983)
    for (int64_t c = first; c < first + width; ++c) {
      const double own = moments.squares[c] / rows - std::pow(moments.sum[c] / rows, 2);
      variance += (own + std::pow(means[c] - mean, 2)) / width;
    }
    const double inverse = 1 / std::sqrt(std::max(variance, 0.0) + parameters.eps);
    for (int64_t c = first; c < first + width; ++c) {
      const double after = 1 + at(parameters.scale, c);
      const double slope = inverse * at(parameters.weight, c) * after;
      affine.scale[c] = static_cast<float>(slope);
      affine.shift[c] =
          static_cast<float>((at(parameters.offset, c) - mean) * slope +
                             at(parameters.bias, c) * after + at(parameters.shift, c));
    }
  }
  return affine;
}

template <typename T>
void applyAffine(const T* x, int64_t rows, const ChannelAffine& affine, bool silu, T* y) {
  const auto channels = static_cast<int64_t>(affine.scale.size());
  const int64_t grain = std::max<int64_t>(1, 16384 / channels);
  at::parallel_for(0, rows, grain, [&](int64_t begin, int64_t end) {
    const int64_t skip = begin * channels;
    if (silu)
      kernels::scaleShiftSilu(x + skip, end - begin, channels, affine.scale.data(),
                              affine.shift.data(), y + skip);
    else
      kernels::scaleShift(x + skip, end - begin, channels, affine.scale.data(), affine.shift.data(),
                          y + skip);
  });
}

torch::Tensor asFloat(const torch::Tensor& values) {
  return values.defined() ? values.to(torch::kFloat32).contiguous() : values;
}

torch::Tensor rowOf(const torch::Tensor& values, int64_t n) {
  return values.defined() ? values[values.size(0) == 1 ? 0 : n] : values;
}

torch::Tensor perPixel(const torch::Tensor& values) {
  return values.unsqueeze(-1).unsqueeze(-1);  // [N, C, 1, 1]
}

torch::Tensor composedGroupNorm(const torch::Tensor& x, const GroupNormParameters& parameters,
                                const GroupNormFusion& fusion) {
  // Half precision on the CPU would accumulate in half precision.
  auto y = x.device().is_cpu() ? x.to(wideType(x.scalar_type())) : x;
  if (fusion.offset.defined()) y = y + perPixel(fusion.offset.to(y.dtype()));
  y = torch::group_norm(y, parameters.groups, parameters.weight.to(y.dtype()),
                        parameters.bias.to(y.dtype()), parameters.eps);
  if (fusion.scale.defined()) y = y * (1 + perPixel(fusion.scale.to(y.dtype())));
  if (fusion.shift.defined()) y = y + perPixel(fusion.shift.to(y.dtype()));
  if (fusion.silu) y = siluReusing(y);
  return y.to(x.dtype());
}

/// A normalisation of one feature map, its statistics known.
class Normalization {
 public:
  Normalization(const torch::Tensor& x, GroupNormParameters parameters,
                const GroupNormFusion& fusion)
      : m_input(x.contiguous(torch::MemoryFormat::ChannelsLast)), m_silu(fusion.silu) {
    parameters.weight = asFloat(parameters.weight);
    parameters.bias = asFloat(parameters.bias);
    const auto offset = asFloat(fusion.offset);
    const auto scale = asFloat(fusion.scale);
    const auto shift = asFloat(fusion.shift);
    const int64_t channels = x.size(1), rows = x.size(2) * x.size(3);
    kernels::withElements(
        [&](auto* from) {
          for (int64_t n = 0; n < x.size(0); ++n) {
            cancellationPoint();
            parameters.offset = rowOf(offset, n);
            parameters.scale = rowOf(scale, n);
            parameters.shift = rowOf(shift, n);
            const auto moments = momentsOf(from + n * rows * channels, rows, channels);
            m_affines.push_back(affineOf(moments, rows, parameters));
          }
        },
        m_input);
  }

  /// Rows [begin, end) of picture n, into a row of `output`'s pictures.
  void apply(int64_t n, int64_t begin, int64_t end, const torch::Tensor& output) const {
    cancellationPoint();
    const int64_t row = m_input.size(1) * m_input.size(3);
    kernels::withElements(
        [&](auto* from, auto* to) {
          applyAffine(from + (n * m_input.size(2) + begin) * row, (end - begin) * m_input.size(3),
                      m_affines[n], m_silu, to);
        },
        m_input, output);
  }

 private:
  torch::Tensor m_input;
  bool m_silu;
  std::vector<ChannelAffine> m_affines;  // one for each picture
};

}  // namespace

GroupNormImpl::GroupNormImpl(const GroupNormOptions& options)
    : m_groups(options.groups), m_eps(options.eps) {
  if (options.groups < 1 || options.channels % options.groups != 0)
    throw Error(ErrorKind::UnsupportedModel, "{} channels cannot be normalised in {} groups",
                options.channels, options.groups);
  weight = register_parameter("weight", uninitializedParameter({options.channels}));
  bias = register_parameter("bias", uninitializedParameter({options.channels}));
}

torch::Tensor GroupNormImpl::forward(const torch::Tensor& x, const GroupNormFusion& fusion) {
  const GroupNormParameters parameters{weight, bias, m_groups, m_eps, {}, {}, {}};
  if (!kernels::takes(x)) return composedGroupNorm(x, parameters, fusion);
  const Normalization normalization(x, parameters, fusion);
  auto output = torch::empty_like(x, torch::MemoryFormat::ChannelsLast);
  for (int64_t n = 0; n < x.size(0); ++n)
    normalization.apply(n, 0, x.size(2), output.slice(0, n, n + 1));
  return output;
}

LazyFeatures GroupNormImpl::lazily(const torch::Tensor& x, const GroupNormFusion& fusion) {
  LazyFeatures features{.sizes = {x.size(0), x.size(1), x.size(2), x.size(3)},
                        .whole = [this, x, fusion] { return forward(x, fusion); },
                        .rows = {}};
  if (kernels::takes(x))
    features.rows = [this, x, fusion, known = std::shared_ptr<Normalization>()](
                        int64_t n, int64_t begin, int64_t end) mutable {
      if (!known)
        known = std::make_shared<Normalization>(
            x, GroupNormParameters{weight, bias, m_groups, m_eps, {}, {}, {}}, fusion);
      auto output = torch::empty({1, x.size(1), end - begin, x.size(3)}, x.options(),
                                 torch::MemoryFormat::ChannelsLast);
      known->apply(n, begin, end, output);
      return output;
    };
  return features;
}

}  // namespace pentimento::nn

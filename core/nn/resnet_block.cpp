#include "core/nn/resnet_block.h"

#include "core/nn/in_place.h"
#include "core/tensor/cancellation.h"

namespace pentimento::nn {
namespace {

using Options = ResnetBlockOptions;

GroupNorm norm(const Options& options, int64_t channels) {
  return GroupNorm(GroupNormOptions{channels, options.groups, options.eps});
}

Conv2d convolution(int64_t in, int64_t out, int64_t kernel) {
  return Conv2d(Conv2dOptions{.in = in, .out = out, .kernel = kernel});
}

torch::Tensor resample(const torch::Tensor& x, Options::Resampling resampling) {
  cancellationPoint();
  switch (resampling) {
    case Options::Resampling::Halve:
      return torch::avg_pool2d(x, 2, 2);
    case Options::Resampling::Double:
      return torch::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
    case Options::Resampling::None:
      break;
  }
  return x;
}

}  // namespace

ResnetBlockImpl::ResnetBlockImpl(const ResnetBlockOptions& options)
    : norm1(register_module("norm1", norm(options, options.inChannels))),
      norm2(register_module("norm2", norm(options, options.outChannels))),
      conv1(register_module("conv1", convolution(options.inChannels, options.outChannels, 3))),
      conv2(register_module("conv2", convolution(options.outChannels, options.outChannels, 3))),
      m_options(options) {
  const int64_t outputs = options.timeUse == Options::TimeUse::ScaleShift ? 2 * options.outChannels
                                                                          : options.outChannels;
  if (options.timeChannels > 0)
    time_emb_proj =
        register_module("time_emb_proj", Linear(LinearOptions{options.timeChannels, outputs}));
  if (options.inChannels != options.outChannels)
    conv_shortcut =
        register_module("conv_shortcut", convolution(options.inChannels, options.outChannels, 1));
}

torch::Tensor ResnetBlockImpl::forward(const torch::Tensor& x, const torch::Tensor& time) {
  GroupNormFusion conditioned{.silu = true};
  if (time_emb_proj) {
    const auto projected = time_emb_proj(torch::silu(time));  // [N, Cout] or [N, 2·Cout]
    if (m_options.timeUse == Options::TimeUse::Add) {
      conditioned.offset = projected;
    } else {
      const auto halves = projected.chunk(2, 1);
      conditioned.scale = halves[0];
      conditioned.shift = halves[1];
    }
  }
  const bool keepsSize = m_options.resampling == Options::Resampling::None;
  const auto h = keepsSize
                     ? conv1->convolve(norm1->lazily(x, {.silu = true}))
                     : conv1(resample(norm1->forward(x, {.silu = true}), m_options.resampling));
  const auto residual = norm2->lazily(h, conditioned);
  if (conv_shortcut)
    return conv2->addTo(conv_shortcut(resample(x, m_options.resampling)), residual);
  // Without a projection the skip may be x itself, which others may hold: never overwritten.
  return addReusing(conv2->convolve(residual), resample(x, m_options.resampling));
}

}  // namespace pentimento::nn

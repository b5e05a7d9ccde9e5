#include "core/pipelines/unclip_sampling.h"

#include <cmath>

#include "core/tensor/wide_type.h"

namespace pentimento::unclip {
namespace {

// What a run over a network keeps its numbers in, whatever the network computes in.
torch::ScalarType wideTypeOf(torch::nn::Module& network) {
  return wideType(network.parameters().front().scalar_type());
}

torch::Tensor timeTensor(int time, const torch::Tensor& like) {
  return torch::full({1}, time, like.options());
}

torch::Tensor joined(const torch::Tensor& unconditional, const torch::Tensor& conditional) {
  if (!conditional.defined()) return {};
  return torch::cat({unconditional, conditional}, 0);
}

/// uncond + guidance·(cond − uncond) of the first `channels` outputs; a learned variance follows
/// the conditional half.
torch::Tensor guided(const torch::Tensor& output, double guidance, int64_t channels) {
  const auto halves = output.chunk(2, 0);
  const auto unconditional = halves[0].narrow(1, 0, channels);
  const auto conditional = halves[1].narrow(1, 0, channels);
  const auto mean = unconditional + guidance * (conditional - unconditional);
  if (output.size(1) == channels) return mean;
  return torch::cat({mean, halves[1].narrow(1, channels, output.size(1) - channels)}, 1);
}

torch::Tensor advance(const Stage& stage, size_t index, const torch::Tensor& x,
                      const torch::Tensor& output) {
  const PosteriorJump jump = stage.jumps[index];
  const auto noise = jump.from > 0 ? stage.draw(x.sizes()).to(x.device()) : torch::Tensor();
  if (stage.onStep)
    stage.onStep(static_cast<int>(index) + 1, static_cast<int>(stage.jumps.size()),
                 stage.process->x0(jump.from, x, output));
  if (stage.eta) return stage.process->ddimStep(jump, x, output, *stage.eta, noise);
  return stage.process->step(jump, x, output, noise);
}

// The network's answer for x, in x's format, which is doubled when there are two halves of
// conditioning.
torch::Tensor estimate(nn::AdmUnet& unet, const torch::Tensor& x, int time,
                       const nn::AdmConditioning& conditioning, const torch::Tensor& appended,
                       bool doubled) {
  auto input = x;
  if (appended.defined())
    input = torch::cat({x, appended.to(x.dtype()).expand({x.size(0), -1, -1, -1})}, 1);
  if (doubled) input = torch::cat({input, input}, 0);
  const auto dtype = unet->parameters().front().scalar_type();
  return unet(input.to(dtype), timeTensor(time, x), conditioning).to(x.dtype());
}

}  // namespace

torch::Tensor samplePrior(nn::PriorTransformer& prior, const nn::PriorConditioning& text,
                          const nn::PriorConditioning& unconditional, const Stage& stage) {
  const bool guide = stage.guidance > 1;
  const nn::PriorConditioning conditioning =
      guide ? nn::PriorConditioning{joined(unconditional.textEmbedding, text.textEmbedding),
                                    joined(unconditional.textStates, text.textStates),
                                    joined(unconditional.textMask, text.textMask)}
            : text;
  const auto like = text.textEmbedding;
  auto x = stage.draw(like.sizes()).to(like.device(), wideTypeOf(*prior));
  for (size_t i = 0; i < stage.jumps.size(); ++i) {
    const auto input = (guide ? torch::cat({x, x}, 0) : x).to(like.dtype());
    auto output = prior(input, timeTensor(stage.jumps[i].from, x), conditioning).to(x.dtype());
    if (guide) output = guided(output, stage.guidance, x.size(1));
    x = advance(stage, i, x, output);
  }
  return x;
}

torch::Tensor sampleDecoder(nn::AdmUnet& unet, torch::Tensor x,
                            const nn::AdmConditioning& conditioning, const Stage& stage,
                            const DecoderInputs& inputs) {
  const bool guide = stage.guidance > 1;
  x = x.to(wideTypeOf(*unet));
  for (size_t i = 0; i < stage.jumps.size(); ++i) {
    const PosteriorJump jump = stage.jumps[i];
    for (int again = inputs.resamples; again > 0; --again) {
      auto output = estimate(unet, x, jump.from, conditioning, inputs.appended, guide);
      if (guide) output = guided(output, stage.guidance, x.size(1));
      x = advance(stage, i, x, output);
      if (inputs.afterStep) x = inputs.afterStep(i, x);
      if (jump.to < 0) break;
      if (again > 1) x = stage.process->jumpBack(jump, x, stage.draw(x.sizes()).to(x.device()));
    }
  }
  return x;
}

torch::Tensor invertDecoder(nn::AdmUnet& unet, torch::Tensor x,
                            const nn::AdmConditioning& conditioning, const Stage& stage,
                            const torch::Tensor& appended) {
  x = x.to(wideTypeOf(*unet));
  // What is clean counts as being at the last jump's level, where there is next to no noise.
  for (size_t i = stage.jumps.size() - 1; i > 0; --i) {
    const PosteriorJump up{stage.jumps[i].from, stage.jumps[i - 1].from};
    const auto output = estimate(unet, x, up.from, conditioning, appended, false);
    if (stage.onStep)
      stage.onStep(static_cast<int>(stage.jumps.size() - i), static_cast<int>(stage.jumps.size()),
                   stage.process->x0(up.from, x, output));
    x = stage.process->ddimStep(up, x, output, 0, {});
  }
  return x;
}

torch::Tensor sampleSuperResolution(nn::AdmUnet& first, nn::AdmUnet& last, const torch::Tensor& low,
                                    torch::IntArrayRef size, const Stage& stage) {
  const auto dtype = first->parameters().front().scalar_type();
  const auto enlarged =
      at::_upsample_bicubic2d_aa(low.to(wideTypeOf(*first)).contiguous(), size, false);
  auto x = stage.draw(enlarged.sizes()).to(low.device(), enlarged.scalar_type());
  for (size_t i = 0; i < stage.jumps.size(); ++i) {
    auto& unet = i + 1 < stage.jumps.size() ? first : last;
    const auto input = torch::cat({x, enlarged}, 1).to(dtype);
    const auto output = unet(input, timeTensor(stage.jumps[i].from, x), nn::AdmConditioning{});
    x = advance(stage, i, x, output.to(x.dtype()));
  }
  return x;
}

torch::Tensor slerp(const torch::Tensor& a, const torch::Tensor& b, double share) {
  constexpr double kParallel = 0.9995;
  const double cosine = ((a * b).sum() / (a.norm() * b.norm())).item<double>();
  if (std::abs(cosine) > kParallel) return (1 - share) * a + share * b;
  const double angle = std::acos(cosine);
  return std::sin((1 - share) * angle) / std::sin(angle) * a +
         std::sin(share * angle) / std::sin(angle) * b;
}

torch::Tensor mixed(const std::vector<torch::Tensor>& embeddings,
                    const std::vector<double>& weights) {
  auto sum = torch::zeros_like(embeddings.front());
  for (size_t i = 0; i < embeddings.size(); ++i) sum += weights[i] * embeddings[i];
  return sum;
}

torch::Tensor growHoles(const torch::Tensor& keep) {
  const int64_t height = keep.size(2), width = keep.size(3);
  const auto padded = torch::constant_pad_nd(keep, {1, 1, 1, 1}, 1);
  const auto shifted = [&](int64_t dy, int64_t dx) {
    return padded.narrow(2, 1 + dy, height).narrow(3, 1 + dx, width);
  };
  auto grown = keep;
  for (const auto& [dy, dx] : {std::pair{1, 0}, {0, 1}, {1, 1}, {-1, 0}, {0, -1}, {-1, -1}})
    grown = torch::minimum(grown, shifted(dy, dx));
  return grown;
}

}  // namespace pentimento::unclip

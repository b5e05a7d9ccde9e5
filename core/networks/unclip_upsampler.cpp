#include "core/networks/unclip_upsampler.h"

namespace pentimento::nn {

UnclipUpsamplerImpl::UnclipUpsamplerImpl(const PixelUnetOptions& unet)
    : enlarge(register_module("enlarge", PixelUnet(unet))) {}

torch::Tensor UnclipUpsamplerImpl::forward(const UpsamplerInput& input) {
  const auto x = torch::cat({input.noisy, input.low, input.known, input.mask}, 1);
  const auto added =
      enlarge(x.to(parameters().front().scalar_type()), input.time, UnetConditions{});
  return input.low + added.to(input.low.scalar_type());
}

}  // namespace pentimento::nn

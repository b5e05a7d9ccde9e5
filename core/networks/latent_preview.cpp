#include "core/networks/latent_preview.h"

namespace pentimento::nn {
namespace {

/// Colour = bias + Σ channel·row, in [−1, 1].
struct LinearColours {
  float rows[4][3];
  float bias[3];
};

// Published least-squares fits of decoded pictures to latents, as preview code of the field uses.
constexpr LinearColours kStableDiffusion{{{0.3512F, 0.2297F, 0.3227F},
                                          {0.3250F, 0.4974F, 0.2350F},
                                          {-0.2829F, 0.1762F, 0.2721F},
                                          {-0.2120F, -0.2616F, -0.7177F}},
                                         {0, 0, 0}};
constexpr LinearColours kStableDiffusionXl{{{0.3651F, 0.4232F, 0.4341F},
                                            {-0.2533F, -0.0042F, 0.1068F},
                                            {0.1076F, 0.1111F, -0.0362F},
                                            {-0.3165F, -0.2492F, -0.2188F}},
                                           {0.1084F, -0.0175F, -0.0011F}};

}  // namespace

torch::Tensor latentPreview(const torch::Tensor& latents, LatentSpace space) {
  const LinearColours& colours =
      space == LatentSpace::StableDiffusion ? kStableDiffusion : kStableDiffusionXl;
  const auto map = torch::from_blob(const_cast<float*>(&colours.rows[0][0]), {4, 3});
  const auto bias = torch::from_blob(const_cast<float*>(colours.bias), {3});
  const auto pixels = latents.detach().to(torch::kCPU, torch::kFloat32).permute({0, 2, 3, 1});
  return (torch::matmul(pixels, map) + bias).clamp(-1, 1).permute({0, 3, 1, 2});
}

}  // namespace pentimento::nn

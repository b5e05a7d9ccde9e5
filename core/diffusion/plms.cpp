#include <deque>

#include "core/diffusion/samplers.h"

namespace pentimento {
namespace {

// Adams-Bashforth over the network's outputs, newest first (Liu et al. 2022, equation 12).
torch::Tensor extrapolated(const std::deque<torch::Tensor>& e) {
  switch (e.size()) {
    case 1:
      return e[0];
    case 2:
      return (e[0] * 3 - e[1]) / 2;
    case 3:
      return (e[0] * 23 - e[1] * 16 + e[2] * 5) / 12;
    default:
      return (e[0] * 55 - e[1] * 59 + e[2] * 37 - e[3] * 9) / 24;
  }
}

}  // namespace

torch::Tensor samplePlms(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context) {
  const auto output = [&](const torch::Tensor& at, const torch::Tensor& x0, double sigma) {
    return outputFromX0(context.prediction, at, x0, sigma);
  };
  std::deque<torch::Tensor> outputs;  // newest first
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.arrivals[i];
    const auto step = [&](const torch::Tensor& e) {
      const auto x0 = x0FromOutput(context.prediction, x, e, sigma);
      return x0 + (x - x0) * (next / sigma);
    };
    x = x * schedule.rescale(i);
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);

    outputs.push_front(output(x, x0, sigma));
    if (outputs.size() > 4) outputs.pop_back();
    if (i == 0 && next > 0) {  // improved Euler: once more with the mean of both ends
      const auto trial = step(outputs[0]);
      x = step((output(trial, denoise(trial, next), next) + outputs[0]) / 2);
    } else {
      x = step(extrapolated(outputs));
    }
  }
  return x;
}

}  // namespace pentimento

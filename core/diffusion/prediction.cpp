#include "core/diffusion/prediction.h"

#include <cmath>
#include <utility>

#include "core/base/error.h"

namespace pentimento {
namespace {

[[noreturn]] void refuseFlow() {
  throw Error(ErrorKind::UnsupportedModel,
              "this model predicts flows, which cannot be sampled yet; choose another model");
}

}  // namespace

torch::Tensor x0FromOutput(Prediction prediction, const torch::Tensor& x,
                           const torch::Tensor& output, double sigma) {
  switch (prediction) {
    case Prediction::Epsilon:
      return x - output * sigma;
    case Prediction::V:
      return x / (1 + sigma * sigma) - output * (sigma / std::hypot(1, sigma));
    case Prediction::Sample:
      return output;
    case Prediction::Flow:
      break;
  }
  refuseFlow();
}

torch::Tensor outputFromX0(Prediction prediction, const torch::Tensor& x, const torch::Tensor& x0,
                           double sigma) {
  switch (prediction) {
    case Prediction::Epsilon:
      return (x - x0) / sigma;
    case Prediction::V:
      return (x / (1 + sigma * sigma) - x0) * (std::hypot(1, sigma) / sigma);
    case Prediction::Sample:
      return x0;
    case Prediction::Flow:
      break;
  }
  refuseFlow();
}

Denoise makeDenoiser(Network network, TrainingNoise noise, Schedule schedule,
                     const DenoiserOptions& options) {
  return [network = std::move(network), noise = std::move(noise), schedule = std::move(schedule),
          options](const torch::Tensor& x, double sigma) {
    const double time = schedule.timeAt(sigma, noise);
    const torch::Tensor input = x / std::hypot(1, sigma);
    torch::Tensor x0 = x0FromOutput(options.prediction, x, network(input, time), sigma);
    if (!options.consistency) return x0;
    const double data = options.boundary.sigmaData;
    const double scaled = time * options.boundary.timeScale;
    const double skip = data * data / (scaled * scaled + data * data);
    return x0 * (scaled / std::hypot(scaled, data)) + input * skip;
  };
}

}  // namespace pentimento

#include "core/diffusion/sampler.h"

#include <algorithm>
#include <cmath>

namespace pentimento {

AncestralStep ancestralStep(double sigma, double next, double eta) {
  const double full = next * std::sqrt(std::max(0.0, 1 - next * next / (sigma * sigma)));
  const double up = std::min(next, eta * full);
  return {std::sqrt(std::max(0.0, next * next - up * up)), up};
}

double geometricMean(double sigma, double next) {
  return std::sqrt(sigma * next);
}

}  // namespace pentimento

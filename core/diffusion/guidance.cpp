#include "core/diffusion/guidance.h"

namespace pentimento {
namespace {

torch::Tensor deviationPerPicture(const torch::Tensor& x) {
  return x.std({1, 2, 3}, true, true);
}

}  // namespace

bool Guidance::actsAt(int step, int steps) const {
  if (isOff()) return false;
  const double progress = steps > 1 ? static_cast<double>(step) / (steps - 1) : 0;
  return progress >= from && progress <= to;
}

torch::Tensor Guidance::combine(const torch::Tensor& outputs) const {
  const auto negative = outputs.slice(0, 0, 1);
  auto guided = negative;
  for (size_t i = 0; i < weights.size(); ++i) {
    const auto prompt = outputs.slice(0, static_cast<int64_t>(i) + 1, static_cast<int64_t>(i) + 2);
    guided = guided + (prompt - negative) * (scale * weights[i]);
  }
  if (rescale == 0) return guided;
  // Guidance raises the deviation and with it the contrast; this leads it back to the prompt's own.
  const auto prompt = outputs.slice(0, 1, 2);
  const auto matched = guided * (deviationPerPicture(prompt) / deviationPerPicture(guided));
  return matched * rescale + guided * (1 - rescale);
}

}  // namespace pentimento

#include "core/training/optimiser.h"

#include <algorithm>
#include <cmath>

namespace pentimento::training {

Optimiser::Optimiser(const torch::Tensor& master, const OptimiserOptions& options)
    : m_options(options),
      m_first(torch::zeros_like(master)),
      m_second(torch::zeros_like(master)),
      m_average(master.clone()) {}

double Optimiser::step(torch::Tensor& master, torch::Tensor g, double scale) {
  torch::NoGradGuard quiet;
  const auto& o = m_options;
  const double norm = g.norm().item<double>();
  if (o.clipNorm > 0 && norm > o.clipNorm) g = g * (o.clipNorm / norm);
  ++m_steps;
  const double rate = o.learningRate * scale;
  const auto t = static_cast<double>(m_steps);
  m_first.mul_(o.beta1).add_(g, 1 - o.beta1);
  m_second.mul_(o.beta2).addcmul_(g, g, 1 - o.beta2);
  const double correction1 = 1 - std::pow(o.beta1, t), correction2 = 1 - std::pow(o.beta2, t);
  const auto denominator = m_second.sqrt().mul_(1 / std::sqrt(correction2)).add_(o.epsilon);
  master.mul_(1 - rate * o.weightDecay).addcdiv_(m_first, denominator, -rate / correction1);
  const double decay = std::min(o.emaDecay, (1 + t) / (10 + t));
  m_average.lerp_(master, 1 - decay);
  return norm;
}

void Optimiser::restore(int64_t steps, const torch::Tensor& first, const torch::Tensor& second,
                        const torch::Tensor& average) {
  m_steps = steps;
  m_first.copy_(first);
  m_second.copy_(second);
  m_average.copy_(average);
}

}  // namespace pentimento::training

#include "core/diffusion/masking.h"

#include <algorithm>
#include <utility>

namespace pentimento {

MaskedDenoising::MaskedDenoising(KnownPicture known, const Schedule& schedule)
    : m_known(std::move(known)), m_sigmas(schedule.sigmas) {}

torch::Tensor MaskedDenoising::maskAt(double sigma) const {
  // Progress of the run when it is at sigma; between two levels the upper one counts.
  const auto below = std::ranges::find_if(m_sigmas, [&](double level) { return level < sigma; });
  const auto index = std::max<std::ptrdiff_t>(below - m_sigmas.begin() - 1, 0);
  const double progress = static_cast<double>(index) / static_cast<double>(m_sigmas.size() - 1);
  return m_known.strength.gt(1 - progress - 1e-6)
      .logical_or(m_known.strength.ge(1))
      .logical_and(m_known.strength.gt(0))
      .to(m_known.latents.scalar_type());
}

torch::Tensor MaskedDenoising::blended(const torch::Tensor& x, double sigma) const {
  const auto mask = maskAt(sigma);
  return x * mask + (m_known.latents + m_known.noise * sigma) * (1 - mask);
}

Denoise MaskedDenoising::wrap(Denoise denoise) const {
  return [*this, denoise = std::move(denoise)](const torch::Tensor& x, double sigma) {
    const auto mask = maskAt(sigma);
    const auto x0 = denoise(sigma < m_sigmas.front() ? blended(x, sigma) : x, sigma);
    return x0 * mask + m_known.latents * (1 - mask);
  };
}

torch::Tensor MaskedDenoising::finished(const torch::Tensor& latents) const {
  const auto mask = m_known.strength.gt(0).to(latents.scalar_type());
  return latents * mask + m_known.latents * (1 - mask);
}

}  // namespace pentimento

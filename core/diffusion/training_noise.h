/// The noise levels a network was trained with: its betas, as sigmas and as times.
#pragma once

#include <vector>

namespace pentimento {

enum class BetaCurve {
  Linear,
  ScaledLinear,  ///< linear in sqrt(beta): latent diffusion
  SquaredCosine,
};

/// Parameters of the forward process; the defaults are those of Stable Diffusion.
struct TrainingNoiseOptions {
  int steps = 1000;
  double betaStart = 0.00085;
  double betaEnd = 0.012;
  BetaCurve curve = BetaCurve::ScaledLinear;
  std::vector<double> betas;     ///< when not empty, instead of the curve
  bool zeroTerminalSnr = false;  ///< Lin et al. 2023, algorithm 1
  /// Floor of alpha-bar, so that the last level of a zero-SNR process has a finite sigma.
  double smallestAlphaBar = 0x1p-24;
};

/// Levels of the variance-exploding view, x = x0 + sigma·n with sigma² = (1 - alphaBar) / alphaBar,
/// over the training times 0 .. steps - 1. A value; immutable.
class TrainingNoise {
 public:
  /// @throws Error(InvalidInput) unless there are 2 to 100,000 betas, and all lie in (0, 1]
  explicit TrainingNoise(const TrainingNoiseOptions& options = {});

  [[nodiscard]] int steps() const noexcept { return static_cast<int>(m_sigmas.size()); }
  [[nodiscard]] const std::vector<double>& sigmas() const noexcept { return m_sigmas; }
  /// As the model was published (rescaled for zero terminal SNR): ratios of alpha-bars give them
  /// back only up to rounding, which near time 0 is 1e-3 of a beta.
  [[nodiscard]] const std::vector<double>& betas() const noexcept { return m_betas; }
  [[nodiscard]] double smallest() const noexcept { return m_sigmas.front(); }
  [[nodiscard]] double largest() const noexcept { return m_sigmas.back(); }
  /// Linear in sigma between whole times; clamped to the table.
  [[nodiscard]] double sigmaAt(double time) const;
  /// Linear in log sigma between whole times, hence usually fractional; clamped to the table.
  [[nodiscard]] double timeAt(double sigma) const;

 private:
  std::vector<double> m_sigmas;  // ascending
  std::vector<double> m_betas;
};

}  // namespace pentimento

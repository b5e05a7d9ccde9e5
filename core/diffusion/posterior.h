/// Ancestral sampling from the posterior q(x_s | x_t, x0) with the variance the network predicts,
/// as the unCLIP family does it (Ho et al. 2020, equation 7; Nichol & Dhariwal 2021, equation 15).
///
/// Apart from the samplers over `denoise(x, sigma)`: those know x0 only, while here half of the
/// network's output is the variance.
#pragma once

#include <vector>

#include "core/base/json.h"
#include "core/diffusion/prediction.h"
#include "core/diffusion/training_noise.h"
#include "core/tensor/torch.h"

namespace pentimento {

enum class PosteriorVariance {
  FixedSmall,    ///< the posterior's own, beta-tilde
  LearnedRange,  ///< exp of an interpolation between log beta-tilde and log beta; needs 2C outputs
};

struct PosteriorOptions {
  Prediction prediction = Prediction::Epsilon;  ///< Epsilon or Sample
  PosteriorVariance variance = PosteriorVariance::FixedSmall;
  double clip = 0;  ///< x0 is clamped to ±clip; 0 = not
};

/// One jump of a run between training times.
struct PosteriorJump {
  int from = 0;  ///< t, told to the network
  int to = -1;   ///< s < t; -1 = clean
};

/// The reverse process of one trained model, in its own (variance-preserving) scaling.
class PosteriorProcess {
 public:
  /// `noise` must have been made with `smallestAlphaBar` 0: the first jump starts where alpha-bar
  /// is ~2e-9.
  PosteriorProcess(const TrainingNoise& noise, const PosteriorOptions& options);

  /// x: [N, C, ...]; output: [N, C or 2C, ...] → x_s of the shape of x.
  /// @param noise standard normal, shaped like x; ignored for a jump from time 0
  [[nodiscard]] torch::Tensor step(PosteriorJump jump, const torch::Tensor& x,
                                   const torch::Tensor& output, const torch::Tensor& noise) const;
  /// A jump of DDIM (Song et al. 2021, equation 12), without chance when eta is 0; then also
  /// upwards (`to` above `from`), which finds the noise a picture came from.
  /// @param noise needed for eta above 0 only
  [[nodiscard]] torch::Tensor ddimStep(PosteriorJump jump, const torch::Tensor& x,
                                       const torch::Tensor& output, double eta,
                                       const torch::Tensor& noise) const;
  /// Undoes a jump by noising: from time `to` back up to `from` (Lugmayr et al. 2022, "RePaint").
  [[nodiscard]] torch::Tensor jumpBack(PosteriorJump jump, const torch::Tensor& x,
                                       const torch::Tensor& noise) const;
  /// x0 noised to training time t (equation 4 of Ho et al.); −1 leaves it clean.
  [[nodiscard]] torch::Tensor addNoise(int t, const torch::Tensor& x0,
                                       const torch::Tensor& noise) const;
  /// The estimate of x0 at time t, clamped as the options say; for previews.
  [[nodiscard]] torch::Tensor x0(int t, const torch::Tensor& x, const torch::Tensor& output) const;

  /// The share of x0 in the variance at time t; −1 is clean.
  [[nodiscard]] double alphaBar(int t) const {
    return t < 0 ? 1 : m_alphaBars.at(static_cast<size_t>(t));
  }

 private:
  /// 1 - alpha of a whole jump.
  [[nodiscard]] double betaOf(PosteriorJump jump) const;

  std::vector<double> m_alphaBars, m_betas;
  PosteriorOptions m_options;
};

/// n times from the last training time to 0, evenly spaced, both ends included; each jumps to the
/// next (unCLIP's spacing). The last jump, from 0, ends at clean.
[[nodiscard]] std::vector<PosteriorJump> unclipJumps(int trainingSteps, int n);
/// n times (n-1)·stride + offset … offset with stride = trainingSteps / n; each jumps one stride
/// back (leading spacing of ancestral DDPM, as Kandinsky's decoder is sampled).
[[nodiscard]] std::vector<PosteriorJump> leadingJumps(int trainingSteps, int n, int offset);

/// A process and the times it is sampled at.
class PosteriorSchedule {
 public:
  /// From a scheduler_config.json: UnCLIPScheduler (Karlo, priors) or DDPMScheduler (Kandinsky).
  /// @throws Error(UnsupportedModel) for other schedulers and settings
  [[nodiscard]] static PosteriorSchedule fromJson(const Json& config);

  [[nodiscard]] const PosteriorProcess& process() const noexcept { return m_process; }
  /// @throws Error(InvalidInput) when so many steps are not possible
  [[nodiscard]] std::vector<PosteriorJump> jumps(int n) const;

 private:
  PosteriorSchedule(const TrainingNoise& noise, const PosteriorOptions& options, bool leading,
                    int offset);

  PosteriorProcess m_process;
  int m_trainingSteps;
  bool m_leading;  // else unCLIP's own spacing
  int m_offset;
};

}  // namespace pentimento

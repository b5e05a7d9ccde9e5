/// How a running generation or training talks to whoever started it.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/api/generation_result.h"
#include "core/imaging/image.h"

namespace pentimento {

/// Thrown out of a run that was asked to stop. Not an error, hence not of the family in
/// base/error.h.
struct Cancelled {};

/// A snapshot of a running job.
struct Progress {
  std::string stage;  ///< "load", "text", "prior", "sample", "decode", "upscale", "save" ...
  int picture = 0;    ///< which picture of the batch, from 0
  int pictures = 1;
  int step = 0;                         ///< steps done in this stage
  int steps = 0;                        ///< 0 when not known
  std::optional<double> secondsLeft{};  ///< of the whole request
  std::optional<Image>
      preview{};  ///< the current estimate of the picture (of x0, never of x_t), 8 bit RGB
};

/// Passed down every pipeline. Thread-safety: used by the running thread only; `stop` may be
/// requested from any thread.
struct RunContext {
  std::stop_token stop;
  std::function<void(const Progress&)> onProgress;
  /// A picture that is finished before the others of its batch (index within the batch).
  std::function<void(int index, const GeneratedImage&)> onPicture;
  /// Whether computing previews is worth it (nobody looks at them in a piped command line).
  bool wantsPreviews = false;

  /// Cancellation point: cheap, to be called between any two operations that may take > 50 ms.
  void check() const {
    if (stop.stop_requested()) throw Cancelled{};
  }
  void report(const Progress& progress) const {
    check();
    if (onProgress) onProgress(progress);
  }
};

}  // namespace pentimento

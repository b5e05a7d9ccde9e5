/// All that the command line knows of training: no torch.
#pragma once

#include <filesystem>
#include <string>

#include "core/api/run_context.h"
#include "core/base/json.h"

namespace pentimento {

/// One part of a model, and how it is trained.
struct TrainingRequest {
  std::string part;    ///< "clip", "prior", "decoder", "upsampler"
  Json configuration;  ///< see models/README.md; absent keys take their defaults
  std::filesystem::path
      folder;  ///< of the run: states, curves, sheets, weights; continued when it exists
};

/// Thread-safety: one call at a time. Cancellation through `run.stop`: the state is saved first.
class Trainer {
 public:
  virtual ~Trainer() = default;
  /// Trains to the end of the configured run and writes the averaged weights to `part`.safetensors.
  /// @throws Cancelled; Error(InvalidInput) for a configuration or data set that cannot be used;
  /// Error(NonFinite) when training diverges; Error(Io)
  virtual void train(const TrainingRequest& request, const RunContext& run) = 0;
};

}  // namespace pentimento

/// All that the command line knows of training: no torch.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/api/generation_request.h"
#include "core/api/run_context.h"
#include "core/base/json.h"

namespace pentimento {

/// One part of a model, and how it is trained.
struct TrainingRequest {
  std::string part;    ///< "clip", "prior", "decoder", "upsampler", "judge"
  Json configuration;  ///< see models/README.md; absent keys take their defaults
  std::filesystem::path
      folder;  ///< of the run: states, curves, sheets, weights; continued when it exists
  /// Weights to begin a new run with, may be empty: of the same or a smaller network of ours; or a
  /// checkpoint of dalle2-pytorch, which is then trained on in its own layout.
  std::filesystem::path start;
  std::filesystem::path clip;  ///< a CLIP, or a model with one; for checkpoints of dalle2-pytorch
  /// Auto: a GPU where there is one. Of several processes each takes its own.
  DevicePreference device = DevicePreference::Auto;
};

/// Pictures of the procedural world, for people to look at or to train other programs with.
struct ScenesRequest {
  Json configuration;  ///< of a training run: its "world" is what is drawn from
  uint64_t seed = 1;   ///< of the first picture; the next has the next one
  int size = 128;      ///< side of a picture, in pixels
  int count = 16;
  std::filesystem::path output;  ///< a .png = one contact sheet; a folder = name.png + name.txt
};

/// A trained model and the judge that was trained beside it.
struct EvaluationRequest {
  Json configuration;            ///< that of the training run
  std::filesystem::path folder;  ///< of the run
  int count = 64;                ///< prompts per figure
  std::filesystem::path sheet;   ///< where a sheet of `count` pictures is written; may be empty
};

/// One figure of an evaluation.
struct EvaluationRow {
  std::string figure;   ///< for people
  double value = 0;     ///< of the model
  double ceiling = -1;  ///< of real pictures of the world, which the judge errs on too; < 0: none
  int count = 0;        ///< trials
};

/// Thread-safety: one call at a time. Cancellation through `run.stop`: the state is saved first.
class Trainer {
 public:
  virtual ~Trainer() = default;
  /// Trains to the end of the configured run and writes the averaged weights to `part`.safetensors.
  /// @throws Cancelled; Error(InvalidInput) for a configuration or data set that cannot be used;
  /// Error(NonFinite) when training diverges; Error(Io)
  virtual void train(const TrainingRequest& request, const RunContext& run) = 0;
  /// @throws Cancelled; Error(InvalidInput, Io)
  virtual void drawScenes(const ScenesRequest& request, const RunContext& run) = 0;
  /// @throws Cancelled; Error(NotFound) when decoder, judge or vocabulary is missing; as `train`
  [[nodiscard]] virtual std::vector<EvaluationRow> evaluate(const EvaluationRequest& request,
                                                            const RunContext& run) = 0;
};

}  // namespace pentimento

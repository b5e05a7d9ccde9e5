/// All that studio, queue and tests know of an engine: no torch, no Qt.
#pragma once

#include "core/api/capabilities.h"
#include "core/api/generation_request.h"
#include "core/api/generation_result.h"
#include "core/api/picture_match.h"
#include "core/api/run_context.h"
#include "core/base/error.h"

namespace pentimento {

/// The process or machine that generates went away during a call: a crash, a kill, a lost
/// connection. The generator itself stays usable; its next call starts afresh.
class GeneratorLost : public Error {
 public:
  explicit GeneratorLost(const std::string& message) : Error(ErrorKind::Internal, message) {}
};

/// Turns requests into pictures. Implemented by `TorchGenerator` (core/pipelines), by
/// `EngineProcess` (app/engine: the same in a process of its own) and by a deterministic fake for
/// tests. Thread-safety: one call at a time; the caller owns the thread. Cancellation through
/// `run.stop`.
class Generator {
 public:
  virtual ~Generator() = default;

  /// Runs a request to the end.
  /// @throws Cancelled when `run.stop` was requested; Error otherwise. After either, the generator
  /// is as usable as before. @throws GeneratorLost when whoever computes died
  virtual GenerationResult generate(const GenerationRequest& request, const RunContext& run) = 0;

  /// What pictures and texts mean to a model that has both encoders of a CLIP.
  /// @throws as generate; Error(UnsupportedModel) also from generators that do not compare
  virtual EmbeddingResult embed(const EmbeddingRequest& request, const RunContext& run);

  /// What the model named (as in `GenerationRequest::model`) can do; loads no weights.
  /// @throws Error(NotFound, UnsupportedModel, CorruptFile)
  virtual Capabilities capabilities(const std::string& model) = 0;

  /// Frees the weights that are held in memory; the next request loads them again.
  virtual void unload() = 0;
};

}  // namespace pentimento

/// A deterministic stand-in for an engine, for tests of everything above it: same request, same
/// bytes, in milliseconds. Words in the prompt make it misbehave.
#pragma once

#include <chrono>

#include "core/api/generator.h"

namespace pentimento {

struct FakeOptions {
  std::chrono::milliseconds step{5};  ///< time one denoising step takes
  int steps = 8;                      ///< when the request leaves it open
};

/// Paints a landscape whose shapes follow from seed and prompt; a masked edit paints it inside the
/// mask only; an interpolation has all its steps, and ranked pictures come best first. Prompts that
/// contain
/// - `!fail`   end in Error(InvalidInput),
/// - `!lost`   end in GeneratorLost,
/// - `!abort`  end the process,
/// - `!memory` end in Error(OutOfMemory),
/// - `!slow`   take fifty times as long per step,
/// - `!deaf`   hear no cancellation from the middle on.
/// A model whose name contains `missing` is not there, and `sleepy` takes half a minute to
/// describe. Thread-safety: as Generator.
class FakeGenerator final : public Generator {
 public:
  explicit FakeGenerator(const FakeOptions& options = {}) : m_options(options) {}

  GenerationResult generate(const GenerationRequest& request, const RunContext& run) override;
  /// Pictures mean their mean colour, texts the words red, green and blue.
  EmbeddingResult embed(const EmbeddingRequest& request, const RunContext& run) override;
  Capabilities capabilities(const std::string& model) override;
  void unload() override {}

 private:
  GeneratedImage picture(const GenerationRequest& request, int index, const RunContext& run) const;

  FakeOptions m_options;
};

}  // namespace pentimento

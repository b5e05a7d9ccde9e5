/// The options of the commands that make pictures, and the request they make.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/generation_request.h"

namespace CLI {
class App;
}

namespace pentimento::cli {

/// As written on the command line; what is absent comes from the recipe, else from the defaults.
struct RequestOptions {
  std::string recipe;  ///< a picture with a recipe inside, or a JSON request
  std::optional<std::string> prompt, promptFile, negativePrompt;
  std::string image, secondImage, mask;
  bool dalleMask = false, invertMask = false, trustMask = false;
  std::optional<std::string> size, seed, sampler, schedule, model, vae, device, precision, area,
      prefill;
  std::optional<std::vector<std::string>> loras, embeddings;
  std::optional<std::vector<int>> margins, frame;
  std::optional<int> count, steps, clipSkip, grow, feather, blend, padding, secondSteps;
  std::optional<double> guidance, guidanceRescale, guidanceFrom, guidanceTo, strength, eta,
      secondScale, secondStrength;
  bool sequentialGuidance = false, tiled = false, keepColours = false;
  // Of the DALL·E 2 family.
  std::optional<std::string> baselinePrompt;
  std::optional<int> frames, candidates, priorSteps, upsamplerSteps, resamples;
  std::optional<double> variationNoise, amount, position, priorGuidance;
  bool rank = false;
};

/// Which subcommand.
enum class RequestKind { Generate, Edit, Vary, Interpolate, TextDiff };

/// Adds the options to a subcommand; `options` must outlive it.
void addRequestOptions(CLI::App& command, RequestOptions& options, RequestKind kind);

struct PreparedRequest {
  GenerationRequest request;
  std::vector<std::string> notes;  ///< for people, e.g. that the mask looks inverted
};

/// Reads the files that the options name and puts everything together. Without a seed, one is
/// drawn.
/// @throws Error of every kind that reading can have; Error(InvalidInput) as `validate`
[[nodiscard]] PreparedRequest prepareRequest(const RequestOptions& options, RequestKind kind);

}  // namespace pentimento::cli

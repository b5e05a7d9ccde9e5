/// What a finished request yields.
#pragma once

#include <string>
#include <vector>

#include "core/api/generation_request.h"

namespace pentimento {

struct GeneratedImage {
  Image image;
  /// The request that makes this one picture again: `count` 1, its own seed, every default
  /// resolved.
  GenerationRequest recipe;
  double clipScore = 0;  ///< cosine similarity to the prompt, when ranked
};

struct GenerationResult {
  std::vector<GeneratedImage> images;
  std::vector<std::string>
      notes;  ///< for people: "the autoencoder was run again in float32", unknown words ...
  double seconds = 0;
  std::string device;  ///< "cpu, bfloat16"
};

}  // namespace pentimento

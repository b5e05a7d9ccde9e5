/// Which text says what a picture shows, and which picture shows what a text says.
#pragma once

#include <string>
#include <vector>

#include "core/api/generation_request.h"

namespace pentimento {

struct MatchRequest {
  std::string model;  ///< a CLIP, or a model that brings one (Karlo, Kandinsky)
  std::vector<Image> pictures;
  std::vector<std::string> texts;
  DevicePreference device = DevicePreference::Auto;
  PrecisionPreference precision = PrecisionPreference::Auto;
};

struct MatchResult {
  std::vector<std::vector<double>> cosine;  ///< [picture][text], −1..1
  /// [picture][text]: the probability of each text among them, at the temperature that CLIP
  /// learned.
  std::vector<std::vector<double>> share;
};

/// @throws Error(InvalidInput) when there is nothing to compare
void validate(const MatchRequest& request);

}  // namespace pentimento

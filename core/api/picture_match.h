/// CLIP's view of pictures and texts: embeddings, by which both can be compared. Which text says
/// what a picture shows, which picture shows what a text says.
#pragma once

#include <string>
#include <vector>

#include "core/api/generation_request.h"

namespace pentimento {

struct EmbeddingRequest {
  std::string model{};  ///< a CLIP, or a model that brings one (Karlo, Kandinsky)
  std::vector<Image> pictures{};
  std::vector<std::string> texts{};
  DevicePreference device = DevicePreference::Auto;
  PrecisionPreference precision = PrecisionPreference::Auto;
};

/// A direction: of unit length.
using Embedding = std::vector<float>;

struct EmbeddingResult {
  /// Which CLIP made them: the same for the same weights, wherever they lie. Embeddings of
  /// different CLIPs say nothing of each other, also where they are equally long.
  std::string clip{};
  double scale = 100;                          ///< the inverse temperature that this CLIP learned
  std::vector<Embedding> pictures{}, texts{};  ///< as many as asked for, in their order
};

struct MatchResult {
  std::vector<std::vector<double>> cosine;  ///< [picture][text], −1..1
  /// [picture][text]: the probability of each text among them.
  std::vector<std::vector<double>> share;
};

/// @throws Error(InvalidInput) when there is nothing to look at
void validate(const EmbeddingRequest& request);

/// Cosine of the angle between two, −1..1.
/// @throws Error(InvalidInput) when they are of different lengths, so of different CLIPs
[[nodiscard]] double similarity(const Embedding& a, const Embedding& b);

/// Every picture against every text. @throws Error(InvalidInput) when there is nothing to compare
[[nodiscard]] MatchResult matched(const EmbeddingResult& embeddings);

}  // namespace pentimento

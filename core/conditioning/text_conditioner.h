/// Prompts to what denoising networks are conditioned on.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/networks/clip_text_encoder.h"
#include "core/text/prompt_chunks.h"

namespace pentimento {

/// A CLIP text encoder with its vocabulary.
struct TextTower {
  nn::ClipTextEncoder encoder{nullptr};
  ClipBpe tokenizer;
};

/// A word that stands for learned vectors (Gal et al. 2022).
struct TextualInversion {
  std::string name;
  std::vector<torch::Tensor> vectors;  ///< per tower: [n, C], the same n for all
};

/// One prompt as the network sees it.
struct TextEncoding {
  torch::Tensor context;  ///< [1, 77·chunks, C]
  torch::Tensor pooled;   ///< [1, P] of the last tower; undefined without a projection
};

/// Runs the text encoders of a model. One tower gives its last state after the final norm (SD 1.x,
/// 2.x); of several, the states before the last layer are joined along the channels (XL).
/// Weights of the prompt grammar multiply the states of their tokens, whose mean is then restored,
/// as in AUTOMATIC1111's interface; where all are 1 nothing is touched. Long prompts run in chunks
/// that are joined along the tokens. The latest encodings are kept.
/// Thread-safety: one thread at a time.
class TextConditioner {
 public:
  explicit TextConditioner(std::vector<TextTower> towers);

  /// @throws Error(InvalidInput) when the vectors do not fit the towers
  void requireFit(const TextualInversion& inversion) const;
  /// Forgets other inversions. @throws Error(InvalidInput) when the vectors do not fit the towers
  void setInversions(const std::vector<TextualInversion>& inversions);
  /// To be called when the encoders' weights change.
  void forgetEncodings();

  /// @param prompt   with weights and BREAK, without schedules
  /// @param clipSkip layers left out at the end
  [[nodiscard]] TextEncoding encode(std::string_view prompt, int clipSkip);
  /// `encoding` with as many chunks as `tokens` has room for, filled up with the empty prompt.
  [[nodiscard]] TextEncoding padded(const TextEncoding& encoding, int64_t tokens, int clipSkip);

  [[nodiscard]] std::vector<TextTower>& towers() noexcept { return m_towers; }

 private:
  struct TowerOutput {
    torch::Tensor states;  // [1, tokens, C]
    torch::Tensor pooled;
  };
  [[nodiscard]] TowerOutput run(size_t tower, const std::vector<WeightedText>& prompt,
                                int clipSkip);
  [[nodiscard]] torch::Tensor statesOf(TextTower& tower, const nn::ClipTextOutput& output,
                                       int clipSkip);
  [[nodiscard]] TextEncoding compute(std::string_view prompt, int clipSkip);

  std::vector<TextTower> m_towers;
  std::vector<torch::Tensor> m_added;   // per tower: [A, C] vectors of all inversions; or undefined
  std::vector<int64_t> m_firstRows;     // per inversion
  std::vector<EmbeddingNames> m_names;  // per tower
  std::list<std::pair<std::string, TextEncoding>> m_recent;  // newest first
};

}  // namespace pentimento

/// What Karlo and Kandinsky 2.2 have in common as models: embeddings come from an UnclipPrior.
#pragma once

#include "core/pipelines/unclip_decoding.h"
#include "core/pipelines/unclip_prior.h"
#include "core/pipelines/unclip_requests.h"

namespace pentimento {

/// All of an UnclipModel but the painting.
class UnclipPriorModel : public UnclipModel {
 public:
  UnclipPriorModel(UnclipPrior prior, const Placement& placement)
      : m_prior(std::move(prior)), m_placement(placement) {}

  [[nodiscard]] torch::Tensor pictureEmbedding(const Image& picture) override;
  [[nodiscard]] torch::Tensor textEmbedding(const std::string& text) override;
  [[nodiscard]] torch::Tensor imagined(const GenerationRequest& request, NoiseSource& noise,
                                       const RunContext& run) override;
  [[nodiscard]] UnclipDefaults defaults() const override { return {}; }
  [[nodiscard]] std::string remedyFor(Task task) const override;

 protected:
  [[nodiscard]] UnclipPrior& prior() noexcept { return m_prior; }
  [[nodiscard]] const Placement& placement() const noexcept { return m_placement; }
  /// As `imagined`, for another prompt than the request's.
  [[nodiscard]] torch::Tensor fromPrior(const std::string& prompt, const GenerationRequest& request,
                                        NoiseSource& noise, const RunContext& run);
  /// What request and painting say of the decoder's run; shape, conditionings and source, which
  /// depend on the decoder, are the caller's.
  [[nodiscard]] UnclipDecoding decodingOf(const GenerationRequest& request,
                                          const UnclipPainting& painting, NoiseSource& noise) const;

 private:
  UnclipPrior m_prior;
  Placement m_placement;
};

}  // namespace pentimento

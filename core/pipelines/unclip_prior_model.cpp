#include "core/pipelines/unclip_prior_model.h"

#include "core/tensor/image_tensor.h"

namespace pentimento {

torch::Tensor UnclipPriorModel::pictureEmbedding(const Image& picture) {
  return m_prior.picture(picture);
}

torch::Tensor UnclipPriorModel::textEmbedding(const std::string& text) {
  return m_prior.text(text).embedding.to(torch::kFloat32);
}

std::string UnclipPriorModel::remedyFor(Task task) const {
  if (task == Task::Variations || task == Task::Interpolate || task == Task::TextDiff)
    return "it has no image encoder, which sees pictures; put the folder image_encoder of its CLIP "
           "into the model's folder";
  return "it has no prior, which turns words into what pictures mean; put the folder of the prior "
         "into the model's folder";
}

torch::Tensor UnclipPriorModel::imagined(const GenerationRequest& request, NoiseSource& noise,
                                         const RunContext& run) {
  return fromPrior(request.prompt, request, noise, run);
}

torch::Tensor UnclipPriorModel::fromPrior(const std::string& prompt,
                                          const GenerationRequest& request, NoiseSource& noise,
                                          const RunContext& run) {
  return m_prior.sample(prompt, request.negativePrompt,
                        {.steps = request.unclip.priorSteps,
                         .guidance = request.unclip.priorGuidance,
                         .draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); },
                         .onStep = unclipProgress(run, "prior", false)});
}

UnclipDecoding UnclipPriorModel::decodingOf(const GenerationRequest& request,
                                            const UnclipPainting& painting,
                                            NoiseSource& noise) const {
  UnclipDecoding decoding;
  decoding.start = painting.start;
  decoding.freedom = painting.freedom;
  if (!painting.mask.empty()) decoding.mask = toTensor(painting.mask).to(m_placement.device);
  decoding.steps = request.steps;
  decoding.guidance = *request.guidance;
  decoding.resamples = request.edit.resamples;
  decoding.draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); };
  return decoding;
}

}  // namespace pentimento

#include "core/pipelines/clip_matching.h"

#include "core/conditioning/clip_embedding.h"
#include "core/pipelines/clip_pair.h"

namespace pentimento {
namespace {

torch::Tensor unit(const torch::Tensor& embedding) {
  const auto wide = embedding.to(torch::kFloat32);
  return wide / wide.norm();
}

std::vector<std::vector<double>> rowsOf(const torch::Tensor& matrix) {
  const auto values = matrix.to(torch::kCPU, torch::kFloat64).contiguous();
  std::vector<std::vector<double>> rows;
  for (int64_t row = 0; row < values.size(0); ++row) {
    const double* first = values.data_ptr<double>() + row * values.size(1);
    rows.emplace_back(first, first + values.size(1));
  }
  return rows;
}

}  // namespace

MatchResult matchPictures(const MatchRequest& request, const LoadRequest& load,
                          const RunContext& run) {
  validate(request);
  for (const Image& picture : request.pictures) requireVisible(picture);
  run.report({.stage = "load"});
  ClipPair clip = loadClipPair(load, run);
  const torch::InferenceMode inference;
  Progress progress{.stage = "compare",
                    .steps = static_cast<int>(request.texts.size() + request.pictures.size())};
  const auto next = [&] {
    run.report(progress);
    ++progress.step;
  };
  std::vector<torch::Tensor> texts, pictures;
  for (const std::string& text : request.texts) {
    next();
    texts.push_back(unit(encodeClipText(clip.text, text).embedding));
  }
  for (const Image& picture : request.pictures) {
    next();
    pictures.push_back(unit(encodeClipPicture(clip.image, picture)));
  }
  const auto cosine = torch::cat(pictures, 0).mm(torch::cat(texts, 0).t());
  return {rowsOf(cosine), rowsOf((clip.scale * cosine).softmax(1))};
}

}  // namespace pentimento

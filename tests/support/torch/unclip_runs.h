/// What whole runs of the unCLIP family need in tests: networks out of folders, conditioning of
/// stored token ids, and the noise that references drew.
#pragma once

#include <filesystem>
#include <string>

#include "core/networks/clip_image_encoder.h"
#include "core/networks/clip_text_encoder.h"
#include "core/pipelines/unclip_sampling.h"
#include "core/tensor/state_dict.h"
#include "core/weights/open_tensors.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento::golden {
namespace fs = std::filesystem;

inline Json configIn(const fs::path& folder) {
  return readJsonFile(folder / "config.json");
}

template <typename Holder, typename Options>
Holder filled(const fs::path& folder, const Options& options) {
  Holder network(options);
  loadStateDict(*network, *openTensors(folder),
                {.what = folder.string(),
                 .ignorable = [](auto name) { return name.ends_with("position_ids"); }});
  return network;
}

/// Hands out the start and then the rows of the stored draws.
inline unclip::Draw replay(torch::Tensor start, torch::Tensor rows) {
  return [start, rows, next = int64_t{-1}](torch::IntArrayRef) mutable {
    return next++ < 0 ? start : rows[next - 1];
  };
}

inline PosteriorSchedule scheduleOf(const fs::path& folder) {
  return PosteriorSchedule::fromJson(readJsonFile(folder / "scheduler_config.json"));
}

/// What the text encoder says of some token ids. Every id up to and with the first end token (the
/// highest id) is seen.
inline nn::PriorConditioning encodedIds(nn::ClipTextEncoder& encoder, const torch::Tensor& ids) {
  const auto states = encoder(ids);
  const auto seen = torch::arange(ids.size(1)).unsqueeze(0) <= ids.argmax(1, true);
  return {states.projected, states.last, seen.to(torch::kFloat32)};
}

inline nn::PriorConditioning repeated(const nn::PriorConditioning& one, int64_t count) {
  const auto again = [count](const torch::Tensor& t) { return t.repeat_interleave(count, 0); };
  return {again(one.textEmbedding), again(one.textStates), again(one.textMask)};
}

inline nn::PriorConditioning stacked(const nn::PriorConditioning& a,
                                     const nn::PriorConditioning& b) {
  return {torch::cat({a.textEmbedding, b.textEmbedding}, 0),
          torch::cat({a.textStates, b.textStates}, 0), torch::cat({a.textMask, b.textMask}, 0)};
}

inline unclip::Draw rowsOf(const torch::Tensor& rows) {
  return [rows, next = int64_t{0}](torch::IntArrayRef) mutable { return rows[next++]; };
}

inline nn::ClipTextEncoder textEncoderIn(const fs::path& folder) {
  return filled<nn::ClipTextEncoder>(folder, nn::clipTextConfigFromJson(configIn(folder)));
}

inline nn::ClipImageEncoder imageEncoderIn(const fs::path& folder) {
  return filled<nn::ClipImageEncoder>(folder, nn::clipImageConfigFromJson(configIn(folder)));
}

}  // namespace pentimento::golden

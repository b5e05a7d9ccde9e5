/// What a trained model gets right, counted by the judge.
#pragma once

#include "core/api/trainer.h"
#include "core/imaging/image.h"
#include "core/networks/embedding_prior.h"
#include "core/networks/scene_judge.h"
#include "core/networks/small_clip.h"
#include "core/networks/unclip_decoder.h"
#include "core/text/tokenizer.h"
#include "core/training/scenes/compose.h"

namespace pentimento::training {

struct Evaluated {
  nn::UnclipDecoder decoder{nullptr};
  nn::SceneJudge judge{nullptr};
  nn::SmallClip clip{nullptr};        ///< may be missing
  nn::EmbeddingPrior prior{nullptr};  ///< may be missing
  const Tokenizer* tokenizer = nullptr;
  int64_t captionLength = 0, clipCaptionLength = 0;
  scenes::WorldOptions world;
};

/// @param count prompts per figure
/// @throws Cancelled
[[nodiscard]] std::vector<EvaluationRow> evaluateModel(Evaluated model, int count,
                                                       const RunContext& run);

/// What the decoder paints for `count` fixed prompts, half of them of combinations held out, with
/// the prompts below: for people, whom figures can deceive. @throws Cancelled
[[nodiscard]] Image evaluationSheet(Evaluated model, int count, const RunContext& run);

}  // namespace pentimento::training

/// Training configurations (JSON) as values.
#pragma once

#include "core/base/json.h"
#include "core/training/clip_task.h"
#include "core/training/decoder_task.h"
#include "core/training/judge_task.h"
#include "core/training/prior_task.h"
#include "core/training/scenes/compose.h"
#include "core/training/train_loop.h"
#include "core/training/upsampler_task.h"

namespace pentimento::training {

/// Everything a run may say. Absent keys take their defaults; an unknown key is an error, because a
/// misspelt one would silently train something else.
struct Configuration {
  uint64_t seed = 1;
  std::string pictures;  ///< a folder or .jsonl; empty = the procedural world
  scenes::WorldOptions world;
  LoopOptions loop;  ///< of the part that is trained
  nn::SmallClipOptions clip;
  nn::EmbeddingPriorOptions prior;
  DecoderTaskOptions decoder;
  UpsamplerTaskOptions upsampler;
  int cascadeStage = 1;  ///< which upsampler of a dalle2-pytorch decoder; 0 is its first network
  nn::SceneJudgeOptions judge;
};

/// @param part whose section ("decoder": {...}) sets `loop` and the network
/// @param loop what holds for the part where its section says nothing
/// @throws Error(InvalidInput) naming the key
[[nodiscard]] Configuration configurationFromJson(const Json& json, const std::string& part,
                                                  const LoopOptions& loop = {});

}  // namespace pentimento::training

/// From a model's card to the files of its networks.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/pipelines/model_family.h"
#include "core/tensor/state_dict.h"
#include "core/text/clip_bpe.h"

namespace pentimento {

[[nodiscard]] std::filesystem::path fileOf(const ModelCard& card, const ModelPart& part);

/// config.json beside a component of a folder; single files bring none.
[[nodiscard]] std::optional<Json> configBeside(const ModelCard& card, const ModelPart& part);
/// @throws Error(UnsupportedModel) when there is none
[[nodiscard]] Json requiredConfig(const ModelCard& card, const ModelPart& part);

/// @throws Error(UnsupportedModel) naming what is missing
[[nodiscard]] const ModelPart& requiredPart(const ModelCard& card, PartKind kind);
/// All parts of that kind, in the order of the card.
[[nodiscard]] std::vector<const ModelPart*> partsOf(const ModelCard& card, PartKind kind);

/// What people call it: "text encoder".
[[nodiscard]] std::string titleOf(PartKind kind);

/// Says "the ... of ..." in errors; `run` must outlive it.
[[nodiscard]] LoadOptions loadOptionsFor(const ModelCard& card, PartKind kind,
                                         const RunContext& run);

/// Whether a folder holds the two files of a CLIP vocabulary.
[[nodiscard]] bool hasVocabulary(const std::filesystem::path& folder);

}  // namespace pentimento

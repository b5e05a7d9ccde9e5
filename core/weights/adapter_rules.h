/// LoRA and textual inversion files, told from names and shapes alone.
#pragma once

#include <optional>

#include "core/api/model_card.h"
#include "core/weights/tensor_source.h"

namespace pentimento {

struct AdapterFindings {
  ModelPart part;  ///< dialect "kohya", "peft", "diffusers", "lycoris" ...
  ModelFamily base = ModelFamily::Unknown;
  std::string note;  ///< for people
};

/// Nothing when the source is neither.
[[nodiscard]] std::optional<AdapterFindings> recognizeAdapter(const TensorSource& source);

}  // namespace pentimento

/// Which networks a set of tensors is, told from names and shapes alone.
#pragma once

#include <vector>

#include "core/api/model_card.h"
#include "core/weights/tensor_source.h"

namespace pentimento {

/// All networks in the source: several in a single-file checkpoint, at most one per prefix.
/// `file` of the parts is left empty. Adapters (LoRA ...) are the business of adapter_rules.h.
[[nodiscard]] std::vector<ModelPart> recognizeParts(const TensorSource& source);

/// The family that a picture network belongs to; Unknown for parts that several families share.
[[nodiscard]] ModelFamily familyOf(const TensorSource& source, const ModelPart& part);

}  // namespace pentimento

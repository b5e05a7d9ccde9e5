/// The structure of a document (all but its pixels) as JSON: for project files, the journal,
/// digests.
#pragma once

#include "app/document/document_state.h"
#include "core/base/json.h"

namespace pentimento {

/// Size, depth, layers with their properties and edit records, frame. Recipes stay JSON inside.
[[nodiscard]] OrderedJson describe(const DocumentState& state);

/// The inverse, with empty planes; metadata is left empty too.
/// @throws Error(CorruptFile) naming what is missing or out of range
[[nodiscard]] DocumentState stateFromDescription(const Json& json);

[[nodiscard]] OrderedJson toJson(const QRect& rect);
[[nodiscard]] QRect rectFromJson(const Json& json);

}  // namespace pentimento

/// How long a prompt is for a model.
#pragma once

#include <QString>

#include "core/api/capabilities.h"
#include "ui/prompt/prompt_panel.h"

namespace pentimento {

/// By the vocabulary of the model in `model` (a path; empty: the built-in one), or, for single
/// files of CLIP models, which all have the same, by any that lies in the user's folders. Empty
/// when there is none to be read. Reads files and may look through folders: not for the GUI thread.
[[nodiscard]] CountTokens tokenCounterFor(const QString& model, const Capabilities& capabilities);

}  // namespace pentimento

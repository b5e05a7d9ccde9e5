/// The shared object around sentencepiece, opened once per process.
#pragma once

#include "core/text/sentencepiece/plugin.h"

namespace pentimento {

/// Looked for in ../lib/pentimento relative to the executable, then beside the executable.
/// @throws Error(NotFound) naming the places when it is missing, or the loader's reason
[[nodiscard]] const PentimentoSentencepiece& sentencepieceLibrary();

}  // namespace pentimento

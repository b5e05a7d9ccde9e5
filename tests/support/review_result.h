/// A result put onto the canvas in one step, as tests do it.
#pragma once

#include "app/document/edit_operations.h"

namespace pentimento {

inline void addResult(Document& document, LayerId id, const EditDescription& description,
                      const EditResult& result) {
  DocumentState madeFrom = document.state();
  if (const int index = madeFrom.indexOf(id); index >= 0) madeFrom.layers.resize(size_t(index));
  addCandidate(document, id, candidateOf(madeFrom, description, result));
}

}  // namespace pentimento

/// Layers → one picture.
#pragma once

#include "app/document/document_state.h"

namespace pentimento {

/// Layers by their place in the stack, `first` included, `last` not.
struct LayerRange {
  int first = 0;
  int last = 0;
};
[[nodiscard]] inline LayerRange allLayers(const DocumentState& state) {
  return {0, static_cast<int>(state.layers.size())};
}

/// Lays the visible layers of `range` over what `pixels` holds: RGBA, straight alpha, depth of the
/// document.
void composeOver(const DocumentState& state, LayerRange range, const QRect& area, std::byte* pixels,
                 size_t stride);

/// `area` of the layers over nothing, RGBA.
[[nodiscard]] Image composed(const DocumentState& state, LayerRange range, const QRect& area);

/// The canvas as it is exported: with metadata, RGB when all of it is opaque.
[[nodiscard]] Image composedPicture(const DocumentState& state);

}  // namespace pentimento

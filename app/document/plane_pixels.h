/// Pixels between planes and the images of core.
#pragma once

#include "app/document/document_state.h"

namespace pentimento {

/// `area` of an RGBA plane as a picture of the given depth, without metadata.
[[nodiscard]] Image readImage(const TilePlane& plane, const QRect& area, BitDepth depth);
[[nodiscard]] Mask readMask(const TilePlane& plane, const QRect& area);

/// A picture of any layout, depth and profile as RGBA in those of the document.
[[nodiscard]] Image inColoursOf(const DocumentState& document, const Image& image);
/// The same as a plane, its corner at `at`.
[[nodiscard]] TilePlane planeFromImage(const Image& image, QPoint at,
                                       const DocumentState& document);
[[nodiscard]] TilePlane planeFromMask(const Mask& mask, QPoint at);
/// Writes into the plane what `mask` holds; the mask's corner lies at `at`.
void writeMask(TilePlane& plane, const Mask& mask, QPoint at);

}  // namespace pentimento

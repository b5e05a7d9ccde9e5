/// The pixel side of a masked edit: from the artist's picture and mask to what a model sees, and
/// from what it paints back into the picture. No model and no torch in here.
#pragma once

#include <functional>

#include "core/api/generation_request.h"
#include "core/imaging/frame.h"

namespace pentimento {

/// What a model is to repaint, at a size it likes.
struct FrameEdit {
  Image picture;  ///< 8 bit RGB, prefilled
  Mask strength;  ///< how strongly each pixel is repainted; same extent
};
/// 8 bit RGB of the extent it was given.
using PaintFrame = std::function<Image(const FrameEdit&)>;

/// Extends the canvas by the request's margins, crops to the frame, prefills, has `paint` repaint
/// it, matches colours and composites into the untouched original: outside of the effective mask
/// (see edit_masks.h) no byte differs. Layout, depth, profile and metadata stay the original's.
/// @throws Error(InvalidInput) when there is nothing to repaint; what `paint` throws
[[nodiscard]] Image maskedEdit(const GenerationRequest& request, const ModelSizeRule& sizes,
                               const PaintFrame& paint);

}  // namespace pentimento

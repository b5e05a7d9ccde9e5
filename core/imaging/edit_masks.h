/// From the mask an artist painted to the two masks of an edit.
///
/// The *effective* mask is the painted mask grown by `grow`. Exactly the pixels it covers (value >
/// 0) may change, however faintly; it is what the studio outlines.
/// - `blend` is the weight of the result in each pixel. It is 0 exactly where the effective mask is
///   0, rises over `blend` pixels inside of it, and reaches 255 even in the middle of a thin
///   stroke.
/// - `model` is how strongly the model repaints: the effective mask with a feathered edge, centred
/// on
///   the outline, so that large shapes at the border follow the original. Never less than what
///   `blend` shows of the effective mask: nothing is shown that was not repainted.
#pragma once

#include "core/imaging/image.h"

namespace pentimento {

struct EditMaskOptions {
  int grow = 4;                   ///< negative: shrink
  double featherFraction = 0.10;  ///< of the longer side of the mask's bounds
  int featherMinimum = 32;        ///< pixels
  int blend = 25;                 ///< pixels; 0 = a hard edge
  bool operator==(const EditMaskOptions&) const = default;
};

struct EditMasks {
  Mask model;
  Mask blend;
};

/// The area that may change; both masks of `makeEditMasks` follow from it.
[[nodiscard]] Mask effectiveMask(const Mask& painted, const EditMaskOptions& options);

[[nodiscard]] EditMasks makeEditMasks(const Mask& painted, const EditMaskOptions& options);

}  // namespace pentimento

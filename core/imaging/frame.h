/// The frame: the part of a picture that a model sees, and the one transform between both.
#pragma once

#include "core/imaging/image.h"
#include "core/imaging/point.h"

namespace pentimento {

/// Which sizes a model works at.
struct ModelSizeRule {
  Extent native{512, 512};  ///< what it likes best; other aspects get the same area
  int multiple = 8;         ///< sides are multiples of it
  int64_t maxPixels = 0;    ///< larger frames may use up to this; 0 = the area of `native`
};

/// The size at which the model sees a frame: the frame's aspect, an area between `native` and
/// `maxPixels` as near to the frame's own as can be. At least one `multiple` on each side.
/// @throws Error(InvalidInput) for an empty frame or rule
[[nodiscard]] Extent modelSizeFor(Extent frame, const ModelSizeRule& rule);

struct FrameOptions {
  /// Masks covering at least this share of the picture make the model see all of it; 0 = always,
  /// above 1 = never.
  double wholePictureShare = 0.40;
  int paddingMinimum = 32;        ///< pixels around the mask's bounds, each side
  double paddingFraction = 0.06;  ///< of the longer side of the mask's bounds, each side
  double contextFraction = 0.5;   ///< of that side, at least, both sides of the mask together
  Extent minimum{512, 512};       ///< smaller frames grow to this (the model's native size)
};

/// The frame for a mask: its bounds with padding, inside the picture as far as that is possible.
/// The whole picture when the mask is empty.
[[nodiscard]] Rect chooseFrame(const Mask& mask, const FrameOptions& options);
/// The same for who knows the mask's bounds and the share of the picture that it covers.
[[nodiscard]] Rect chooseFrame(Rect bounds, double share, Extent picture,
                               const FrameOptions& options);

/// Between the picture and what the model sees: edges of the frame lie on edges of the model's
/// picture (see point.h for positions), so what went in and out lies where it lay.
struct FrameTransform {
  Rect frame;    ///< in the picture; may reach past it
  Extent model;  ///< size of the model's picture
};

/// What stands in for pixels beyond the picture.
enum class EdgeFill { Reflect, Replicate };

/// The part under `area`. @throws Error(InvalidInput) for an empty area or picture
[[nodiscard]] Image cropped(const Image& image, Rect area, EdgeFill fill = EdgeFill::Reflect);

/// Picture → model. Layout, depth and profile stay as they are.
[[nodiscard]] Image extractFrame(const Image& image, const FrameTransform& transform,
                                 EdgeFill fill = EdgeFill::Reflect);
/// Beyond the picture the mask is 0: what is invented there is context and not repainted.
[[nodiscard]] Mask extractFrame(const Mask& mask, const FrameTransform& transform);

/// Model → picture: the model's picture at the extent of the frame.
/// @throws Error(InvalidInput) when it has another extent than `transform.model`
[[nodiscard]] Image restoreFrame(const Image& modelPicture, const FrameTransform& transform);

/// The picture on a larger (or smaller) canvas, for outpainting. `canvas` is in coordinates of the
/// picture, so its corner is negative where the canvas grows to the left or top.
[[nodiscard]] Image extendCanvas(const Image& image, Rect canvas,
                                 EdgeFill fill = EdgeFill::Replicate);
/// 255 on the part of `canvas` that is new, and on `overlap` pixels of the picture beside it.
[[nodiscard]] Mask outpaintMask(Extent picture, Rect canvas, int overlap);

}  // namespace pentimento

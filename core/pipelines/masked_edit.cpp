#include "core/pipelines/masked_edit.h"

#include "core/base/error.h"
#include "core/imaging/colour_match.h"
#include "core/imaging/composite.h"
#include "core/imaging/convert.h"
#include "core/imaging/edit_masks.h"
#include "core/imaging/mask_operations.h"
#include "core/imaging/prefill.h"

namespace pentimento {
namespace {

struct Canvas {
  Image picture;
  Mask mask;  // as painted, and all that is new
};

// How much of the picture beside a new margin is repainted with it, to hide the seam.
constexpr int kOutpaintOverlap = 16;

Canvas extended(const GenerationRequest& request) {
  const Image& image = *request.image;
  Canvas canvas{image, request.mask.value_or(Mask(image.extent()))};
  const Margins& margins = request.margins;
  if (margins.empty()) return canvas;
  const Rect area{-margins.left, -margins.top, image.width() + margins.left + margins.right,
                  image.height() + margins.top + margins.bottom};
  canvas.picture = extendCanvas(image, area);
  canvas.mask =
      combined(cropped(canvas.mask, area), outpaintMask(image.extent(), area, kOutpaintOverlap),
               MaskCombination::Add);
  return canvas;
}

Rect frameFor(const GenerationRequest& request, const Mask& effective, const ModelSizeRule& sizes) {
  const MaskedEditOptions& edit = request.edit;
  if (edit.frame) {
    Rect frame = *edit.frame;  // given in coordinates of the picture before it was extended
    frame.x += request.margins.left;
    frame.y += request.margins.top;
    return frame;
  }
  FrameOptions options;
  options.paddingMinimum = edit.paddingMinimum;
  options.paddingFraction = edit.paddingFraction;
  options.minimum = sizes.native;
  if (edit.area == EditArea::WholePicture) options.wholePictureShare = 0;
  if (edit.area == EditArea::OnlyMasked) options.wholePictureShare = 2;
  return chooseFrame(effective, options);
}

Image prefilled(const Image& picture, const Mask& mask, const GenerationRequest& request) {
  switch (request.edit.prefill) {
    case Prefill::Surroundings:
      return prefilledFromSurroundings(picture, mask);
    case Prefill::Blur:
      return prefilledWithBlur(picture, mask);
    case Prefill::Noise:
      return prefilledWithNoise(picture, mask, request.seed);
    case Prefill::Original:
      break;
  }
  return picture;
}

}  // namespace

Image maskedEdit(const GenerationRequest& request, const ModelSizeRule& liked,
                 const PaintFrame& paint) {
  const Canvas canvas = extended(request);
  const MaskedEditOptions& edit = request.edit;
  ModelSizeRule sizes = liked;
  if (request.size) sizes.native = *request.size;
  const EditMaskOptions maskOptions{.grow = edit.grow,
                                    .featherFraction = edit.featherFraction,
                                    .featherMinimum = edit.featherMinimum,
                                    .blend = edit.blend};
  const Mask effective = effectiveMask(canvas.mask, maskOptions);
  if (effective.bounds().empty())
    throw Error(ErrorKind::InvalidInput,
                "the mask is empty, so there is nothing to repaint; paint over a part first");
  const EditMasks masks = makeEditMasks(canvas.mask, maskOptions);

  const Rect frame = frameFor(request, effective, sizes);
  const FrameTransform transform{frame, modelSizeFor(frame.extent(), sizes)};
  const Image seen = toDepth(toLayout(extractFrame(canvas.picture, transform), ChannelLayout::Rgb),
                             BitDepth::Eight);
  const Mask strength = extractFrame(masks.model, transform);

  Image painted = paint({prefilled(seen, strength, request), strength});
  if (edit.matchColours && edit.prefill == Prefill::Original)
    painted = matchColours(painted, seen, strength);
  return composite(canvas.picture, restoreFrame(painted, transform), masks.blend, frame);
}

}  // namespace pentimento

#include "app/document/plane_pixels.h"

#include "app/document/geometry.h"
#include "core/imaging/colour_profile.h"
#include "core/imaging/convert.h"

namespace pentimento {

Image readImage(const TilePlane& plane, const QRect& area, BitDepth depth) {
  Image image(toExtent(area.size()), ChannelLayout::Rgba, depth);
  plane.read(area, image.writableBytes().data(), image.bytesPerRow());
  return image;
}

Mask readMask(const TilePlane& plane, const QRect& area) {
  Mask mask(toExtent(area.size()));
  plane.read(area, std::as_writable_bytes(mask.writableValues()).data(),
             static_cast<size_t>(area.width()));
  return mask;
}

Image inColoursOf(const DocumentState& document, const Image& image) {
  const std::string& profile = document.metadata->iccProfile;
  Image colours = toDepth(toLayout(image, ChannelLayout::Rgba), document.depth);
  return image.metadata.iccProfile == profile ? colours : withProfile(colours, profile);
}

TilePlane planeFromImage(const Image& image, QPoint at, const DocumentState& document) {
  const Image colours = inColoursOf(document, image);
  TilePlane plane(document.pixelBytes());
  plane.write(QRect(at, QSize(image.width(), image.height())), colours.bytes().data(),
              colours.bytesPerRow());
  return plane;
}

TilePlane planeFromMask(const Mask& mask, QPoint at) {
  TilePlane plane(1);
  writeMask(plane, mask, at);
  return plane;
}

void writeMask(TilePlane& plane, const Mask& mask, QPoint at) {
  plane.write(QRect(at, QSize(mask.width(), mask.height())), std::as_bytes(mask.values()).data(),
              static_cast<size_t>(mask.width()));
}

}  // namespace pentimento

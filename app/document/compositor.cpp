#include "app/document/compositor.h"

#include "app/document/geometry.h"
#include "core/imaging/convert.h"

namespace pentimento {

void composeOver(const DocumentState& state, LayerRange range, const QRect& area, std::byte* pixels,
                 size_t stride) {
  const size_t pixelBytes = static_cast<size_t>(state.pixelBytes());
  for (int i = range.first; i < range.last; ++i) {
    const Layer& layer = state.layers[i];
    const LayerProperties& how = layer.properties;
    if (!how.visible || how.opacity <= 0) continue;
    layer.pixels.forEachPiece(area, [&](const QRect& piece, const std::byte* above, size_t step) {
      if (!above) return;
      std::byte* below = pixels + (piece.y() - area.y()) * stride +
                         static_cast<size_t>(piece.x() - area.x()) * pixelBytes;
      for (int y = 0; y < piece.height(); ++y)
        blendOver(above + y * step, below + y * stride, static_cast<size_t>(piece.width()),
                  state.depth, how.blend, how.opacity);
    });
  }
}

Image composed(const DocumentState& state, LayerRange range, const QRect& area) {
  Image image(toExtent(area.size()), ChannelLayout::Rgba, state.depth);
  composeOver(state, range, area, image.writableBytes().data(), image.bytesPerRow());
  return image;
}

Image composedPicture(const DocumentState& state) {
  Image image = composed(state, allLayers(state), state.canvas());
  if (!hasTransparency(image)) image = toLayout(image, ChannelLayout::Rgb);
  image.metadata = *state.metadata;
  return image;
}

}  // namespace pentimento

#include "app/document/canvas_operations.h"

#include <QCoreApplication>

#include "app/document/geometry.h"
#include "app/document/plane_pixels.h"
#include "core/imaging/resize.h"

namespace pentimento {
namespace {

QRect scaled(const QRect& rect, int factor) {
  return {rect.topLeft() * factor, rect.size() * factor};
}

TilePlane enlarged(const TilePlane& plane, const DocumentState& state, int factor) {
  TilePlane result(plane.bytesPerPixel());
  const QRect content = plane.contentBounds();
  if (content.isEmpty()) return result;
  // The filter looks at neighbours, also at transparent ones; but beyond the canvas are none.
  constexpr int kNeighbours = 4;
  const QRect around = content.adjusted(-kNeighbours, -kNeighbours, kNeighbours, kNeighbours);
  const QRect area = content | (around & state.canvas());
  const QRect target = scaled(area, factor);
  const Extent extent = toExtent(target.size());
  if (plane.bytesPerPixel() == 1) {
    writeMask(result, resized(readMask(plane, area), extent, ResizeFilter::Bilinear),
              target.topLeft());
  } else {
    const Image image = resized(readImage(plane, area, state.depth), extent, ResizeFilter::Lanczos);
    result.write(target, image.bytes().data(), image.bytesPerRow());
  }
  return result;
}

}  // namespace

void enlarge(DocumentState& state, int factor, const RunContext& context) {
  requireCanvasSize(state.size * factor);
  const std::vector<NamedPlane> planes = planesOf(state);
  for (size_t k = 0; k < planes.size(); ++k) {
    context.report({.stage = "enlarge", .step = int(k), .steps = int(planes.size())});
    *planes[k].plane = enlarged(*planes[k].plane, state, factor);
  }
  for (Layer& layer : state.layers)
    if (layer.edit) layer.edit->frame = scaled(layer.edit->frame, factor);
  if (state.frame) state.frame = scaled(*state.frame, factor);
  state.size *= factor;
}

void resizeCanvas(Document& document, const QRect& canvas) {
  requireCanvasSize(canvas.size());
  DocumentEdit edit(document, QCoreApplication::translate("Document", "Resize Canvas"));
  DocumentState& state = edit.state();
  for (const NamedPlane& named : planesOf(state)) named.plane->translate(-canvas.topLeft());
  for (Layer& layer : state.layers)
    if (layer.edit) layer.edit->frame.translate(-canvas.topLeft());
  if (state.frame) state.frame->translate(-canvas.topLeft());
  state.size = canvas.size();
  edit.commit();
}

}  // namespace pentimento

#include "app/document/canvas_operations.h"

#include <QCoreApplication>

#include "core/base/error.h"

namespace pentimento {

void resizeCanvas(Document& document, const QRect& canvas) {
  if (canvas.isEmpty() || canvas.width() > 16384 || canvas.height() > 16384)
    throw Error(ErrorKind::InvalidInput,
                "a canvas of {} x {} pixels is not possible; sides go from 1 to 16384",
                canvas.width(), canvas.height());
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

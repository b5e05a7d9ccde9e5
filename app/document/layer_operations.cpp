#include "app/document/layer_operations.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/document/compositor.h"
#include "app/document/plane_pixels.h"

namespace pentimento {
namespace {

QString undoText(const char* text) {
  return QCoreApplication::translate("Document", text);
}

/// Puts the layer above the active one and makes it active.
LayerId insertAboveActive(DocumentState& state, Layer layer) {
  layer.id = {state.nextLayer++};
  const int active = state.indexOf(state.active);
  const auto place = active < 0 ? state.layers.end() : state.layers.begin() + active + 1;
  state.active = layer.id;
  state.layers.insert(place, std::move(layer));
  return state.active;
}

}  // namespace

LayerId addLayer(Document& document, const QString& name) {
  DocumentEdit edit(document, undoText(QT_TRANSLATE_NOOP("Document", "Add Layer")));
  Layer layer;
  layer.properties.name = name;
  layer.pixels = TilePlane(edit.state().pixelBytes());
  const LayerId id = insertAboveActive(edit.state(), std::move(layer));
  edit.commit();
  return id;
}

LayerId insertImageLayer(DocumentState& state, const Image& image, const QString& name, QPoint at) {
  Layer layer;
  layer.properties.name = name;
  layer.pixels = planeFromImage(image, at, state);
  return insertAboveActive(state, std::move(layer));
}

void removeLayer(Document& document, LayerId id) {
  DocumentEdit edit(document, undoText(QT_TRANSLATE_NOOP("Document", "Delete Layer")));
  auto& layers = edit.state().layers;
  const int index = edit.state().indexOf(id);
  if (index < 0) return;
  layers.erase(layers.begin() + index);
  if (edit.state().active == id)
    edit.state().active = layers.empty() ? LayerId{} : layers[std::max(0, index - 1)].id;
  edit.commit();
}

void moveLayer(Document& document, LayerId id, int index) {
  DocumentEdit edit(document, undoText(QT_TRANSLATE_NOOP("Document", "Move Layer in Stack")));
  auto& layers = edit.state().layers;
  const int from = edit.state().indexOf(id);
  if (from < 0) return;
  const int to = std::clamp(index, 0, static_cast<int>(layers.size()) - 1);
  const auto at = [&](int i) { return layers.begin() + i; };
  if (from < to) std::rotate(at(from), at(from + 1), at(to + 1));
  if (to < from) std::rotate(at(to), at(from), at(from + 1));
  edit.commit();
}

void setLayerProperties(Document& document, LayerId id, const LayerProperties& properties) {
  const Layer* const before = document.layer(id);
  if (!before) return;
  const bool onlyOpacity = before->properties.opacity != properties.opacity;
  DocumentEdit edit(document, onlyOpacity
                                  ? undoText(QT_TRANSLATE_NOOP("Document", "Layer Opacity"))
                                  : undoText(QT_TRANSLATE_NOOP("Document", "Layer Properties")));
  edit.layer(id)->properties = properties;
  onlyOpacity ? edit.commitIntoLastStep() : edit.commit();
}

LayerId duplicateLayer(Document& document, LayerId id) {
  const Layer* const original = document.layer(id);
  if (!original) return {};
  Layer copy = *original;
  copy.properties.name =
      undoText(QT_TRANSLATE_NOOP("Document", "%1 copy")).arg(copy.properties.name);
  DocumentEdit edit(document, undoText(QT_TRANSLATE_NOOP("Document", "Duplicate Layer")));
  edit.state().active = id;
  const LayerId made = insertAboveActive(edit.state(), std::move(copy));
  edit.commit();
  return made;
}

bool mergeDown(DocumentState& state, LayerId id) {
  const int index = state.indexOf(id);
  if (index <= 0) return false;
  const LayerRange both{index - 1, index + 1};
  const QRect area =
      state.layers[index].pixels.tiledBounds() | state.layers[index - 1].pixels.tiledBounds();
  TilePlane merged(state.pixelBytes());
  if (!area.isEmpty()) {
    const Image image = composed(state, both, area);
    merged.write(area, image.bytes().data(), image.bytesPerRow());
  }
  Layer& lower = state.layers[index - 1];
  lower.pixels = std::move(merged);
  lower.properties.opacity = 1;
  lower.properties.visible = true;
  lower.edit.reset();
  state.active = lower.id;
  state.layers.erase(state.layers.begin() + index);
  return true;
}

}  // namespace pentimento

#include "app/document/edit_operations.h"

#include <QCoreApplication>
#include <cstring>

#include "app/document/compositor.h"
#include "app/document/geometry.h"
#include "app/document/layer_operations.h"
#include "app/document/plane_pixels.h"

namespace pentimento {
namespace {

QString editText(const char* text) {
  return QCoreApplication::translate("Document", text);
}

/// Makes the pixels of one row transparent that may not change and have not.
void cutOutRow(std::byte* pixels, const std::byte* below, QPoint first, int width,
               size_t pixelBytes, const Mask& effective) {
  const bool onMask = first.y() >= 0 && first.y() < effective.height();
  for (int i = 0; i < width; ++i, pixels += pixelBytes, below += pixelBytes) {
    const int x = first.x() + i;
    if (onMask && x >= 0 && x < effective.width() && effective.row(first.y())[x] > 0) continue;
    if (std::memcmp(pixels, below, pixelBytes) == 0) std::memset(pixels, 0, pixelBytes);
  }
}

/// The part of the result that belongs to the edit; the rest becomes transparent.
TilePlane cutOut(const DocumentState& madeFrom, const EditDescription& description,
                 const Image& result) {
  const QRect area = description.area;
  TilePlane pixels = planeFromImage(result, area.topLeft(), madeFrom);
  const Mask& effective = description.effective;
  if (effective.empty()) return pixels;
  const Image beneath = composed(madeFrom, allLayers(madeFrom), area);
  const QRect mayChange = toQRect(effective.bounds());
  const auto pixelBytes = static_cast<size_t>(madeFrom.pixelBytes());
  pixels.modify(area, [&](const QRect& piece, std::byte* out, size_t stride) {
    const size_t rowBytes = static_cast<size_t>(piece.width()) * pixelBytes;
    for (int y = piece.top(); y <= piece.bottom(); ++y, out += stride) {
      const std::byte* below = beneath.bytes().data() + (y - area.top()) * beneath.bytesPerRow() +
                               (piece.left() - area.left()) * pixelBytes;
      // Far from the mask whole rows are as they were.
      const bool far = !mayChange.intersects(QRect(piece.left(), y, piece.width(), 1));
      if (far && std::memcmp(out, below, rowBytes) == 0)
        std::memset(out, 0, rowBytes);
      else
        cutOutRow(out, below, {piece.left(), y}, piece.width(), pixelBytes, effective);
    }
  });
  pixels.prune(area);
  return pixels;
}

}  // namespace

LayerId beginReview(Document& document, const EditDescription& description) {
  DocumentEdit edit(document, editText(QT_TRANSLATE_NOOP("Document", "Results")));
  DocumentState& state = edit.state();
  Layer layer;
  layer.id = {state.nextLayer++};
  layer.properties.name = description.name.isEmpty()
                              ? editText(QT_TRANSLATE_NOOP("Document", "Edit"))
                              : description.name;
  layer.pixels = TilePlane(state.pixelBytes());
  EditRecord record;
  record.frame = description.frame;
  record.mask = planeFromMask(description.mask, {0, 0});
  record.recipe = description.recipe;
  record.pending = true;
  layer.edit = std::move(record);
  state.active = layer.id;
  state.layers.push_back(std::move(layer));
  const LayerId id = state.active;
  edit.commit();
  return id;
}

Candidate candidateOf(const DocumentState& madeFrom, const EditDescription& description,
                      const EditResult& result) {
  return {cutOut(madeFrom, description, result.image), result.recipe, result.historyId};
}

void addCandidate(Document& document, LayerId id, Candidate candidate) {
  DocumentEdit edit(document, editText(QT_TRANSLATE_NOOP("Document", "Results")));
  Layer* const layer = edit.layer(id);
  if (!layer || !layer->edit) return;
  if (layer->edit->candidates.empty()) {
    layer->edit->chosen = 0;
    layer->pixels = candidate.pixels;
  }
  layer->edit->candidates.push_back(std::move(candidate));
  edit.commitIntoLastStep();
}

void describeAnew(Document& document, LayerId id, const EditDescription& description) {
  DocumentEdit edit(document, editText(QT_TRANSLATE_NOOP("Document", "Results")));
  Layer* const layer = edit.layer(id);
  if (!layer || !layer->edit) return;
  layer->edit->frame = description.frame;
  layer->edit->mask = planeFromMask(description.mask, {0, 0});
  layer->edit->recipe = description.recipe;
  edit.commit();
}

void chooseCandidate(Document& document, LayerId id, int index) {
  DocumentEdit edit(document, editText(QT_TRANSLATE_NOOP("Document", "Choose Candidate")));
  Layer* const layer = edit.layer(id);
  if (!layer || !layer->edit) return;
  const int count = static_cast<int>(layer->edit->candidates.size());
  if (index < 0 || index >= count) return;
  layer->edit->chosen = index;
  layer->pixels = layer->edit->candidates[index].pixels;
  edit.commitIntoLastStep();
}

void acceptEdit(Document& document, LayerId id) {
  DocumentEdit edit(document, editText(QT_TRANSLATE_NOOP("Document", "Accept Edit")));
  Layer* const layer = edit.layer(id);
  if (!layer || !layer->edit) return;
  layer->edit->pending = false;
  edit.state().mask = TilePlane(1);
  edit.commit();
}

void discardEdit(Document& document, LayerId id) {
  removeLayer(document, id);
}

}  // namespace pentimento

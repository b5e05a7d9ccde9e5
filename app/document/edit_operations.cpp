#include "app/document/edit_operations.h"

#include <QCoreApplication>
#include <cstring>

#include "app/document/compositor.h"
#include "app/document/layer_operations.h"
#include "app/document/plane_pixels.h"

namespace pentimento {
namespace {

QString editText(const char* text) {
  return QCoreApplication::translate("Document", text);
}

/// The part of the result that belongs to the edit; the rest becomes transparent.
TilePlane cutOut(const DocumentState& state, int layer, const EditDescription& description,
                 const Image& result) {
  const QRect area = description.area;
  TilePlane pixels = planeFromImage(result, area.topLeft(), state);
  const Image beneath = composed(state, {0, layer}, area);
  const size_t pixelBytes = static_cast<size_t>(state.pixelBytes());
  pixels.modify(area, [&](const QRect& piece, std::byte* out, size_t stride) {
    for (int y = piece.top(); y <= piece.bottom(); ++y)
      for (int x = piece.left(); x <= piece.right(); ++x) {
        const bool onMask = x >= 0 && y >= 0 && x < description.effective.width() &&
                            y < description.effective.height();
        const bool mayChange =
            description.effective.empty() || (onMask && description.effective.row(y)[x] > 0);
        if (mayChange) continue;
        std::byte* pixel = out + (y - piece.top()) * stride + (x - piece.left()) * pixelBytes;
        const std::byte* below = beneath.bytes().data() + (y - area.top()) * beneath.bytesPerRow() +
                                 (x - area.left()) * pixelBytes;
        if (std::memcmp(pixel, below, pixelBytes) == 0) std::memset(pixel, 0, pixelBytes);
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

void addResult(Document& document, LayerId id, const EditDescription& description,
               const EditResult& result) {
  DocumentEdit edit(document, editText(QT_TRANSLATE_NOOP("Document", "Results")));
  Layer* const layer = edit.layer(id);
  if (!layer || !layer->edit) return;
  Candidate candidate;
  candidate.pixels = cutOut(edit.state(), edit.state().indexOf(id), description, result.image);
  candidate.recipe = result.recipe;
  candidate.historyId = result.historyId;
  if (layer->edit->candidates.empty()) {
    layer->edit->chosen = 0;
    layer->pixels = candidate.pixels;
  }
  layer->edit->candidates.push_back(std::move(candidate));
  edit.commitIntoLastStep();
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

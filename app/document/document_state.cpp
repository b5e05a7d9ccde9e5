#include "app/document/document_state.h"

#include <QCryptographicHash>
#include <QSet>
#include <type_traits>

#include "app/document/state_json.h"
#include "core/base/error.h"

namespace pentimento {
namespace {

template <typename Named, typename State>
std::vector<Named> collectPlanes(State& state) {
  std::vector<Named> planes;
  planes.push_back({"mask", &state.mask});
  for (auto& layer : state.layers) {
    const QByteArray prefix = QByteArray::number(layer.id.value);
    planes.push_back({prefix + "/pixels", &layer.pixels});
    if (!layer.edit) continue;
    planes.push_back({prefix + "/mask", &layer.edit->mask});
    for (size_t i = 0; i < layer.edit->candidates.size(); ++i)
      planes.push_back(
          {prefix + "/candidate/" + QByteArray::number(int(i)), &layer.edit->candidates[i].pixels});
  }
  return planes;
}

const Layer* findLayer(const DocumentState& state, LayerId id) {
  const int index = state.indexOf(id);
  return index < 0 ? nullptr : &state.layers[index];
}

/// Where the layer looks different in the other state.
QRect visibleDifference(const Layer& layer, const Layer* other) {
  if (!other) return layer.pixels.tiledBounds();
  const auto& p = layer.properties;
  const auto& q = other->properties;
  if (p.visible != q.visible || p.opacity != q.opacity || p.blend != q.blend)
    return layer.pixels.tiledBounds() | other->pixels.tiledBounds();
  return layer.pixels.difference(other->pixels);
}

QRect pixelDifference(const DocumentState& a, const DocumentState& b) {
  QRect area;
  for (size_t i = 0; i < a.layers.size(); ++i) {
    const Layer& layer = a.layers[i];
    area |= visibleDifference(layer, findLayer(b, layer.id));
    // A layer that moved within the stack may look different wherever it has pixels.
    if (i >= b.layers.size() || !(b.layers[i].id == layer.id)) area |= layer.pixels.tiledBounds();
  }
  for (const Layer& layer : b.layers)
    if (a.indexOf(layer.id) < 0) area |= layer.pixels.tiledBounds();
  return area;
}

QRect visibleArea(const Layer& layer) {
  return layer.properties.visible ? layer.pixels.tiledBounds() : QRect();
}

/// Where the first `m` layers of one state and the first `n` of the other may look different.
QRect differenceBeneath(const DocumentState& a, int m, const DocumentState& b, int n) {
  const auto beneath = [](const DocumentState& state, int count, LayerId id) {
    const int index = state.indexOf(id);
    return index >= 0 && index < count;
  };
  QRect area;
  std::vector<LayerId> common;  // in the order of a
  for (int i = 0; i < m; ++i)
    if (beneath(b, n, a.layers[i].id))
      common.push_back(a.layers[i].id);
    else
      area |= visibleArea(a.layers[i]);
  size_t place = 0;
  for (int i = 0; i < n; ++i) {
    const Layer& layer = b.layers[i];
    if (!beneath(a, m, layer.id)) {
      area |= visibleArea(layer);
      continue;
    }
    area |= visibleDifference(layer, findLayer(a, layer.id));
    if (!(common[place++] == layer.id)) area |= visibleArea(layer);
  }
  return area;
}

bool sameRecord(const std::optional<EditRecord>& a, const std::optional<EditRecord>& b) {
  if (a.has_value() != b.has_value()) return false;
  if (!a) return true;
  return a->frame == b->frame && a->recipe == b->recipe && a->chosen == b->chosen &&
         a->stale == b->stale && a->pending == b->pending &&
         a->candidates.size() == b->candidates.size() && a->mask.difference(b->mask).isEmpty();
}

bool layersDiffer(const DocumentState& a, const DocumentState& b) {
  if (a.layers.size() != b.layers.size()) return true;
  for (size_t i = 0; i < a.layers.size(); ++i) {
    const Layer& x = a.layers[i];
    const Layer& y = b.layers[i];
    if (!(x.id == y.id) || x.properties != y.properties || !sameRecord(x.edit, y.edit)) return true;
  }
  return false;
}

}  // namespace

bool isCanvasSize(QSize size) noexcept {
  return !size.isEmpty() && size.width() <= kMaxCanvasSide && size.height() <= kMaxCanvasSide;
}

void requireCanvasSize(QSize size) {
  if (!isCanvasSize(size))
    throw Error(ErrorKind::InvalidInput,
                "a canvas of {} x {} pixels is not possible; sides go from 1 to {}", size.width(),
                size.height(), kMaxCanvasSide);
}

int DocumentState::indexOf(LayerId id) const noexcept {
  for (size_t i = 0; i < layers.size(); ++i)
    if (layers[i].id == id) return static_cast<int>(i);
  return -1;
}

DocumentState DocumentState::beneath(LayerId id) const {
  DocumentState state = *this;
  if (const int index = indexOf(id); index >= 0)
    state.layers.erase(state.layers.begin() + index, state.layers.end());
  return state;
}

std::vector<NamedPlane> planesOf(DocumentState& state) {
  return collectPlanes<NamedPlane>(state);
}

std::vector<NamedConstPlane> planesOf(const DocumentState& state) {
  return collectPlanes<NamedConstPlane>(state);
}

StateDifference difference(const DocumentState& a, const DocumentState& b) {
  StateDifference result;
  result.size = a.size != b.size;
  result.frame = a.frame != b.frame;
  result.layers = layersDiffer(a, b);
  result.pixels = result.size ? a.canvas() | b.canvas() : pixelDifference(a, b);
  result.mask = result.size ? a.canvas() | b.canvas() : a.mask.difference(b.mask);
  return result;
}

qint64 bytesBeyond(const DocumentState& state, const DocumentState& other) {
  QHash<QByteArray, const TilePlane*> counterparts;
  for (const auto& [name, plane] : planesOf(other)) counterparts.insert(name, plane);
  // A tile may serve several planes: a chosen candidate shares its tiles with the layer's pixels.
  QSet<const TileBytes*> counted;
  qint64 bytes = 0;
  for (const auto& [name, plane] : planesOf(state)) {
    const TilePlane* counterpart = counterparts.value(name);
    if (counterpart && plane->tiles().isSharedWith(counterpart->tiles())) continue;
    for (auto tile = plane->tiles().cbegin(); tile != plane->tiles().cend(); ++tile) {
      if (counterpart && counterpart->tiles().value(tile.key()) == tile.value()) continue;
      if (counted.contains(tile.value().get())) continue;
      counted.insert(tile.value().get());
      bytes += static_cast<qint64>(tile.value()->size());
    }
  }
  return bytes;
}

QByteArray digest(const DocumentState& state) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  hash.addData(QByteArray::fromStdString(describe(state).dump()));
  for (const auto& [name, plane] : planesOf(state)) {
    hash.addData(name);
    const quint64 sum = plane->checksum();
    hash.addData(QByteArrayView(reinterpret_cast<const char*>(&sum), sizeof sum));
  }
  return hash.result();
}

void markStaleEdits(const DocumentState& before, DocumentState& after) {
  for (size_t i = 0; i < after.layers.size(); ++i) {
    Layer& layer = after.layers[i];
    const int earlier = before.indexOf(layer.id);
    if (layer.edit && earlier >= 0 &&
        differenceBeneath(before, earlier, after, static_cast<int>(i))
            .intersects(layer.edit->frame))
      layer.edit->stale = true;
  }
}

}  // namespace pentimento

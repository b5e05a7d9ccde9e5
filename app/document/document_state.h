/// Everything that undo brings back, as one value.
#pragma once

#include <QByteArray>
#include <QSize>
#include <memory>
#include <optional>
#include <vector>

#include "app/document/layer.h"
#include "core/imaging/image.h"

namespace pentimento {

/// Copies share tiles (see TilePlane), so that a copy costs microseconds whatever the canvas holds.
struct DocumentState {
  QSize size;
  BitDepth depth = BitDepth::Eight;
  std::shared_ptr<const ImageMetadata> metadata;  ///< profile, texts; never null
  std::vector<Layer> layers;                      ///< bottom to top
  LayerId active;                                 ///< where tools paint; not part of the history
  TilePlane mask{1};                              ///< 0 keep .. 255 repaint
  std::optional<QRect> frame;  ///< dragged by the artist; absent: it follows the mask
  quint64 nextLayer = 1;

  [[nodiscard]] int pixelBytes() const noexcept { return depth == BitDepth::Eight ? 4 : 8; }
  [[nodiscard]] QRect canvas() const noexcept { return {QPoint(0, 0), size}; }
  /// -1 when there is no such layer
  [[nodiscard]] int indexOf(LayerId id) const noexcept;
  /// With the layers beneath this one alone; with all when there is no such layer.
  [[nodiscard]] DocumentState beneath(LayerId id) const;
};

/// No side of a canvas is longer.
inline constexpr int kMaxCanvasSide = 16384;
[[nodiscard]] bool isCanvasSize(QSize size) noexcept;  ///< neither empty nor too large
/// @throws Error(InvalidInput) when it is none
void requireCanvasSize(QSize size);

/// What differs between two states, for repainting and for counting memory.
struct StateDifference {
  QRect pixels;         ///< of the picture
  QRect mask;           ///< of the mask
  bool layers = false;  ///< their number, order, properties or edit records
  bool size = false;
  bool frame = false;
};
[[nodiscard]] StateDifference difference(const DocumentState& a, const DocumentState& b);

/// Bytes of the tiles that `state` holds and `other` does not.
[[nodiscard]] qint64 bytesBeyond(const DocumentState& state, const DocumentState& other);

/// A digest of everything but the active layer; equal for equal pixels, whatever the tiling.
[[nodiscard]] QByteArray digest(const DocumentState& state);

/// Marks edits as stale whose frame shows something beneath that `before` had otherwise.
void markStaleEdits(const DocumentState& before, DocumentState& after);

/// The planes of a state under names that stay the same from state to state ("mask", "3/pixels",
/// "3/mask", "3/candidate/0"), for whatever must walk over all tiles.
struct NamedPlane {
  QByteArray name;
  TilePlane* plane = nullptr;
};
[[nodiscard]] std::vector<NamedPlane> planesOf(DocumentState& state);
struct NamedConstPlane {
  QByteArray name;
  const TilePlane* plane = nullptr;
};
[[nodiscard]] std::vector<NamedConstPlane> planesOf(const DocumentState& state);

}  // namespace pentimento

/// The layers of a document as values.
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "app/document/tile_plane.h"
#include "core/imaging/blend.h"

namespace pentimento {

/// Names a layer for as long as the document lives, whatever its place in the stack.
struct LayerId {
  quint64 value = 0;  ///< 0 = none
  bool operator==(const LayerId&) const = default;
  [[nodiscard]] explicit operator bool() const noexcept { return value != 0; }
};

/// What the artist sets in the layers panel.
struct LayerProperties {
  QString name;
  bool visible = true;
  double opacity = 1.0;  ///< 0..1
  BlendMode blend = BlendMode::Normal;
  bool operator==(const LayerProperties&) const = default;
};

/// One picture that an edit could have become.
struct Candidate {
  TilePlane pixels;    ///< on the canvas; transparent where the picture beneath stays as it is
  std::string recipe;  ///< JSON of the GenerationRequest that makes it again
  QString historyId;   ///< its entry in the history; empty if it has none
};

/// What an edit layer remembers, so that it stays an edit.
struct EditRecord {
  QRect frame;         ///< what the model saw, on the canvas
  TilePlane mask{1};   ///< as the artist painted it
  std::string recipe;  ///< JSON of the GenerationRequest of the whole batch
  std::vector<Candidate> candidates;
  int chosen = -1;       ///< index; -1 when the layer shows none, or pieces of several
  bool stale = false;    ///< something beneath the frame has changed since
  bool pending = false;  ///< being looked at: neither accepted nor discarded yet
};

/// Pixels in the document's depth, RGBA, straight alpha.
struct Layer {
  LayerId id;
  LayerProperties properties;
  TilePlane pixels;
  std::optional<EditRecord> edit;  ///< absent: an image layer
};

}  // namespace pentimento

/// The border of the area that will change.
#pragma once

#include <QLineF>
#include <QVector>

#include "app/document/tile_plane.h"
#include "core/imaging/edit_masks.h"

namespace pentimento {

/// Border of the effective mask along pixel edges, in canvas coordinates. Very large masks are
/// outlined a little coarser.
[[nodiscard]] QVector<QLineF> effectiveOutline(const TilePlane& mask, QSize canvas,
                                               const EditMaskOptions& options);

}  // namespace pentimento

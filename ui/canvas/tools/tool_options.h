/// What the artist can set about tools; remembered by the settings.
#pragma once

#include <QColor>
#include <QtGlobal>

#include "core/imaging/mask_operations.h"

namespace pentimento {

enum class ToolId {
  MaskBrush,
  Eraser,
  Lasso,
  Shapes,
  SmartSelect,
  Frame,
  Pentimento,
  Paint,
  Eyedropper,
  Pan,
  Zoom,
  Move,
};
inline constexpr int kToolCount = 12;

struct BrushOptions {
  double size = 40;       ///< diameter in image pixels, 1..2000
  double hardness = 0.8;  ///< 0 soft .. 1 hard edge
  double opacity = 1.0;   ///< 0..1
  bool operator==(const BrushOptions&) const = default;
};

struct ToolOptions {
  BrushOptions mask{60, 0.8, 1.0};
  BrushOptions eraser{60, 0.8, 1.0};
  BrushOptions paint{24, 0.6, 1.0};
  BrushOptions pentimento{80, 0.4, 1.0};
  bool pressureSize = true;
  bool pressureOpacity = false;
  bool tiltSize = false;  ///< a pen laid down paints broadly, as the side of a pencil does
  QColor colour{0xd0, 0x5a, 0x3c};
  QColor background{Qt::white};
  bool swapPaintErase = false;     ///< X while the mask brush is in hand
  bool eraserErasesPaint = false;  ///< follows the brush used last
  bool shapeIsEllipse = false;
  bool lassoIsPolygon = false;
  bool smartSelectIsBox = false;  ///< false: colour wand
  int wandTolerance = 24;         ///< 0..255, largest difference of a channel
  bool wandContiguous = true;
  MaskCombination combination = MaskCombination::Add;  ///< without modifiers
  bool operator==(const ToolOptions&) const = default;
};

}  // namespace pentimento

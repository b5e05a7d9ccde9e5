/// Pixels of the canvas onto pixels of the screen.
#pragma once

#include <QColor>
#include <QImage>
#include <QSize>
#include <QTransform>
#include <vector>

#include "ui/canvas/tile_pyramid.h"

namespace pentimento {

struct RenderOptions {
  QTransform deviceToCanvas;  ///< device pixels of the view → canvas
  QSize canvas;
  QColor surround;     ///< beyond the canvas
  QColor lightSquare;  ///< of the checkerboard beneath transparent pixels
  QColor darkSquare;
  int squareSize = 8;  ///< device pixels
};

/// Fills `target` (RGB32), whose corner lies at `corner` in device pixels, with the pyramids laid
/// over each other. From 100 % on each device pixel shows exactly the image pixel under its centre;
/// below, it is interpolated from the level that is at most twice as large.
void renderCanvas(QImage& target, QPoint corner, const RenderOptions& options,
                  const std::vector<TilePyramid*>& pyramids);

}  // namespace pentimento

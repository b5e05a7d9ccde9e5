#include "ui/canvas/mask_outline.h"

#include <cmath>
#include <cstdlib>

namespace pentimento {
namespace {

constexpr double kMaxPixels = 1 << 20;

/// Runs along one direction: `covered(i, j)` says whether cell i of line j is inside.
template <typename Covered, typename AddRun>
void traceLines(int lines, int cells, const Covered& covered, const AddRun& addRun) {
  for (int line = 0; line <= lines; ++line) {
    int start = -1;
    for (int cell = 0; cell <= cells; ++cell) {
      const bool edge = cell < cells && covered(cell, line - 1) != covered(cell, line);
      if (edge && start < 0) start = cell;
      if (!edge && start >= 0) {
        addRun(line, start, cell);
        start = -1;
      }
    }
  }
}

}  // namespace

QVector<QLineF> effectiveOutline(const TilePlane& mask, QSize canvas,
                                 const EditMaskOptions& options) {
  const int margin = std::abs(options.grow) + 2;
  const QRect area =
      mask.contentBounds().adjusted(-margin, -margin, margin, margin) & QRect(QPoint(0, 0), canvas);
  if (area.isEmpty()) return {};
  const int step = static_cast<int>(
      std::ceil(std::sqrt(std::max(1.0, double(area.width()) * area.height() / kMaxPixels))));
  Mask coarse(Extent{(area.width() + step - 1) / step, (area.height() + step - 1) / step});
  std::vector<std::byte> line(static_cast<size_t>(area.width()));
  for (int y = 0; y < coarse.height(); ++y) {
    mask.read(QRect(area.x(), area.y() + y * step, area.width(), 1), line.data(), line.size());
    const auto row = coarse.writableRow(y);
    for (int x = 0; x < coarse.width(); ++x)
      row[x] = std::to_integer<uint8_t>(line[static_cast<size_t>(x) * step]);
  }
  EditMaskOptions scaled = options;
  scaled.grow = options.grow / step;
  const Mask effective = effectiveMask(coarse, scaled);

  const auto inside = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < effective.width() && y < effective.height() &&
           effective.values()[static_cast<size_t>(y) * effective.width() + x] > 0;
  };
  const auto at = [&](int x, int y) {
    return QPointF(area.x() + double(x) * step, area.y() + double(y) * step);
  };
  QVector<QLineF> lines;
  traceLines(effective.height(), effective.width(), inside, [&](int y, int from, int to) {
    lines.append({at(from, y), at(to, y)});
  });
  traceLines(
      effective.width(), effective.height(), [&](int y, int x) { return inside(x, y); },
      [&](int x, int from, int to) {
        lines.append({at(x, from), at(x, to)});
      });
  return lines;
}

}  // namespace pentimento

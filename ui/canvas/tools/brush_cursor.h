/// Cursors that show the brush as large as it paints.
#pragma once

#include <QCursor>

namespace pentimento {

/// A circle of `diameter` widget pixels, dark and light so that it shows on anything; circles too
/// large for a cursor become a cross (the view then draws the circle itself).
[[nodiscard]] QCursor brushCursor(double diameter, double devicePixelRatio);
inline constexpr double kMaxCursorDiameter = 120;

}  // namespace pentimento

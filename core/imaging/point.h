/// A position between pixels. Pixel (i, j) covers [i, i+1) x [j, j+1) and its centre is
/// (i + 0.5, j + 0.5), everywhere in the program.
#pragma once

namespace pentimento {

struct Point {
  double x = 0;
  double y = 0;
  bool operator==(const Point&) const = default;
};

}  // namespace pentimento

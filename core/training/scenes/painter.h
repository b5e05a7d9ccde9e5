/// A small software rasteriser: antialiased shapes with gradients, which knows what belongs to
/// which object.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/imaging/image.h"
#include "core/training/scenes/colour.h"

namespace pentimento::scenes {

/// In units of the picture's side: (0, 0) top left, (1, 1) bottom right.
struct Point {
  float x = 0, y = 0;
};

/// How a shape is filled: a colour, or three colours along an axis or outwards from a centre.
struct Paint {
  struct Stop {
    float at = 0;
    Rgb colour;
    float alpha = 1;
  };
  enum class Kind : uint8_t { Flat, Linear, Radial };

  Kind kind = Kind::Flat;
  Point from, to;  ///< Linear: where 0 and 1 are. Radial: centre, and the radii
  Stop first, middle{0.5f, {}, 1}, last{1, {}, 1};

  static Paint flat(Rgb colour, float alpha = 1);
  static Paint linear(Point from, Point to, Rgb first, Rgb last);
  static Paint linear(Point from, Point to, Rgb first, Stop middle, Rgb last);
  static Paint radial(Point centre, Point radii, Rgb first, Stop middle, Rgb last);
  /// Full `alpha` in the centre, nothing at the rim: shadows and glows.
  static Paint glow(Point centre, Point radii, Rgb colour, float alpha);
  /// The same colours, `alpha` times as opaque.
  [[nodiscard]] Paint faded(float alpha) const;
};

/// Paints at a multiple of the final size and averages at the end.
/// Thread-safety: distinct painters may be used on distinct threads.
class Painter {
 public:
  /// `size`: side of the finished square picture.
  Painter(int size, int supersampling);

  /// What is painted opaquely from now on belongs to object `id` (1..255; 0 = surroundings).
  void beginObject(uint8_t id) { m_object = id; }

  void polygon(std::span<const Point> points, const Paint& paint);
  void ellipse(Point centre, Point radii, const Paint& paint);
  void rectangle(Point topLeft, Point bottomRight, const Paint& paint, float cornerRadius = 0);
  /// A straight stroke with round ends.
  void line(Point a, Point b, float width, const Paint& paint);

  /// Darkens the borders between differently painted parts, as a cartoonist inks them.
  void ink(float width, Rgb colour);

  /// Exchanges left and right of what is painted so far.
  void mirror();

  [[nodiscard]] int size() const noexcept { return m_size; }
  /// The picture, each channel 0..1, rows of RGB.
  [[nodiscard]] std::vector<float> pixels() const;
  /// Share of each pixel that object `id` covers visibly.
  [[nodiscard]] Mask coverage(uint8_t id) const;

 private:
  void fillSpan(int y, int begin, int end, const Paint& paint);

  int m_size, m_scale, m_side;
  std::vector<float> m_colours;    // m_side² × RGB
  std::vector<uint8_t> m_objects;  // m_side²: who is seen
  std::vector<uint8_t> m_parts;    // m_side²: number of the shape that is seen, modulo 256
  std::vector<float> m_crossings;  // scratch: up to kMaxCrossings per row
  std::vector<uint8_t> m_crossingCount;
  uint8_t m_object = 0, m_part = 0;
};

}  // namespace pentimento::scenes

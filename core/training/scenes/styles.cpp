#include "core/training/scenes/styles.h"

#include <algorithm>
#include <cmath>

namespace pentimento::scenes {
namespace {

/// Smooth noise in [-1, 1] on a lattice of `cells` × `cells` over the picture: the same at any
/// resolution.
class LatticeNoise {
 public:
  LatticeNoise(int cells, uint64_t seed) : m_cells(cells) {
    Random random(seed);
    m_values.resize(static_cast<size_t>(cells + 1) * (cells + 1));
    for (float& value : m_values) value = random.between(-1, 1);
  }
  [[nodiscard]] float at(float u, float v) const {
    const float x = std::clamp(u, 0.0f, 0.999f) * static_cast<float>(m_cells);
    const float y = std::clamp(v, 0.0f, 0.999f) * static_cast<float>(m_cells);
    const int ix = static_cast<int>(x), iy = static_cast<int>(y);
    const float fx = smooth(x - static_cast<float>(ix)), fy = smooth(y - static_cast<float>(iy));
    const size_t row = static_cast<size_t>(iy) * (m_cells + 1) + ix, below = row + m_cells + 1;
    const float top = m_values[row] + (m_values[row + 1] - m_values[row]) * fx;
    const float bottom = m_values[below] + (m_values[below + 1] - m_values[below]) * fx;
    return top + (bottom - top) * fy;
  }

 private:
  static float smooth(float t) { return t * t * (3 - 2 * t); }
  int m_cells;
  std::vector<float> m_values;
};

/// Calls f(pixel, u, v) for every pixel.
template <typename F>
void forEachPixel(std::vector<float>& pixels, int size, F f) {
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x)
      f(&pixels[(static_cast<size_t>(y) * size + x) * 3],
        (static_cast<float>(x) + 0.5f) / static_cast<float>(size),
        (static_cast<float>(y) + 0.5f) / static_cast<float>(size));
}

Rgb sample(const std::vector<float>& pixels, int size, float u, float v) {
  const float x =
      std::clamp(u * static_cast<float>(size) - 0.5f, 0.0f, static_cast<float>(size - 1));
  const float y =
      std::clamp(v * static_cast<float>(size) - 0.5f, 0.0f, static_cast<float>(size - 1));
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const int x1 = std::min(x0 + 1, size - 1), y1 = std::min(y0 + 1, size - 1);
  const auto at = [&](int px, int py) {
    const float* p = &pixels[(static_cast<size_t>(py) * size + px) * 3];
    return Rgb{p[0], p[1], p[2]};
  };
  const float fx = x - static_cast<float>(x0), fy = y - static_cast<float>(y0);
  return mix(mix(at(x0, y0), at(x1, y0), fx), mix(at(x0, y1), at(x1, y1), fx), fy);
}

float vignette(float u, float v, float strength) {
  const float dx = u - 0.5f, dy = v - 0.5f;
  return 1 - strength * (dx * dx + dy * dy) * 2;
}

void applyPhoto(std::vector<float>& pixels, int size) {
  forEachPixel(pixels, size, [&](float* p, float u, float v) {
    const float shade = vignette(u, v, 0.16f);
    for (int c = 0; c < 3; ++c) p[c] *= shade;
  });
}

void applyNoir(std::vector<float>& pixels, int size, uint64_t seed) {
  const LatticeNoise grain(96, seed);
  forEachPixel(pixels, size, [&](float* p, float u, float v) {
    float grey = luma({p[0], p[1], p[2]});
    grey = grey * grey * (3 - 2 * grey);  // deeper blacks, brighter lights
    grey = grey * vignette(u, v, 0.75f) * 0.96f + 0.02f * grain.at(u, v);
    p[0] = grey;
    p[1] = grey * 0.99f;
    p[2] = grey * 0.97f;
  });
}

void applyWatercolor(std::vector<float>& pixels, int size, uint64_t seed) {
  const std::vector<float> drawing = pixels;
  const LatticeNoise bendX(14, seed), bendY(14, seed + 1), pigment(22, seed + 2),
      edge(18, seed + 3);
  const Rgb paper{0.975f, 0.965f, 0.94f};
  forEachPixel(pixels, size, [&](float* p, float u, float v) {
    const float bu = u + 0.014f * bendX.at(u, v), bv = v + 0.014f * bendY.at(u, v);
    constexpr float kBleed = 0.013f;
    const Rgb a = sample(drawing, size, bu - kBleed, bv),
              b = sample(drawing, size, bu + kBleed, bv);
    const Rgb c = sample(drawing, size, bu, bv - kBleed),
              d = sample(drawing, size, bu, bv + kBleed);
    Rgb wash = mix(mix(a, b, 0.5f), mix(c, d, 0.5f), 0.5f);
    const float pool =
        std::abs(luma(a) - luma(b)) + std::abs(luma(c) - luma(d));  // dark rims of dried washes
    wash = darker(wash, std::min(0.35f * pool, 0.3f));
    wash = mix(wash, paper, 0.22f + 0.13f * pigment.at(u, v));
    const float border = std::min({u, v, 1 - u, 1 - v}) + 0.022f * edge.at(u, v);
    const float fade = std::clamp((0.055f - border) / 0.02f, 0.0f, 1.0f);
    wash = mix(wash, paper, fade);
    p[0] = wash.r;
    p[1] = wash.g;
    p[2] = wash.b;
  });
}

void applyOil(std::vector<float>& pixels, int size, uint64_t seed) {
  const std::vector<float> drawing = pixels;
  const LatticeNoise flow(7, seed), bristle(56, seed + 1), load(30, seed + 2);
  forEachPixel(pixels, size, [&](float* p, float u, float v) {
    const float angle = 3.14159f * flow.at(u, v);
    const float dx = std::cos(angle), dy = std::sin(angle);
    const float shift = 0.016f * load.at(u, v);
    Rgb sum;
    constexpr int kReach = 2;
    for (int i = -kReach; i <= kReach; ++i) {  // colour is dragged along the stroke
      const float t = 0.008f * static_cast<float>(i);
      const Rgb c = sample(drawing, size, u + dx * t - dy * shift, v + dy * t + dx * shift);
      sum = {sum.r + c.r / 5, sum.g + c.g / 5, sum.b + c.b / 5};
    }
    const float relief = 1 + 0.10f * bristle.at(u + dx * 0.5f * v, v) + 0.05f * load.at(v, u);
    const float grey = luma(sum);
    const auto rich = [&](float channel) {
      return std::clamp((grey + (channel - grey) * 1.2f) * relief, 0.0f, 1.0f);
    };
    p[0] = rich(sum.r);
    p[1] = rich(sum.g);
    p[2] = rich(sum.b);
  });
}

void applyPixelArt(std::vector<float>& pixels, int size) {
  constexpr int kBlocks = 32;
  constexpr float kLevels = 6;
  const int block = std::max(1, size / kBlocks);
  for (int by = 0; by < size; by += block)
    for (int bx = 0; bx < size; bx += block) {
      Rgb sum;
      int count = 0;
      const int endY = std::min(by + block, size), endX = std::min(bx + block, size);
      for (int y = by; y < endY; ++y)
        for (int x = bx; x < endX; ++x, ++count) {
          const float* p = &pixels[(static_cast<size_t>(y) * size + x) * 3];
          sum = {sum.r + p[0], sum.g + p[1], sum.b + p[2]};
        }
      const auto level = [&](float channel) {
        return std::round(channel / static_cast<float>(count) * kLevels) / kLevels;
      };
      for (int y = by; y < endY; ++y)
        for (int x = bx; x < endX; ++x) {
          float* p = &pixels[(static_cast<size_t>(y) * size + x) * 3];
          p[0] = level(sum.r);
          p[1] = level(sum.g);
          p[2] = level(sum.b);
        }
    }
}

}  // namespace

void applyStyle(std::vector<float>& pixels, int size, Style style, uint64_t seed) {
  switch (style) {
    case Style::Photo:
      return applyPhoto(pixels, size);
    case Style::Cartoon:
      return;  // inked while it is drawn
    case Style::Noir:
      return applyNoir(pixels, size, seed);
    case Style::Watercolor:
      return applyWatercolor(pixels, size, seed);
    case Style::Oil:
      return applyOil(pixels, size, seed);
    case Style::PixelArt:
      return applyPixelArt(pixels, size);
  }
}

}  // namespace pentimento::scenes

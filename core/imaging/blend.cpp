#include "core/imaging/blend.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pentimento {
namespace {

struct Colour {
  float r = 0, g = 0, b = 0;
};

float multiply(float b, float s) {
  return b * s;
}
float screen(float b, float s) {
  return b + s - b * s;
}
float hardLight(float b, float s) {
  return s <= 0.5f ? multiply(b, 2 * s) : screen(b, 2 * s - 1);
}
float colourDodge(float b, float s) {
  if (b <= 0) return 0;
  return s >= 1 ? 1.0f : std::min(1.0f, b / (1 - s));
}
float colourBurn(float b, float s) {
  if (b >= 1) return 1;
  return s <= 0 ? 0.0f : 1 - std::min(1.0f, (1 - b) / s);
}
float softLight(float b, float s) {
  if (s <= 0.5f) return b - (1 - 2 * s) * b * (1 - b);
  const float d = b <= 0.25f ? ((16 * b - 12) * b + 4) * b : std::sqrt(b);
  return b + (2 * s - 1) * (d - b);
}

float separable(BlendMode mode, float b, float s) {
  switch (mode) {
    case BlendMode::Multiply:
      return multiply(b, s);
    case BlendMode::Screen:
      return screen(b, s);
    case BlendMode::Overlay:
      return hardLight(s, b);
    case BlendMode::Darken:
      return std::min(b, s);
    case BlendMode::Lighten:
      return std::max(b, s);
    case BlendMode::ColourDodge:
      return colourDodge(b, s);
    case BlendMode::ColourBurn:
      return colourBurn(b, s);
    case BlendMode::HardLight:
      return hardLight(b, s);
    case BlendMode::SoftLight:
      return softLight(b, s);
    case BlendMode::Difference:
      return std::fabs(b - s);
    default:
      return s;
  }
}

float luminosity(const Colour& c) {
  return 0.3f * c.r + 0.59f * c.g + 0.11f * c.b;
}
float lowest(const Colour& c) {
  return std::min({c.r, c.g, c.b});
}
float highest(const Colour& c) {
  return std::max({c.r, c.g, c.b});
}

Colour clipped(Colour c) {
  const float l = luminosity(c), n = lowest(c), x = highest(c);
  for (float* v : {&c.r, &c.g, &c.b}) {
    if (n < 0) *v = l + (*v - l) * l / (l - n);
    if (x > 1) *v = l + (*v - l) * (1 - l) / (x - l);
  }
  return c;
}

Colour withLuminosity(const Colour& c, float l) {
  const float d = l - luminosity(c);
  return clipped({c.r + d, c.g + d, c.b + d});
}

Colour withSaturation(const Colour& c, float saturation) {
  const float n = lowest(c), range = highest(c) - n;
  if (range <= 0) return {};
  const float scale = saturation / range;
  return {(c.r - n) * scale, (c.g - n) * scale, (c.b - n) * scale};
}

float saturationOf(const Colour& c) {
  return highest(c) - lowest(c);
}

Colour blendColours(BlendMode mode, const Colour& b, const Colour& s) {
  switch (mode) {
    case BlendMode::Hue:
      return withLuminosity(withSaturation(s, saturationOf(b)), luminosity(b));
    case BlendMode::Saturation:
      return withLuminosity(withSaturation(b, saturationOf(s)), luminosity(b));
    case BlendMode::Colour:
      return withLuminosity(s, luminosity(b));
    case BlendMode::Luminosity:
      return withLuminosity(b, luminosity(s));
    default:
      return {separable(mode, b.r, s.r), separable(mode, b.g, s.g), separable(mode, b.b, s.b)};
  }
}

/// The formula of the header, for one pixel, in floating point.
template <typename Sample>
void blendPixel(const Sample* above, Sample* below, float alpha, BlendMode mode) {
  constexpr float kMax = std::numeric_limits<Sample>::max();
  const float as = alpha / kMax, ab = below[3] / kMax;
  if (mode == BlendMode::Add) {
    const float ao = std::min(as + ab, 1.0f);
    for (int c = 0; c < 3; ++c)
      below[c] = static_cast<Sample>(std::min((above[c] * as + below[c] * ab) / ao, kMax) + 0.5f);
    below[3] = static_cast<Sample>(ao * kMax + 0.5f);
    return;
  }
  const float ao = as + ab * (1 - as);
  const Colour s{above[0] / kMax, above[1] / kMax, above[2] / kMax};
  const Colour b{below[0] / kMax, below[1] / kMax, below[2] / kMax};
  const Colour mixed = blendColours(mode, b, s);
  const auto channel = [&](float cs, float cb, float blended) {
    const float co = cs * as * (1 - ab) + cb * ab * (1 - as) + as * ab * blended;
    return static_cast<Sample>(std::clamp(co / ao, 0.0f, 1.0f) * kMax + 0.5f);
  };
  below[0] = channel(s.r, b.r, mixed.r);
  below[1] = channel(s.g, b.g, mixed.g);
  below[2] = channel(s.b, b.b, mixed.b);
  below[3] = static_cast<Sample>(ao * kMax + 0.5f);
}

template <typename Sample>
void blendRow(const Sample* above, Sample* below, size_t count, BlendMode mode, double opacity) {
  constexpr uint64_t kMax = std::numeric_limits<Sample>::max();
  const uint64_t share = static_cast<uint64_t>(std::lround(std::clamp(opacity, 0.0, 1.0) * 65535));
  for (size_t i = 0; i < count; ++i, above += 4, below += 4) {
    const uint64_t a = (above[3] * share + 32767) / 65535;
    if (a == 0) continue;
    if (mode == BlendMode::Normal && (a == kMax || below[3] == 0)) {
      std::copy_n(above, 3, below);
      below[3] = static_cast<Sample>(a);
    } else if (mode == BlendMode::Normal && below[3] == kMax) {
      for (int c = 0; c < 3; ++c)
        below[c] = static_cast<Sample>((above[c] * a + below[c] * (kMax - a) + kMax / 2) / kMax);
    } else {
      blendPixel(above, below, static_cast<float>(a), mode);
    }
  }
}

constexpr std::array<std::string_view, kBlendModes.size()> kCompositeOps = {
    "svg:src-over",   "svg:multiply",   "svg:screen",      "svg:overlay",
    "svg:darken",     "svg:lighten",    "svg:color-dodge", "svg:color-burn",
    "svg:hard-light", "svg:soft-light", "svg:difference",  "svg:plus",
    "svg:hue",        "svg:saturation", "svg:color",       "svg:luminosity"};

}  // namespace

std::string_view compositeOp(BlendMode mode) noexcept {
  return kCompositeOps[static_cast<size_t>(mode)];
}

BlendMode blendModeFromCompositeOp(std::string_view operation) noexcept {
  const auto found = std::ranges::find(kCompositeOps, operation);
  return found == kCompositeOps.end() ? BlendMode::Normal
                                      : kBlendModes[found - kCompositeOps.begin()];
}

void blendOver(const std::byte* above, std::byte* below, size_t count, BitDepth depth,
               BlendMode mode, double opacity) {
  if (depth == BitDepth::Eight)
    blendRow(reinterpret_cast<const uint8_t*>(above), reinterpret_cast<uint8_t*>(below), count,
             mode, opacity);
  else
    blendRow(reinterpret_cast<const uint16_t*>(above), reinterpret_cast<uint16_t*>(below), count,
             mode, opacity);
}

}  // namespace pentimento

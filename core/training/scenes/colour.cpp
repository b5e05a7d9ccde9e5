#include "core/training/scenes/colour.h"

#include <algorithm>

namespace pentimento::scenes {
namespace {

struct NamedColour {
  std::string_view word;
  Rgb rgb;
};

constexpr std::array<NamedColour, kColourCount> kColours{{
    {"red", {0.85f, 0.14f, 0.13f}},
    {"orange", {0.96f, 0.53f, 0.12f}},
    {"yellow", {0.98f, 0.83f, 0.16f}},
    {"green", {0.16f, 0.62f, 0.24f}},
    {"teal", {0.10f, 0.60f, 0.62f}},
    {"blue", {0.16f, 0.36f, 0.84f}},
    {"purple", {0.50f, 0.24f, 0.70f}},
    {"pink", {0.95f, 0.55f, 0.70f}},
    {"brown", {0.48f, 0.29f, 0.16f}},
    {"white", {0.94f, 0.94f, 0.92f}},
    {"gray", {0.55f, 0.56f, 0.58f}},
    {"black", {0.12f, 0.12f, 0.14f}},
}};

}  // namespace

std::string_view wordFor(ColourName colour) noexcept {
  return kColours[static_cast<size_t>(colour)].word;
}

Rgb rgbOf(ColourName colour) noexcept {
  return kColours[static_cast<size_t>(colour)].rgb;
}

Rgb jittered(ColourName colour, Random& random) noexcept {
  const Rgb base = rgbOf(colour);
  const float light = random.between(-0.05f, 0.05f);
  const auto channel = [&](float value) {
    return std::clamp(value + light + random.between(-0.025f, 0.025f), 0.0f, 1.0f);
  };
  return {channel(base.r), channel(base.g), channel(base.b)};
}

}  // namespace pentimento::scenes

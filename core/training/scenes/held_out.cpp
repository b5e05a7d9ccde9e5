#include "core/training/scenes/held_out.h"

#include <algorithm>

namespace pentimento::scenes {
namespace {

/// One combination in `share` is held out.
bool drawn(std::initializer_list<std::string_view> words, uint64_t share) {
  uint64_t hash = 0;
  for (const std::string_view word : words) hash = mixBits(hash ^ hashText(word));
  return hash % share == 0;
}

}  // namespace

bool isHeldOut(Kind kind, ColourName colour) noexcept {
  return factsOf(kind).colourful && drawn({factsOf(kind).word, wordFor(colour)}, 12);
}

bool isHeldOut(Kind kind, Style style) noexcept {
  return style != Style::Photo && drawn({factsOf(kind).word, wordFor(style)}, 12);
}

bool isHeldOut(Kind kind, ColourName colour, ColourName support) noexcept {
  if (factsOf(kind).placement != Placement::Table || !factsOf(kind).colourful) return false;
  if (kind == Kind::Ball && colour == ColourName::Green && support == ColourName::Yellow)
    return true;
  return drawn({factsOf(kind).word, wordFor(colour), "on", wordFor(support)}, 9);
}

bool isHeldOut(const Scene& scene) noexcept {
  return std::ranges::any_of(scene.things, [&](const Thing& thing) {
    return isHeldOut(thing.kind, thing.colour) || isHeldOut(thing.kind, scene.style) ||
           (scene.family == Family::Tabletop && isHeldOut(thing.kind, thing.colour, scene.floor));
  });
}

}  // namespace pentimento::scenes

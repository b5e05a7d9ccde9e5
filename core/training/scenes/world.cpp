#include "core/training/scenes/world.h"

#include <algorithm>

namespace pentimento::scenes {
namespace {

constexpr std::array<KindFacts, kKindCount> kKinds = [] {
  using enum Kind;
  using enum Placement;
  using enum ColourName;
  return std::array<KindFacts, kKindCount>{{
      {Couch, "couch", {"sofa", "settee"}, Floor, 0.62f, 0.30f, true, Red},
      {Armchair, "armchair", {"easy chair"}, Floor, 0.36f, 0.34f, true, Blue},
      {Bed, "bed", {}, Floor, 0.62f, 0.36f, true, Blue},
      {Desk, "desk", {"writing desk"}, Floor, 0.50f, 0.28f, false, Brown},
      {Chair, "chair", {"wooden chair"}, Floor, 0.22f, 0.38f, true, Brown},
      {Bookshelf, "bookshelf", {"bookcase"}, Floor, 0.32f, 0.54f, false, Brown},
      {Lamp, "floor lamp", {"standing lamp", "lamp"}, Floor, 0.20f, 0.56f, true, Yellow},
      {Plant, "plant", {"potted plant", "houseplant"}, Floor, 0.24f, 0.42f, false, Green},
      {Television, "television", {"tv", "tv set"}, Floor, 0.44f, 0.38f, false, Black},
      {Rug, "rug", {"carpet"}, Floor, 0.66f, 0.13f, true, Red},
      {Cat, "cat", {"kitty"}, Floor, 0.24f, 0.30f, true, Orange},
      {Dog, "dog", {"puppy"}, Floor, 0.34f, 0.30f, true, Brown},
      {Picture, "picture", {"painting", "framed picture"}, Wall, 0.26f, 0.22f, false, Brown},
      {Window, "window", {}, Wall, 0.28f, 0.32f, false, White},
      {Clock, "clock", {"wall clock"}, Wall, 0.18f, 0.18f, true, White},
      {Bus, "school bus", {"bus"}, Placement::Outdoors, 0.72f, 0.36f, true, Yellow},
      {Car, "car", {"automobile"}, Placement::Outdoors, 0.52f, 0.22f, true, Red},
      {Truck, "truck", {"lorry"}, Placement::Outdoors, 0.62f, 0.34f, true, Blue},
      {House, "house", {"cottage"}, Placement::Outdoors, 0.48f, 0.46f, true, White},
      {Tree, "tree", {}, Placement::Outdoors, 0.36f, 0.54f, false, Green},
      {PineTree, "pine tree", {"fir", "pine"}, Placement::Outdoors, 0.28f, 0.56f, false, Green},
      {Tornado,
       "tornado",
       {"twister", "whirlwind"},
       Placement::Outdoors,
       0.44f,
       0.72f,
       false,
       Gray},
      {Boat, "sailboat", {"boat", "sailing boat"}, Placement::Outdoors, 0.42f, 0.50f, true, White},
      {Flower, "flower", {"blossom"}, Placement::Outdoors, 0.24f, 0.46f, true, Red},
      {Tent, "tent", {}, Placement::Outdoors, 0.46f, 0.32f, true, Orange},
      {Butterfly, "butterfly", {}, Sky, 0.32f, 0.28f, true, Orange},
      {Bird, "bird", {}, Sky, 0.28f, 0.22f, true, Blue},
      {Balloon, "hot air balloon", {"balloon"}, Sky, 0.30f, 0.42f, true, Red},
      {Ball, "ball", {"sphere"}, Table, 0.36f, 0.36f, true, Red},
      {Cube, "cube", {"box", "block"}, Table, 0.36f, 0.36f, true, Blue},
      {Cone, "cone", {}, Table, 0.32f, 0.42f, true, Orange},
      {Pyramid, "pyramid", {}, Table, 0.44f, 0.36f, true, Yellow},
      {Apple, "apple", {}, Table, 0.32f, 0.36f, true, Red},
      {Cup, "cup", {"mug", "coffee cup"}, Table, 0.36f, 0.30f, true, White},
      {Vase, "vase", {"flower vase"}, Table, 0.28f, 0.50f, true, Blue},
      {Candle, "candle", {}, Table, 0.14f, 0.44f, true, White},
      {Book, "book", {}, Table, 0.46f, 0.16f, true, Green},
      {Bottle, "bottle", {}, Table, 0.18f, 0.52f, true, Green},
      {Banana, "banana", {}, Table, 0.44f, 0.26f, false, Yellow},
      {Teapot, "teapot", {"tea pot"}, Table, 0.48f, 0.34f, true, White},
  }};
}();

template <typename Enum, size_t N>
std::string_view lookUp(const std::array<std::string_view, N>& words, Enum value) {
  return words[static_cast<size_t>(value)];
}

}  // namespace

const KindFacts& factsOf(Kind kind) noexcept {
  return kKinds[static_cast<size_t>(kind)];
}

std::span<const KindFacts> allKinds() noexcept {
  return kKinds;
}

Family familyOf(Placement placement) noexcept {
  switch (placement) {
    case Placement::Floor:
    case Placement::Wall:
      return Family::Room;
    case Placement::Outdoors:
    case Placement::Sky:
      return Family::Outdoor;
    case Placement::Table:
      break;
  }
  return Family::Tabletop;
}

std::optional<Kind> kindFromWord(std::string_view word) noexcept {
  for (const KindFacts& facts : kKinds)
    if (facts.word == word || std::ranges::find(facts.synonyms, word) != facts.synonyms.end())
      if (!word.empty()) return facts.kind;
  return std::nullopt;
}

std::string_view wordFor(Family family) noexcept {
  static constexpr std::array<std::string_view, kFamilyCount> words{"room", "outdoor", "tabletop"};
  return lookUp(words, family);
}

std::string_view wordFor(Style style) noexcept {
  static constexpr std::array<std::string_view, kStyleCount> words{
      "photo", "cartoon", "noir", "watercolor", "oil painting", "pixel art"};
  return lookUp(words, style);
}

std::string_view wordFor(DayTime time) noexcept {
  static constexpr std::array<std::string_view, kDayTimeCount> words{"morning", "day", "sunset",
                                                                     "night", "storm"};
  return lookUp(words, time);
}

std::string_view wordFor(Ground ground) noexcept {
  static constexpr std::array<std::string_view, kGroundCount> words{"meadow", "road", "parking lot",
                                                                    "beach",  "snow", "field"};
  return lookUp(words, ground);
}

}  // namespace pentimento::scenes

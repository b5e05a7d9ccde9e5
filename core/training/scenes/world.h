/// What the procedural world is made of: kinds, styles, places, and a scene as a value.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/training/scenes/colour.h"

namespace pentimento::scenes {

enum class Family : uint8_t { Room, Outdoor, Tabletop };
enum class Style : uint8_t { Photo, Cartoon, Noir, Watercolor, Oil, PixelArt };
enum class DayTime : uint8_t { Morning, Day, Sunset, Night, Storm };
enum class Ground : uint8_t { Meadow, Road, ParkingLot, Beach, Snow, Field };
enum class Placement : uint8_t { Floor, Wall, Outdoors, Sky, Table };
inline constexpr int kFamilyCount = 3, kStyleCount = 6, kDayTimeCount = 5, kGroundCount = 6;

enum class Kind : uint8_t {
  Couch,
  Armchair,
  Bed,
  Desk,
  Chair,
  Bookshelf,
  Lamp,
  Plant,
  Television,
  Rug,
  Cat,
  Dog,
  Picture,
  Window,
  Clock,
  Bus,
  Car,
  Truck,
  House,
  Tree,
  PineTree,
  Tornado,
  Boat,
  Flower,
  Tent,
  Butterfly,
  Bird,
  Balloon,
  Ball,
  Cube,
  Cone,
  Pyramid,
  Apple,
  Cup,
  Vase,
  Candle,
  Book,
  Bottle,
  Banana,
  Teapot
};
inline constexpr int kKindCount = 40;

/// What is known of a kind before it is drawn.
struct KindFacts {
  Kind kind;
  std::string_view word;
  std::array<std::string_view, 3> synonyms;  ///< of the word; empty when there are fewer
  Placement placement;
  float width;       ///< of the picture, at size 1
  float height;      ///< likewise
  bool colourful;    ///< its colour is free and worth mentioning
  ColourName usual;  ///< what it has otherwise
};
[[nodiscard]] const KindFacts& factsOf(Kind kind) noexcept;
[[nodiscard]] std::span<const KindFacts> allKinds() noexcept;
[[nodiscard]] Family familyOf(Placement placement) noexcept;
/// @returns nothing for a word that names no kind
[[nodiscard]] std::optional<Kind> kindFromWord(std::string_view word) noexcept;

[[nodiscard]] std::string_view wordFor(Family family) noexcept;
[[nodiscard]] std::string_view wordFor(Style style) noexcept;
[[nodiscard]] std::string_view wordFor(DayTime time) noexcept;
[[nodiscard]] std::string_view wordFor(Ground ground) noexcept;

/// A rectangle in units of the picture's side.
struct Box {
  float x = 0, y = 0, width = 0, height = 0;
  [[nodiscard]] float right() const noexcept { return x + width; }
  [[nodiscard]] float bottom() const noexcept { return y + height; }
  [[nodiscard]] float centreX() const noexcept { return x + width / 2; }
};

/// One thing in a scene. Everything that is random about it follows from `variation`, so that it
/// looks the same whatever else is in the picture.
struct Thing {
  Kind kind = Kind::Ball;
  ColourName colour = ColourName::Red;
  Box box;
  bool flipped = false;
  uint64_t variation = 0;
};

/// Everything that determines a picture, at any resolution.
struct Scene {
  Family family = Family::Room;
  Style style = Style::Photo;
  DayTime time = DayTime::Day;
  Ground ground = Ground::Meadow;
  ColourName wall = ColourName::White;   ///< Room, and what is behind a table
  ColourName floor = ColourName::Brown;  ///< Room: floor; Tabletop: the table
  bool lightFromLeft = true;
  float horizon = 0.7f;   ///< where floor, table or ground begins
  uint64_t backdrop = 0;  ///< variation of the surroundings
  bool mirroredBackdrop = false;
  std::vector<Thing> things;  ///< back to front
};

}  // namespace pentimento::scenes

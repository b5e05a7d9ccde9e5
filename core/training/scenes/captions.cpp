#include "core/training/scenes/captions.h"

#include <fmt/format.h>

#include <algorithm>

namespace pentimento::scenes {
namespace {

using Words = std::initializer_list<const char*>;

std::string oneOf(Random& random, Words words) {
  return words.begin()[random.below(static_cast<int>(words.size()))];
}

std::string noun(Kind kind, Random& random) {
  const KindFacts& facts = factsOf(kind);
  const auto known = std::ranges::count_if(facts.synonyms, [](auto word) { return !word.empty(); });
  if (known == 0 || random.chance(0.6f)) return std::string(facts.word);
  return std::string(facts.synonyms[static_cast<size_t>(random.below(static_cast<int>(known)))]);
}

std::string plural(const std::string& word) {
  if (word.ends_with("y") && !word.ends_with("ay") && !word.ends_with("ey"))
    return word.substr(0, word.size() - 1) + "ies";
  if (word.ends_with("s") || word.ends_with("x") || word.ends_with("h")) return word + "es";
  if (word.ends_with("shelf")) return word.substr(0, word.size() - 1) + "ves";
  return word + "s";
}

bool colourShows(const Thing& thing, Style style) {
  return style != Style::Noir && factsOf(thing.kind).colourful;
}

std::string coloured(const std::string& noun, ColourName colour, bool withColour) {
  return withColour ? fmt::format("{} {}", wordFor(colour), noun) : noun;
}

std::string position(const Thing& thing, Random& random) {
  const float x = thing.box.centreX();
  if (x < 0.38f) return oneOf(random, {"on the left", "on the left side", "at the left"});
  if (x > 0.62f) return oneOf(random, {"on the right", "on the right side", "at the right"});
  return oneOf(random, {"in the middle", "in the center"});
}

/// "a red ball to the left of a blue cube", "two cats", "a bus and a tree" ...
std::string relation(const Thing& a, const Thing& b, Style style, Random& random) {
  const bool say = random.chance(0.85f);
  const bool colourA = say && colourShows(a, style), colourB = say && colourShows(b, style);
  if (a.kind == b.kind && (a.colour == b.colour || !colourA))
    return fmt::format("two {}", coloured(plural(noun(a.kind, random)), a.colour, colourA));
  if (a.kind == Kind::Tornado || b.kind == Kind::Tornado) {
    const Thing& storm = a.kind == Kind::Tornado ? a : b;
    const Thing& other = a.kind == Kind::Tornado ? b : a;
    const bool flies = factsOf(other.kind).placement == Placement::Sky;
    const std::string verb = flies ? oneOf(random, {"trying to escape", "escaping",
                                                    "flying away from", "fleeing", "next to"})
                                   : oneOf(random, {"near", "next to", "and", "threatened by"});
    return fmt::format("{} {} {}", nounPhrase(other, say && colourShows(other, style), random),
                       verb, nounPhrase(storm, false, random));
  }
  const float distance = b.box.centreX() - a.box.centreX();
  std::string how = oneOf(random, {"and", "next to", "beside", "with"});
  if (std::abs(distance) > 0.16f && random.chance(0.5f))
    how = distance > 0 ? oneOf(random, {"to the left of", "left of", "on the left of"})
                       : oneOf(random, {"to the right of", "right of", "on the right of"});
  return fmt::format("{} {} {}", nounPhrase(a, colourA, random), how,
                     nounPhrase(b, colourB, random));
}

std::string subjects(const Scene& scene, const std::vector<bool>& visible, Random& random) {
  std::vector<const Thing*> things;
  for (size_t i = 0; i < scene.things.size(); ++i)
    if (visible[i]) things.push_back(&scene.things[i]);
  if (things.empty()) return {};
  for (size_t i = things.size() - 1; i > 0; --i)
    std::swap(things[i], things[static_cast<size_t>(random.below(static_cast<int>(i) + 1))]);
  if (things.size() >= 3 && random.chance(0.3f)) things.resize(2);
  if (things.size() == 1) {
    const bool colour = colourShows(*things[0], scene.style) && random.chance(0.9f);
    std::string phrase = nounPhrase(*things[0], colour, random);
    if (random.chance(0.25f)) phrase += " " + position(*things[0], random);
    return phrase;
  }
  if (things.size() == 2) return relation(*things[0], *things[1], scene.style, random);
  std::string list = nounPhrase(*things[0], colourShows(*things[0], scene.style), random);
  for (size_t i = 1; i < things.size(); ++i)
    list += (i + 1 == things.size() ? " and " : ", ") +
            nounPhrase(*things[i], colourShows(*things[i], scene.style), random);
  return list;
}

/// What a room is for, as its furniture tells; nothing when it does not.
std::string_view purposeOf(const Scene& scene) {
  const auto holds = [&](Kind kind) {
    return std::ranges::any_of(scene.things, [&](const Thing& t) { return t.kind == kind; });
  };
  if (holds(Kind::Bed)) return "bedroom";
  if (holds(Kind::Couch) || holds(Kind::Armchair) || holds(Kind::Television)) return "living room";
  if (holds(Kind::Desk) || holds(Kind::Bookshelf)) return "study";
  return {};
}

std::string roomPlace(const Scene& scene, Random& random) {
  const bool colours = scene.style != Style::Noir;
  const std::string wall(wordFor(scene.wall)), floor(wordFor(scene.floor));
  const std::string_view purpose = purposeOf(scene);
  const bool sayPurpose = random.chance(0.6f) && !purpose.empty();
  const std::string room(sayPurpose ? purpose : "room");
  if (!colours || random.chance(0.3f)) return withArticle(room);
  switch (random.below(4)) {
    case 0:
      return withArticle(fmt::format("{} {}", wall, room));
    case 1:
      return fmt::format("a {} with {} walls and {} floor", room, wall, withArticle(floor));
    case 2:
      return fmt::format("a {} with {} floor", room, withArticle(floor));
    default:
      return fmt::format("a {} with {} walls", room, wall);
  }
}

std::string outdoorPlace(const Scene& scene, Random& random) {
  switch (scene.ground) {
    case Ground::Meadow:
      return oneOf(random, {"in a meadow", "on the grass",
                            scene.style == Style::Noir ? "on a meadow" : "on a green meadow"});
    case Ground::Road:
      return oneOf(random, {"on a road", "on the street"});
    case Ground::ParkingLot:
      return oneOf(random, {"in a parking lot", "parked in a parking lot", "on a parking lot"});
    case Ground::Beach:
      return oneOf(random, {"on the sea", "on the water", "by the beach"});
    case Ground::Snow:
      return oneOf(random, {"in the snow", "in a snowy field", "in winter"});
    case Ground::Field:
      break;
  }
  return oneOf(random, {"in a field", "over a field", "in a wheat field"});
}

std::string timePhrase(DayTime time, bool colours, Random& random) {
  switch (time) {
    case DayTime::Morning:
      return oneOf(random, {"in the morning", "at dawn"});
    case DayTime::Day:
      return oneOf(random, {"on a sunny day", colours ? "under a blue sky" : "under a clear sky",
                            "during the day"});
    case DayTime::Sunset:
      return oneOf(random, {"at sunset", "in the evening"});
    case DayTime::Night:
      return oneOf(random, {"at night", "under the stars"});
    case DayTime::Storm:
      break;
  }
  return oneOf(random, {"in a storm", "under dark clouds"});
}

std::string roomSentence(const Scene& scene, const std::string& what, Random& random) {
  const std::string place = roomPlace(scene, random);
  if (what.empty()) {
    if (random.chance(0.5f)) return place;
    const size_t article = place.find(' ');
    return "an empty" + place.substr(article);
  }
  // The furniture that makes a living room need not be named.
  if (!purposeOf(scene).empty() && random.chance(0.15f)) return place;
  switch (random.below(5)) {
    case 0:
      return place.find(" with ") == std::string::npos ? fmt::format("{} with {}", place, what)
                                                       : fmt::format("{} in {}", what, place);
    case 1:
      return fmt::format("in {} there is {}", place, what);
    case 2:
      return what;
    default:
      return fmt::format("{} in {}", what, place);
  }
}

std::string outdoorSentence(const Scene& scene, const std::string& what, Random& random) {
  std::string sentence = what;
  const std::string place = outdoorPlace(scene, random),
                    time = timePhrase(scene.time, scene.style != Style::Noir, random);
  const bool sayTime = scene.time == DayTime::Day ? random.chance(0.2f) : random.chance(0.75f);
  if (what.empty()) return fmt::format("a landscape {}", time);
  if (random.chance(0.12f))
    return fmt::format("{} there is {}{}", place.starts_with("parked") ? place.substr(7) : place,
                       what, sayTime ? " " + time : "");
  if (random.chance(0.8f)) sentence += " " + place;
  if (sayTime) sentence += " " + time;
  return sentence;
}

std::string tableSentence(const Scene& scene, const std::string& what, Random& random) {
  const bool colours = scene.style != Style::Noir && random.chance(0.9f);
  const std::string table = withArticle(coloured("table", scene.floor, colours));
  if (what.empty()) return fmt::format("an empty {}", table.substr(table.find(' ') + 1));
  std::string sentence;
  switch (random.below(6)) {
    case 0:
      sentence = fmt::format("{} with {} on it", table, what);
      break;
    case 1:
      sentence = fmt::format("on {} there is {}", table, what);
      break;
    default:
      sentence = fmt::format("{} on {}", what, table);
  }
  if (colours && random.chance(0.15f))
    sentence += fmt::format(" in front of a {} wall", wordFor(scene.wall));
  return sentence;
}

std::string inStyle(const std::string& sentence, Style style, Random& random) {
  switch (style) {
    case Style::Photo:
      return random.chance(0.15f) ? oneOf(random, {"a photo of ", "a picture of "}) + sentence
                                  : sentence;
    case Style::Cartoon:
      return random.chance(0.5f) ? "a cartoon of " + sentence
                                 : sentence + oneOf(random, {", cartoon", ", cartoon style"});
    case Style::Noir:
      return random.chance(0.5f)
                 ? oneOf(random, {"a noir photo of ", "a black and white photo of "}) + sentence
                 : sentence + oneOf(random, {", film noir", ", black and white"});
    case Style::Watercolor:
      return random.chance(0.5f)
                 ? oneOf(random, {"a watercolor of ", "a watercolor painting of "}) + sentence
                 : sentence + ", watercolor";
    case Style::Oil:
      return random.chance(0.5f) ? "an oil painting of " + sentence : sentence + ", oil painting";
    case Style::PixelArt:
      break;
  }
  return random.chance(0.5f) ? "pixel art of " + sentence : sentence + ", pixel art";
}

}  // namespace

std::string withArticle(const std::string& noun) {
  const bool vowel =
      !noun.empty() && std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + noun;
}

std::string nounPhrase(const Thing& thing, bool withColour, Random& random) {
  return withArticle(coloured(noun(thing.kind, random), thing.colour, withColour));
}

std::string describe(const Scene& scene, const std::vector<bool>& visible, Random& random) {
  const std::string what = subjects(scene, visible, random);
  std::string sentence;
  switch (scene.family) {
    case Family::Room:
      sentence = roomSentence(scene, what, random);
      break;
    case Family::Outdoor:
      sentence = outdoorSentence(scene, what, random);
      break;
    case Family::Tabletop:
      sentence = tableSentence(scene, what, random);
      break;
  }
  return inStyle(sentence, scene.style, random);
}

std::string describeEdit(EditKind edit, const Thing& thing, const Scene& scene, Random& random) {
  const bool colour =
      colourShows(thing, scene.style) && (edit == EditKind::Recolour || random.chance(0.75f));
  const std::string what = nounPhrase(thing, colour, random);
  switch (edit) {
    case EditKind::Add:
    case EditKind::Replace: {
      std::string sentence =
          edit == EditKind::Replace
              ? fmt::format("{} {}",
                            oneOf(random, {"replace it with", "turn it into", "change it to"}),
                            what)
              : fmt::format("{} {}", oneOf(random, {"add", "add", "put", "place", "draw"}), what);
      if (random.chance(0.15f)) sentence += " " + position(thing, random);
      return sentence;
    }
    case EditKind::Remove: {
      const std::string bare = noun(thing.kind, random);
      return fmt::format("{} the {}", oneOf(random, {"remove", "delete", "take away"}), bare);
    }
    case EditKind::Recolour:
      return random.chance(0.5f)
                 ? fmt::format("make it {}", wordFor(thing.colour))
                 : fmt::format("make the {} {}", noun(thing.kind, random), wordFor(thing.colour));
    case EditKind::Restyle:
      break;
  }
  return fmt::format("make it {}", withArticle(std::string(wordFor(scene.style))));
}

}  // namespace pentimento::scenes

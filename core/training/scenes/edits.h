/// Pairs of pictures that differ by one wish, and the masks people would draw for it.
#pragma once

#include <string>

#include "core/training/scenes/captions.h"
#include "core/training/scenes/compose.h"

namespace pentimento::scenes {

/// From one seed: the same scene before and after.
struct EditPair {
  EditKind kind = EditKind::Add;
  Scene before, after;
  Thing thing;              ///< that appears, goes or changes
  Box area;                 ///< what has to be repainted; everything, for Restyle
  std::string instruction;  ///< "add a red couch"
};

[[nodiscard]] EditPair composeEdit(uint64_t seed, EditKind kind, const WorldOptions& options = {});

/// A mask (255 = repaint) that covers `area`, drawn as people do: a box, an ellipse, or strokes of
/// a thick brush, with 8 to 50 % of margin.
[[nodiscard]] Mask drawMask(const Box& area, int size, Random& random);
/// A rectangle anywhere.
[[nodiscard]] Mask randomMask(int size, Random& random);

}  // namespace pentimento::scenes

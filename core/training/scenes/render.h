/// Scene → picture, with the truth about what is in it.
#pragma once

#include <vector>

#include "core/imaging/image.h"
#include "core/training/scenes/world.h"

namespace pentimento::scenes {

/// One thing as it is seen.
struct Instance {
  Thing thing;
  Mask mask;             ///< share of each pixel that it covers visibly
  Rect box;              ///< of the pixels that it covers by half or more; empty when hidden
  bool visible = false;  ///< at least half of what it would cover alone
};

struct Rendering {
  Image picture;                    ///< 8 bit RGB, size × size
  std::vector<Instance> instances;  ///< in the order of `Scene::things`
};

/// Just the picture; the same bytes on every call.
[[nodiscard]] Image renderPicture(const Scene& scene, int size);
/// The picture with masks and boxes.
[[nodiscard]] Rendering render(const Scene& scene, int size);

/// The same scene seen in a mirror: left and right change places, the light with them.
[[nodiscard]] Scene mirrored(Scene scene);

}  // namespace pentimento::scenes

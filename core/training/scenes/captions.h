/// Scene → sentences, as different people would say it.
#pragma once

#include <string>
#include <vector>

#include "core/training/scenes/render.h"

namespace pentimento::scenes {

enum class EditKind : uint8_t { Add, Remove, Replace, Recolour, Restyle };
inline constexpr int kEditKindCount = 5;

/// One caption: some of the facts, in one of several orders and wordings. Only visible things are
/// named, and colours only where the style shows them.
/// @param visible one flag per thing of the scene
[[nodiscard]] std::string describe(const Scene& scene, const std::vector<bool>& visible,
                                   Random& random);
/// What asks for `thing` in words ("add a red couch on the left"), or for its absence.
/// @param scene the scene after the edit
[[nodiscard]] std::string describeEdit(EditKind edit, const Thing& thing, const Scene& scene,
                                       Random& random);

/// "a red couch": with article, and colour where it means something.
[[nodiscard]] std::string nounPhrase(const Thing& thing, bool withColour, Random& random);
[[nodiscard]] std::string withArticle(const std::string& noun);

}  // namespace pentimento::scenes

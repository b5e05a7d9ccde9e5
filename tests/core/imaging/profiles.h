/// ICC profiles for tests.
#pragma once

#include <string>

namespace pentimento::profiles {

/// Adobe RGB (1998): the sRGB red and blue, a much greener green, gamma 2.2.
[[nodiscard]] std::string wideGamut();
[[nodiscard]] std::string sRgb();

enum class Ways { Away, Both };
/// RGB that is taken as Lab, told by tables for the perceptual intent alone: away from the picture
/// only (as scanners' profiles may be), or back as well.
[[nodiscard]] std::string tables(Ways ways);

}  // namespace pentimento::profiles

/// Masks from picture files.
#pragma once

#include <filesystem>
#include <string>

#include "core/imaging/image.h"

namespace pentimento {

enum class MaskConvention {
  WhiteIsEdit,  ///< as A1111, diffusers and Krita: luminance, times alpha where there is alpha
  DalleAlpha,   ///< as OpenAI's Images API: transparent = edit, and only alpha counts
};

struct MaskFile {
  Mask mask;
  std::string note;  ///< a sentence for the user when nothing or everything is masked, else empty
  bool looksInverted = false;  ///< more than half and nearly all of the border masked, but not all
};

/// 8 and 16 bit (rounded), grey, colour, palette, any format of codec.h.
/// @throws Error(InvalidInput) for DalleAlpha on a file without alpha
[[nodiscard]] MaskFile maskFromImage(const Image& image, MaskConvention convention);

/// @throws as readImage and maskFromImage
[[nodiscard]] MaskFile readMask(const std::filesystem::path& path, MaskConvention convention);

}  // namespace pentimento

/// The few EXIF entries that matter to us, in raw TIFF-structured blocks (without "Exif\0\0"). What
/// cannot be read counts as absent; nothing here throws for a damaged block.
#pragma once

#include <string>
#include <string_view>

namespace pentimento {

/// 1 (upright) to 8, as TIFF 6.0 numbers them; 1 when not stated.
[[nodiscard]] int exifOrientation(std::string_view exif);

/// The block with its orientation, if it states one, set to upright.
[[nodiscard]] std::string withUprightOrientation(std::string exif);

/// UserComment as UTF-8; empty when there is none. A1111 and its kin keep `parameters` here.
[[nodiscard]] std::string exifUserComment(std::string_view exif);

/// The block with this UserComment ("UNICODE\0" and UTF-16, big endian as piexif writes it). All
/// other entries stay, and stay where they are, so maker notes remain readable. An empty or
/// damaged block is replaced by one that holds the comment alone.
[[nodiscard]] std::string withExifUserComment(std::string_view exif, std::string_view utf8);

}  // namespace pentimento

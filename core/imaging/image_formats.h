/// One decoder and one encoder per format; for codec.cpp, which everybody else uses.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/imaging/codec.h"

namespace pentimento::formats {

using Bytes = std::span<const std::byte>;

[[nodiscard]] Image decodePng(Bytes bytes, std::string_view name);
[[nodiscard]] Image decodeJpeg(Bytes bytes, std::string_view name);
[[nodiscard]] Image decodeWebp(Bytes bytes, std::string_view name);
[[nodiscard]] Image decodeTiff(Bytes bytes, std::string_view name);

[[nodiscard]] std::vector<std::byte> encodePng(const Image& image,
                                               const ImageWriteOptions& options);
[[nodiscard]] std::vector<std::byte> encodeJpeg(const Image& image,
                                                const ImageWriteOptions& options);
[[nodiscard]] std::vector<std::byte> encodeWebp(const Image& image,
                                                const ImageWriteOptions& options);
[[nodiscard]] std::vector<std::byte> encodeTiff(const Image& image,
                                                const ImageWriteOptions& options);

/// Compressed metadata may unfold to this much in all, and a profile or EXIF block may be so large.
inline constexpr size_t kMaxMetadataBytes = size_t{16} << 20;

/// @throws Error(InvalidInput) for sizes beyond the limits of codec.h
void requireDecodableSize(int64_t width, int64_t height, std::string_view name);

/// @throws Error(CorruptFile) that the file is cut off or damaged
[[noreturn]] void throwDamaged(std::string_view name, std::string_view detail);

/// Applies and clears the orientation that `metadata.exif` states, and mirrors a UserComment into
/// the texts.
[[nodiscard]] Image finishedDecoding(Image image);

/// The EXIF block to write for a picture: with "parameters", if it has that text, as UserComment.
[[nodiscard]] std::string exifToWrite(const ImageMetadata& metadata);

[[nodiscard]] inline std::string_view asText(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace pentimento::formats

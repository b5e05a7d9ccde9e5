/// Pictures from files and into files: PNG, JPEG, WebP, TIFF. What a file is, is decided by its
/// content. Sizes are checked before any pixel is decoded; a file that is cut off or damaged is
/// refused with a sentence, never shown in part.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/imaging/image.h"

namespace pentimento {

enum class ImageFormat { Png, Jpeg, Webp, Tiff };

[[nodiscard]] std::string_view toString(ImageFormat format) noexcept;  ///< "PNG" ...

/// What the bytes are, by their first ones; nothing when they are none of ours.
[[nodiscard]] std::optional<ImageFormat> detectImageFormat(
    std::span<const std::byte> bytes) noexcept;
/// What a file name asks for (.png .jpg .jpeg .jpe .webp .tif .tiff, any case).
/// @throws Error(InvalidInput) naming the extensions for another
[[nodiscard]] ImageFormat imageFormatFor(const std::filesystem::path& path);

/// No side of a picture is longer, and its area is at most `Image::kMaxPixels`.
inline constexpr int kMaxImageSide = 32768;

/// Keeps depth (8 or 16; fewer bits become 8), grey, alpha (straight), profile, EXIF, XMP, PNG
/// texts and resolution. The EXIF orientation is applied to the pixels and then set to upright. A
/// JPEG's or WebP's EXIF UserComment also appears as the text "parameters". CMYK, floating-point
/// and animated pictures are refused in words.
/// @param name stands for the file in errors
/// @throws Error(CorruptFile, InvalidInput)
[[nodiscard]] Image decodeImage(std::span<const std::byte> bytes, std::string_view name);
/// @throws as decodeImage; Error(NotFound, Io)
[[nodiscard]] Image readImage(const std::filesystem::path& path);

/// The metadata of a PNG without decoding its pixels, so that histories can be rebuilt quickly.
/// @throws Error(CorruptFile)
[[nodiscard]] ImageMetadata decodePngMetadata(std::span<const std::byte> bytes,
                                              std::string_view name);

/// How deep a PNG's samples become (see `decodeImage`), without decoding its pixels.
/// @throws Error(CorruptFile)
[[nodiscard]] BitDepth decodePngDepth(std::span<const std::byte> bytes, std::string_view name);

struct ImageWriteOptions {
  int quality = 92;       ///< JPEG and lossy WebP, 1 to 100; colours are halved below 90
  bool lossless = false;  ///< WebP
  int compression = 6;    ///< PNG and TIFF: 0 (none, fast) to 9
};

/// PNG keeps everything; TIFF keeps pixels, profile, XMP, resolution and one text ("parameters",
/// else "Description"); JPEG and WebP are 8 bit, and JPEG has no alpha (over white). The text
/// "parameters" goes into a JPEG's or WebP's EXIF UserComment.
/// @throws Error(InvalidInput) when the format cannot hold the picture (WebP ends at 16383 pixels a
/// side) or its metadata (64 KB each in JPEG)
[[nodiscard]] std::vector<std::byte> encodeImage(const Image& image, ImageFormat format,
                                                 const ImageWriteOptions& options = {});
/// In the format of the name, atomically. @throws as encodeImage, imageFormatFor,
/// writeFileAtomically
void writeImage(const std::filesystem::path& path, const Image& image,
                const ImageWriteOptions& options, IfExists ifExists);

}  // namespace pentimento

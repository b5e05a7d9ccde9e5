/// A PNG as a list of chunks, and the metadata among them. libpng is left the pixels only: its
/// limits hold per chunk, and a file may have a thousand.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/imaging/image_formats.h"

namespace pentimento::formats {

struct PngChunk {
  std::string_view type;  ///< four letters
  std::string_view data;
  std::string_view whole;  ///< length, type, data and checksum
  [[nodiscard]] bool critical() const { return type[0] >= 'A' && type[0] <= 'Z'; }
};

/// All chunks from IHDR to IEND; what follows IEND is ignored.
/// @throws Error(CorruptFile) when the file ends before IEND or breaks the structure
[[nodiscard]] std::vector<PngChunk> pngChunks(Bytes bytes, std::string_view name);

/// Profile, texts, EXIF, XMP, resolution and copyable foreign chunks. Chunks whose checksum is
/// wrong are left out. @throws Error(CorruptFile) when they unfold to more than kMaxMetadataBytes
[[nodiscard]] ImageMetadata pngMetadata(const std::vector<PngChunk>& chunks, std::string_view name);

/// The chunks (type, data) that hold the metadata, in the order to write them before the pixels.
/// Texts become tEXt where Latin-1 can hold them, else iTXt.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> pngMetadataChunks(
    const ImageMetadata& metadata);

}  // namespace pentimento::formats

/// libtiff over memory. Only for the two TIFF sources.
#pragma once

#include <tiffio.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pentimento::formats {

/// A file in memory for libtiff to read or write, and what it complained about last.
struct TiffMemory {
  const std::byte* source = nullptr;         ///< to read; else
  std::vector<std::byte>* target = nullptr;  ///< to write
  uint64_t size = 0;
  uint64_t position = 0;
  std::string complaint;
};

using TiffFile = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

/// @return an empty pointer when libtiff refuses; `memory.complaint` says why
[[nodiscard]] TiffFile openTiff(TiffMemory& memory, const char* mode);

/// Which text of `ImageMetadata` an ImageDescription is: "parameters" when it reads like generation
/// settings, else "Description".
[[nodiscard]] std::string_view tiffDescriptionKey(std::string_view description) noexcept;

}  // namespace pentimento::formats

/// Pictures and masks as values: pixels, and what must not be lost on the way (profile, metadata).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/values.h"

namespace pentimento {

enum class BitDepth : uint8_t { Eight = 8, Sixteen = 16 };

/// The value is the number of channels.
enum class ChannelLayout : uint8_t { Gray = 1, GrayAlpha = 2, Rgb = 3, Rgba = 4 };

/// What travels with the pixels through every edit and is written back unchanged.
struct ImageMetadata {
  std::string iccProfile;  ///< raw ICC bytes; empty = sRGB
  std::vector<std::pair<std::string, std::string>>
      texts;                 ///< PNG keyword → UTF-8 text, in file order
  std::string exif;          ///< raw TIFF-structured block, without "Exif\0\0"
  std::string xmp;           ///< raw XMP packet
  double pixelsPerInch = 0;  ///< 0 = not stated
  std::vector<std::pair<std::string, std::string>>
      pngChunks;  ///< chunks (type, data) unknown to us that their format allows to be copied
  bool operator==(const ImageMetadata&) const = default;

  /// The text of the first entry with this keyword, or nullptr.
  [[nodiscard]] const std::string* text(std::string_view keyword) const noexcept;
  /// Replaces all entries of this keyword by one.
  void setText(std::string_view keyword, std::string value);
};

/// A raster of interleaved channels, rows top to bottom without padding, straight (unassociated)
/// alpha, 16-bit samples in native byte order. A value: copies share pixels until one is written
/// (copy on write), so passing images around is cheap.
/// Thread-safety: as std::string; distinct copies may be used on distinct threads.
class Image {
 public:
  Image() = default;
  /// All samples 0. @throws Error(InvalidInput) for an empty extent or more than kMaxPixels
  Image(Extent extent, ChannelLayout layout, BitDepth depth);

  static constexpr int64_t kMaxPixels = int64_t{16384} * 16384;

  [[nodiscard]] bool empty() const noexcept { return m_extent.empty(); }
  [[nodiscard]] Extent extent() const noexcept { return m_extent; }
  [[nodiscard]] int width() const noexcept { return m_extent.width; }
  [[nodiscard]] int height() const noexcept { return m_extent.height; }
  [[nodiscard]] ChannelLayout layout() const noexcept { return m_layout; }
  [[nodiscard]] int channels() const noexcept { return static_cast<int>(m_layout); }
  [[nodiscard]] bool hasAlpha() const noexcept { return channels() % 2 == 0; }
  [[nodiscard]] BitDepth depth() const noexcept { return m_depth; }
  [[nodiscard]] size_t bytesPerPixel() const noexcept {
    return channels() * static_cast<size_t>(m_depth) / 8;
  }
  [[nodiscard]] size_t bytesPerRow() const noexcept {
    return bytesPerPixel() * static_cast<size_t>(width());
  }

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept;
  [[nodiscard]] std::span<std::byte> writableBytes();        ///< detaches from copies
  [[nodiscard]] std::span<const uint8_t> row8(int y) const;  ///< depth must be Eight
  [[nodiscard]] std::span<uint8_t> writableRow8(int y);
  [[nodiscard]] std::span<const uint16_t> row16(int y) const;  ///< depth must be Sixteen
  [[nodiscard]] std::span<uint16_t> writableRow16(int y);

  /// Same extent, layout, depth and pixel bytes; metadata is not compared.
  [[nodiscard]] bool samePixels(const Image& other) const noexcept;

  ImageMetadata metadata;

 private:
  Extent m_extent;
  ChannelLayout m_layout = ChannelLayout::Rgb;
  BitDepth m_depth = BitDepth::Eight;
  std::shared_ptr<std::vector<std::byte>> m_pixels;
};

/// Coverage per pixel: 0 = keep, 255 = repaint, between = partly (a strength map). White is the
/// part that changes, as in A1111, diffusers and Krita; the DALL·E alpha convention is converted at
/// the edge.
class Mask {
 public:
  Mask() = default;
  explicit Mask(Extent extent, uint8_t value = 0);  ///< @throws as Image

  [[nodiscard]] bool empty() const noexcept { return m_extent.empty(); }
  [[nodiscard]] Extent extent() const noexcept { return m_extent; }
  [[nodiscard]] int width() const noexcept { return m_extent.width; }
  [[nodiscard]] int height() const noexcept { return m_extent.height; }
  [[nodiscard]] std::span<const uint8_t> values() const noexcept { return m_values; }
  [[nodiscard]] std::span<uint8_t> writableValues() noexcept { return m_values; }
  [[nodiscard]] std::span<const uint8_t> row(int y) const;
  [[nodiscard]] std::span<uint8_t> writableRow(int y);
  [[nodiscard]] Rect bounds() const noexcept;  ///< of all values > 0; empty when there are none
  bool operator==(const Mask&) const = default;

 private:
  Extent m_extent;
  std::vector<uint8_t> m_values;
};

}  // namespace pentimento

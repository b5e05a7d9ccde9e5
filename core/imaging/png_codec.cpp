#include <png.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/base/error.h"
#include "core/imaging/image_formats.h"
#include "core/imaging/png_chunks.h"

namespace pentimento {
namespace formats {
namespace {

/// Bytes that a deflate stream can unfold to, per byte of it.
constexpr uint64_t kDeflateRatio = 1032;

// libpng wants this not to return. An exception passes through its frames as longjmp would, and
// runs the destructors of ours.
[[noreturn]] void onPngError(png_structp png, png_const_charp message) {
  throwDamaged(*static_cast<const std::string*>(png_get_error_ptr(png)), message);
}

void onPngWarning(png_structp, png_const_charp) {}

/// The pixels' chunks one after another, as if the file held nothing else.
class PixelStream {
 public:
  explicit PixelStream(const std::vector<PngChunk>& chunks) {
    for (const PngChunk& chunk : chunks)
      if (chunk.critical() || chunk.type == "tRNS") m_parts.push_back(chunk.whole);
  }

  static void read(png_structp png, png_bytep target, size_t size) {
    auto& self = *static_cast<PixelStream*>(png_get_io_ptr(png));
    while (size > 0) {
      if (self.m_next == self.m_parts.size()) png_error(png, "it ends too early");
      std::string_view& part = self.m_parts[self.m_next];
      const size_t taken = std::min(size, part.size());
      std::memcpy(target, part.data(), taken);
      target += taken;
      size -= taken;
      part.remove_prefix(taken);
      if (part.empty()) ++self.m_next;
    }
  }

 private:
  std::vector<std::string_view> m_parts;
  size_t m_next = 0;
};

class PngReader {
 public:
  PngReader(std::string_view name, PixelStream& stream)
      : m_name(name),
        m_png(png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_name, onPngError, onPngWarning)),
        m_info(m_png ? png_create_info_struct(m_png) : nullptr) {
    if (!m_info) throw std::bad_alloc();
    png_set_read_fn(m_png, &stream, PixelStream::read);
    png_set_sig_bytes(m_png, 8);
    png_set_user_limits(m_png, kMaxImageSide, kMaxImageSide);
  }
  ~PngReader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  Image read() {
    png_read_info(m_png, m_info);
    png_set_expand(m_png);  // palettes, few bits and tRNS become channels of 8 or 16 bits
    if constexpr (std::endian::native == std::endian::little) png_set_swap(m_png);
    const int passes = png_set_interlace_handling(m_png);
    png_read_update_info(m_png, m_info);
    const Extent extent{static_cast<int>(png_get_image_width(m_png, m_info)),
                        static_cast<int>(png_get_image_height(m_png, m_info))};
    const auto layout = static_cast<ChannelLayout>(png_get_channels(m_png, m_info));
    const auto depth = static_cast<BitDepth>(png_get_bit_depth(m_png, m_info));
    std::vector<png_byte> firstRow(png_get_rowbytes(m_png, m_info));
    // Pixels that are garbage show it in the first row, before memory for all of them is taken.
    if (passes == 1) png_read_row(m_png, firstRow.data(), nullptr);
    Image image(extent, layout, depth);
    const auto bytes = image.writableBytes();
    for (int pass = 0; pass < passes; ++pass) {
      if (passes == 1) std::memcpy(bytes.data(), firstRow.data(), firstRow.size());
      for (int y = passes == 1 ? 1 : 0; y < extent.height; ++y)
        png_read_row(m_png, reinterpret_cast<png_bytep>(bytes.data() + y * image.bytesPerRow()),
                     nullptr);
    }
    png_read_end(m_png, nullptr);
    return image;
  }

 private:
  std::string m_name;
  png_structp m_png;
  png_infop m_info;
};

/// @throws Error when the size is not allowed, or the data cannot be all of such a picture
void requirePlausible(const std::vector<PngChunk>& chunks, std::string_view name) {
  const auto numberAt = [&](size_t offset) {
    int64_t value = 0;
    for (size_t i = 0; i < 4; ++i)
      value = value << 8 | static_cast<uint8_t>(chunks.front().data[offset + i]);
    return value;
  };
  const int64_t width = numberAt(0), height = numberAt(4);
  requireDecodableSize(width, height, name);
  constexpr int kChannelsOfType[] = {1, 1, 3, 1, 2, 1, 4};
  const auto bits = static_cast<uint8_t>(chunks.front().data[8]);
  const auto type = static_cast<uint8_t>(chunks.front().data[9]);
  if (type > 6 || bits > 16) throwDamaged(name, "its pixels are of an unknown kind");
  const auto raw =
      static_cast<uint64_t>(height * (1 + (width * bits * kChannelsOfType[type] + 7) / 8));
  uint64_t compressed = 0;
  for (const PngChunk& chunk : chunks)
    if (chunk.type == "IDAT") compressed += chunk.data.size();
  if (compressed * kDeflateRatio < raw) throwDamaged(name, "most of its pixels are missing");
}

void appendBytes(png_structp png, png_bytep data, size_t size) {
  auto& target = *static_cast<std::vector<std::byte>*>(png_get_io_ptr(png));
  const auto* bytes = reinterpret_cast<const std::byte*>(data);
  target.insert(target.end(), bytes, bytes + size);
}

class PngWriter {
 public:
  explicit PngWriter(std::vector<std::byte>& target)
      : m_png(png_create_write_struct(PNG_LIBPNG_VER_STRING, &m_name, onPngError, onPngWarning)),
        m_info(m_png ? png_create_info_struct(m_png) : nullptr) {
    if (!m_info) throw std::bad_alloc();
    png_set_write_fn(m_png, &target, appendBytes, nullptr);
  }
  ~PngWriter() { png_destroy_write_struct(&m_png, &m_info); }
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;

  void write(const Image& image, int compression) {
    constexpr int kTypeOfChannels[] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                       PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    png_set_IHDR(m_png, m_info, static_cast<png_uint_32>(image.width()),
                 static_cast<png_uint_32>(image.height()), static_cast<int>(image.depth()),
                 kTypeOfChannels[image.channels()], PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(m_png, std::clamp(compression, 0, 9));
    if (compression <= 3) png_set_filter(m_png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_write_info(m_png, m_info);
    for (const auto& [type, data] : pngMetadataChunks(image.metadata))
      png_write_chunk(m_png, reinterpret_cast<png_const_bytep>(type.data()),
                      reinterpret_cast<png_const_bytep>(data.data()), data.size());
    if constexpr (std::endian::native == std::endian::little)
      if (image.depth() == BitDepth::Sixteen) png_set_swap(m_png);
    for (int y = 0; y < image.height(); ++y)
      png_write_row(
          m_png, reinterpret_cast<png_const_bytep>(image.bytes().data() + y * image.bytesPerRow()));
    png_write_end(m_png, nullptr);
  }

 private:
  std::string m_name = "the PNG";
  png_structp m_png;
  png_infop m_info;
};

std::vector<PngChunk> chunksOfPng(Bytes bytes, std::string_view name) {
  if (detectImageFormat(bytes) != ImageFormat::Png)
    throw Error(ErrorKind::CorruptFile, "{} is no PNG", name);
  return pngChunks(bytes, name);
}

}  // namespace

Image decodePng(Bytes bytes, std::string_view name) {
  const std::vector<PngChunk> chunks = pngChunks(bytes, name);
  requirePlausible(chunks, name);
  ImageMetadata metadata = pngMetadata(chunks, name);
  PixelStream stream(chunks);
  Image image = PngReader(name, stream).read();
  image.metadata = std::move(metadata);
  return image;
}

std::vector<std::byte> encodePng(const Image& image, const ImageWriteOptions& options) {
  std::vector<std::byte> bytes;
  PngWriter(bytes).write(image, options.compression);
  return bytes;
}

}  // namespace formats

ImageMetadata decodePngMetadata(std::span<const std::byte> bytes, std::string_view name) {
  return formats::pngMetadata(formats::chunksOfPng(bytes, name), name);
}

BitDepth decodePngDepth(std::span<const std::byte> bytes, std::string_view name) {
  constexpr size_t kDepthOffset = 8;  // in IHDR, behind width and height
  const int bits = formats::chunksOfPng(bytes, name).front().data[kDepthOffset];
  return bits == 16 ? BitDepth::Sixteen : BitDepth::Eight;
}

}  // namespace pentimento

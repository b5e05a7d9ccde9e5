#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/imaging/image_formats.h"
#include "core/imaging/orientation.h"
#include "core/imaging/sample_rows.h"
#include "core/imaging/text_encoding.h"
#include "core/imaging/tiff_stream.h"

namespace pentimento::formats {
namespace {

constexpr double kCentimetresPerInch = 2.54;

// Colours, alpha, and the masks and spot colours that printers add. A row of more would take memory
// out of all proportion to the picture.
constexpr int kMaxSamples = 64;

/// What a TIFF says of its pixels.
struct TiffLayout {
  uint32_t width = 0, height = 0;
  uint16_t bits = 1, samples = 1, photometric = 0, planar = PLANARCONFIG_CONTIG;
  uint16_t format = SAMPLEFORMAT_UINT, compression = COMPRESSION_NONE, orientation = 1;
  uint16_t extraCount = 0;
  bool hasAlpha = false, premultiplied = false;

  [[nodiscard]] bool grey() const {
    return photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
  }
  /// Whether the samples can be taken as they are; all else goes through libtiff's conversion.
  [[nodiscard]] bool plain() const {
    return (bits == 8 || bits == 16) && format == SAMPLEFORMAT_UINT &&
           (grey() || photometric == PHOTOMETRIC_RGB);
  }
  [[nodiscard]] int colours() const { return grey() ? 1 : 3; }
};

class TiffReader {
 public:
  TiffReader(Bytes bytes, std::string_view name)
      : m_name(name),
        m_memory{bytes.data(), nullptr, bytes.size(), 0, {}},
        m_file(openTiff(m_memory, "rm")) {
    if (!m_file) fail();
    readLayout();
  }

  Image read() {
    requireDecodableSize(m_layout.width, m_layout.height, m_name);
    requireReadable();
    requireComplete();
    Image image = m_layout.plain() ? readSamples() : readConverted();
    readMetadata(image.metadata);
    return uprighted(image, m_layout.orientation);
  }

 private:
  [[noreturn]] void fail() const {
    throwDamaged(m_name, m_memory.complaint.empty() ? "its structure" : m_memory.complaint);
  }

  TIFF* file() const { return m_file.get(); }

  void readLayout() {
    TiffLayout& layout = m_layout;
    TIFFGetField(file(), TIFFTAG_IMAGEWIDTH, &layout.width);
    TIFFGetField(file(), TIFFTAG_IMAGELENGTH, &layout.height);
    TIFFGetFieldDefaulted(file(), TIFFTAG_BITSPERSAMPLE, &layout.bits);
    TIFFGetFieldDefaulted(file(), TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
    TIFFGetField(file(), TIFFTAG_PHOTOMETRIC, &layout.photometric);
    TIFFGetFieldDefaulted(file(), TIFFTAG_PLANARCONFIG, &layout.planar);
    TIFFGetFieldDefaulted(file(), TIFFTAG_SAMPLEFORMAT, &layout.format);
    TIFFGetFieldDefaulted(file(), TIFFTAG_COMPRESSION, &layout.compression);
    TIFFGetFieldDefaulted(file(), TIFFTAG_ORIENTATION, &layout.orientation);
    uint16_t* extras = nullptr;
    TIFFGetFieldDefaulted(file(), TIFFTAG_EXTRASAMPLES, &layout.extraCount, &extras);
    // Some programs write a fourth channel and do not say that it is alpha.
    const bool said = layout.extraCount > 0 && extras && extras[0] != EXTRASAMPLE_UNSPECIFIED;
    layout.premultiplied = said && extras[0] == EXTRASAMPLE_ASSOCALPHA;
    layout.hasAlpha = layout.samples > layout.colours();
  }

  void requireReadable() const {
    if (m_layout.photometric == PHOTOMETRIC_SEPARATED)
      throw Error(ErrorKind::InvalidInput,
                  "{} is a CMYK picture for print; save it as RGB in another program first",
                  m_name);
    if (m_layout.format != SAMPLEFORMAT_UINT || m_layout.bits > 16)
      throw Error(ErrorKind::InvalidInput,
                  "{} has {}-bit {} samples; save it with 8 or 16 bits in another program first",
                  m_name, m_layout.bits,
                  m_layout.format == SAMPLEFORMAT_IEEEFP ? "floating-point" : "integer");
    if (m_layout.samples < m_layout.colours() && m_layout.plain()) fail();
    if (m_layout.samples > kMaxSamples)
      throw Error(ErrorKind::InvalidInput,
                  "{} has {} values per pixel: it is no picture; save it as RGB in another program "
                  "first",
                  m_name, m_layout.samples);
  }

  /// All strips or tiles must lie inside of the file, and be long enough for what they unfold to.
  void requireComplete() const {
    uint64_t *offsets = nullptr, *counts = nullptr;
    const bool tiled = TIFFIsTiled(file()) != 0;
    if (!TIFFGetField(file(), tiled ? TIFFTAG_TILEOFFSETS : TIFFTAG_STRIPOFFSETS, &offsets) ||
        !TIFFGetField(file(), tiled ? TIFFTAG_TILEBYTECOUNTS : TIFFTAG_STRIPBYTECOUNTS, &counts) ||
        !offsets || !counts)
      fail();
    const uint32_t parts = tiled ? TIFFNumberOfTiles(file()) : TIFFNumberOfStrips(file());
    uint64_t stored = 0;
    for (uint32_t i = 0; i < parts; ++i) {
      if (offsets[i] > m_memory.size || counts[i] > m_memory.size - offsets[i])
        throwDamaged(m_name, "it ends too early");
      stored += counts[i];
    }
    const uint64_t raw =
        uint64_t{m_layout.width} * m_layout.height * m_layout.samples * m_layout.bits / 8;
    if (const uint64_t ratio = mostUnfolding(); ratio > 0 && stored * ratio < raw)
      throwDamaged(m_name, "most of its pixels are missing");
  }

  /// Bytes that one stored byte can become; 0 = no bound known.
  [[nodiscard]] uint64_t mostUnfolding() const {
    switch (m_layout.compression) {
      case COMPRESSION_NONE:
        return m_layout.photometric == PHOTOMETRIC_YCBCR ? 0 : 1;
      case COMPRESSION_PACKBITS:
        return 64;
      case COMPRESSION_LZW:
        return 2731;  // 4096 bytes by a code of 12 bits
      case COMPRESSION_DEFLATE:
      case COMPRESSION_ADOBE_DEFLATE:
        return 1032;
      default:
        return 0;
    }
  }

  Image readSamples() {
    const int channels = m_layout.colours() + (m_layout.hasAlpha ? 1 : 0);
    m_image = Image({static_cast<int>(m_layout.width), static_cast<int>(m_layout.height)},
                    static_cast<ChannelLayout>(channels), static_cast<BitDepth>(m_layout.bits));
    if (TIFFIsTiled(file()))
      readTiles();
    else
      readStrips();
    withSampleType(m_image.depth(), [&](auto sample) { normalise<decltype(sample)>(); });
    return std::move(m_image);
  }

  /// How many planes hold the samples, and how many samples of each pixel are side by side in one.
  [[nodiscard]] int planes() const {
    return m_layout.planar == PLANARCONFIG_SEPARATE
               ? std::min<int>(m_layout.samples, m_image.channels())
               : 1;
  }
  [[nodiscard]] int interleaved() const {
    return m_layout.planar == PLANARCONFIG_SEPARATE ? 1 : m_layout.samples;
  }

  void readStrips() {
    std::vector<std::byte> row(static_cast<size_t>(TIFFScanlineSize64(file())));
    for (int plane = 0; plane < planes(); ++plane)
      for (uint32_t y = 0; y < m_layout.height; ++y) {
        if (TIFFReadScanline(file(), row.data(), y, static_cast<uint16_t>(plane)) != 1) fail();
        place(row.data(), {0, static_cast<int>(y), static_cast<int>(m_layout.width), 1}, plane,
              row.size());
      }
  }

  void readTiles() {
    uint32_t tileWidth = 0, tileHeight = 0;
    TIFFGetField(file(), TIFFTAG_TILEWIDTH, &tileWidth);
    TIFFGetField(file(), TIFFTAG_TILELENGTH, &tileHeight);
    const uint64_t tileBytes = TIFFTileSize64(file());
    if (tileWidth == 0 || tileHeight == 0 || tileBytes > (uint64_t{256} << 20)) fail();
    std::vector<std::byte> tile(tileBytes);
    for (int plane = 0; plane < planes(); ++plane)
      for (uint32_t y = 0; y < m_layout.height; y += tileHeight)
        for (uint32_t x = 0; x < m_layout.width; x += tileWidth) {
          if (TIFFReadTile(file(), tile.data(), x, y, 0, static_cast<uint16_t>(plane)) < 0) fail();
          place(tile.data(),
                {static_cast<int>(x), static_cast<int>(y),
                 static_cast<int>(std::min(tileWidth, m_layout.width - x)),
                 static_cast<int>(std::min(tileHeight, m_layout.height - y))},
                plane, static_cast<size_t>(TIFFTileRowSize64(file())));
        }
  }

  /// Copies a block of samples, rows `stride` bytes apart, to its place; surplus samples are
  /// dropped.
  void place(const std::byte* source, Rect area, int plane, size_t stride) {
    const size_t sampleBytes = m_layout.bits / 8;
    const size_t sourceStep = interleaved() * sampleBytes;
    const size_t copied = std::min<size_t>(interleaved(), m_image.channels()) * sampleBytes;
    const size_t pixel = m_image.bytesPerPixel();
    std::byte* const pixels = m_image.writableBytes().data();
    for (int y = 0; y < area.height; ++y) {
      const std::byte* from = source + y * stride;
      std::byte* to =
          pixels + (area.y + y) * m_image.bytesPerRow() + area.x * pixel + plane * sampleBytes;
      if (sourceStep == pixel && copied == pixel) {
        std::memcpy(to, from, area.width * pixel);
        continue;
      }
      for (int x = 0; x < area.width; ++x, from += sourceStep, to += pixel)
        std::memcpy(to, from, copied);
    }
  }

  /// White-is-zero and premultiplied alpha become what `Image` holds.
  template <typename Sample>
  void normalise() {
    const bool negative = m_layout.photometric == PHOTOMETRIC_MINISWHITE;
    const bool unmultiply = m_layout.hasAlpha && m_layout.premultiplied;
    if (!negative && !unmultiply) return;
    const int colours = m_layout.colours();
    const int channels = m_image.channels();
    for (int y = 0; y < m_image.height(); ++y) {
      Sample* pixel = writableSampleRow<Sample>(m_image, y).data();
      for (int x = 0; x < m_image.width(); ++x, pixel += channels) {
        const uint64_t alpha = unmultiply ? pixel[colours] : kSampleMax<Sample>;
        for (int c = 0; c < colours; ++c) {
          uint64_t value = negative ? kSampleMax<Sample> - pixel[c] : pixel[c];
          if (alpha > 0)
            value = std::min<uint64_t>((value * kSampleMax<Sample> + alpha / 2) / alpha,
                                       kSampleMax<Sample>);
          pixel[c] = static_cast<Sample>(value);
        }
      }
    }
  }

  /// Palettes, few bits, YCbCr, Lab ...: 8-bit RGB as libtiff converts them.
  Image readConverted() {
    char message[1024] = "";
    if (!TIFFRGBAImageOK(file(), message))
      throw Error(ErrorKind::InvalidInput,
                  "{} is a kind of TIFF that cannot be opened ({}); save it as RGB in another "
                  "program first",
                  m_name, message);
    std::vector<uint32_t> raster(size_t{m_layout.width} * m_layout.height);
    if (!TIFFReadRGBAImageOriented(file(), m_layout.width, m_layout.height, raster.data(),
                                   ORIENTATION_TOPLEFT, 1))
      fail();
    m_layout.orientation = ORIENTATION_TOPLEFT;
    Image image({static_cast<int>(m_layout.width), static_cast<int>(m_layout.height)},
                ChannelLayout::Rgb, BitDepth::Eight);
    for (int y = 0; y < image.height(); ++y) {
      const auto row = image.writableRow8(y);
      const uint32_t* from = raster.data() + static_cast<size_t>(y) * m_layout.width;
      for (int x = 0; x < image.width(); ++x) {
        row[x * 3] = TIFFGetR(from[x]);
        row[x * 3 + 1] = TIFFGetG(from[x]);
        row[x * 3 + 2] = TIFFGetB(from[x]);
      }
    }
    return image;
  }

  void readMetadata(ImageMetadata& metadata) const {
    uint32_t size = 0;
    const void* data = nullptr;
    if (TIFFGetField(file(), TIFFTAG_ICCPROFILE, &size, &data) && size <= kMaxMetadataBytes)
      metadata.iccProfile.assign(static_cast<const char*>(data), size);
    if (TIFFGetField(file(), TIFFTAG_XMLPACKET, &size, &data) && size <= kMaxMetadataBytes)
      metadata.xmp.assign(static_cast<const char*>(data), size);
    const char* description = nullptr;
    if (TIFFGetField(file(), TIFFTAG_IMAGEDESCRIPTION, &description) && description)
      metadata.setText(tiffDescriptionKey(description), validUtf8(description));
    float resolution = 0;
    uint16_t unit = RESUNIT_INCH;
    TIFFGetFieldDefaulted(file(), TIFFTAG_RESOLUTIONUNIT, &unit);
    if (TIFFGetField(file(), TIFFTAG_XRESOLUTION, &resolution) && unit != RESUNIT_NONE)
      metadata.pixelsPerInch = resolution * (unit == RESUNIT_CENTIMETER ? kCentimetresPerInch : 1);
  }

  std::string m_name;
  TiffMemory m_memory;
  TiffFile m_file;
  TiffLayout m_layout;
  Image m_image;
};

}  // namespace

std::string_view tiffDescriptionKey(std::string_view description) noexcept {
  return description.find("Steps: ") != description.npos ? "parameters" : "Description";
}

Image decodeTiff(Bytes bytes, std::string_view name) {
  return TiffReader(bytes, name).read();
}

}  // namespace pentimento::formats

#include <cstdio>
// clang-format off
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>

#include "core/base/error.h"
#include "core/imaging/convert.h"
#include "core/imaging/image_formats.h"

namespace pentimento::formats {
namespace {

constexpr std::string_view kExifPrefix{"Exif\0\0", 6};
constexpr std::string_view kXmpPrefix{"http://ns.adobe.com/xap/1.0/\0", 29};
constexpr std::string_view kIccPrefix{"ICC_PROFILE\0", 12};
constexpr int kApp1 = 0xE1, kApp2 = 0xE2, kStartOfScan = 0xDA;
constexpr size_t kMaxSegment = 65533;
constexpr double kCentimetresPerInch = 2.54;
constexpr int kMaxScans = 500;
constexpr int kFullColourQuality = 90;

struct ErrorManager : jpeg_error_mgr {
  std::string name;
  explicit ErrorManager(std::string_view file) : name(file) {
    jpeg_std_error(this);
    error_exit = [](j_common_ptr info) { fail(info); };
    emit_message = [](j_common_ptr info, int level) {
      if (level < 0 && !isHarmless(info->err->msg_code)) fail(info);
    };
    output_message = [](j_common_ptr) {};
  }

  // libjpeg wants this not to return; see onPngError.
  [[noreturn]] static void fail(j_common_ptr info) {
    std::array<char, JMSG_LENGTH_MAX> message{};
    info->err->format_message(info, message.data());
    throwDamaged(static_cast<ErrorManager*>(info->err)->name, message.data());
  }

  /// Warnings about oddities that cost no pixel. All others mean lost data.
  static bool isHarmless(int code) {
    return code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM ||
           code == JWRN_BOGUS_PROGRESSION || code == JWRN_NOT_SEQUENTIAL || code == JWRN_JFIF_MAJOR;
  }
};

/// EXIF, XMP and the profile, from the segments before the first scan.
ImageMetadata jpegMetadata(std::string_view file) {
  ImageMetadata metadata;
  std::map<int, std::string_view> profileParts;
  size_t position = 2;
  while (position + 4 <= file.size() && file[position] == '\xFF') {
    const int marker = static_cast<uint8_t>(file[position + 1]);
    if (marker == 0xFF) {  // padding
      ++position;
      continue;
    }
    const size_t length =
        static_cast<uint8_t>(file[position + 2]) << 8 | static_cast<uint8_t>(file[position + 3]);
    if (marker == kStartOfScan || length < 2 || file.size() - position - 2 < length) break;
    std::string_view segment = file.substr(position + 4, length - 2);
    if (marker == kApp1 && segment.starts_with(kExifPrefix))
      metadata.exif = segment.substr(kExifPrefix.size());
    else if (marker == kApp1 && segment.starts_with(kXmpPrefix))
      metadata.xmp = segment.substr(kXmpPrefix.size());
    else if (marker == kApp2 && segment.starts_with(kIccPrefix) && segment.size() > 14)
      profileParts[static_cast<uint8_t>(segment[12])] = segment.substr(14);
    position += 2 + length;
  }
  for (const auto& [number, part] : profileParts) metadata.iccProfile += part;
  return metadata;
}

class JpegReader {
 public:
  JpegReader(Bytes bytes, std::string_view name) : m_errors(name) {
    m_info.err = &m_errors;
    jpeg_create_decompress(&m_info);
    jpeg_mem_src(&m_info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    m_progress.progress_monitor = [](j_common_ptr info) {
      // A scan costs a few bytes and a pass over the whole picture.
      if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kMaxScans)
        throwDamaged(static_cast<ErrorManager*>(info->err)->name, "it has too many scans");
    };
    m_info.progress = &m_progress;
  }
  ~JpegReader() { jpeg_destroy_decompress(&m_info); }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  Image read(size_t fileSize) {
    jpeg_read_header(&m_info, TRUE);
    requireDecodableSize(m_info.image_width, m_info.image_height, m_errors.name);
    if (m_info.jpeg_color_space == JCS_CMYK || m_info.jpeg_color_space == JCS_YCCK)
      throw Error(ErrorKind::InvalidInput,
                  "{} is a CMYK picture for print; save it as RGB in another program first",
                  m_errors.name);
    // Each block of 64 samples takes a bit at least, and one component has a 16th of the samples.
    constexpr uint64_t kMostPixelsPerByte = 8 * 64 * 16;
    if (!m_info.arith_code && uint64_t{fileSize} * kMostPixelsPerByte <
                                  uint64_t{m_info.image_width} * m_info.image_height)
      throwDamaged(m_errors.name, "most of its pixels are missing");
    const bool grey = m_info.jpeg_color_space == JCS_GRAYSCALE;
    m_info.out_color_space = grey ? JCS_GRAYSCALE : JCS_RGB;
    m_info.dct_method = JDCT_ISLOW;
    jpeg_start_decompress(&m_info);
    // Pixels that are garbage show it in the first row, before memory for all of them is taken.
    std::vector<JSAMPLE> firstRow(m_info.output_width * (grey ? 1 : 3));
    readRow(firstRow.data());
    Image image({static_cast<int>(m_info.output_width), static_cast<int>(m_info.output_height)},
                grey ? ChannelLayout::Gray : ChannelLayout::Rgb, BitDepth::Eight);
    std::ranges::copy(firstRow, image.writableRow8(0).begin());
    for (int y = 1; y < image.height(); ++y) readRow(image.writableRow8(y).data());
    jpeg_finish_decompress(&m_info);
    if (m_info.saw_JFIF_marker && m_info.density_unit != 0)
      image.metadata.pixelsPerInch =
          m_info.X_density * (m_info.density_unit == 2 ? kCentimetresPerInch : 1.0);
    return image;
  }

 private:
  void readRow(JSAMPLE* row) {
    while (jpeg_read_scanlines(&m_info, &row, 1) == 0) {
    }
  }

  ErrorManager m_errors;
  jpeg_progress_mgr m_progress{};
  jpeg_decompress_struct m_info{};
};

class JpegWriter {
 public:
  JpegWriter() : m_errors("the JPEG") {
    m_info.err = &m_errors;
    jpeg_create_compress(&m_info);
    jpeg_mem_dest(&m_info, &m_buffer, &m_size);
  }
  ~JpegWriter() {
    jpeg_destroy_compress(&m_info);
    std::free(m_buffer);
  }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;

  std::vector<std::byte> write(const Image& image, int quality) {
    m_info.image_width = static_cast<JDIMENSION>(image.width());
    m_info.image_height = static_cast<JDIMENSION>(image.height());
    m_info.input_components = image.channels();
    m_info.in_color_space = image.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&m_info);
    jpeg_set_quality(&m_info, std::clamp(quality, 1, 100), TRUE);
    if (quality >= kFullColourQuality && image.channels() == 3)
      m_info.comp_info[0].h_samp_factor = m_info.comp_info[0].v_samp_factor = 1;
    if (image.metadata.pixelsPerInch > 0) {
      m_info.density_unit = 1;
      m_info.X_density = m_info.Y_density =
          static_cast<UINT16>(std::clamp(std::lround(image.metadata.pixelsPerInch), 1L, 65535L));
    }
    jpeg_start_compress(&m_info, TRUE);
    writeSegment(kExifPrefix, exifToWrite(image.metadata), "EXIF");
    writeSegment(kXmpPrefix, image.metadata.xmp, "XMP");
    if (const std::string& icc = image.metadata.iccProfile; !icc.empty())
      jpeg_write_icc_profile(&m_info, reinterpret_cast<const JOCTET*>(icc.data()),
                             static_cast<unsigned>(icc.size()));
    for (int y = 0; y < image.height(); ++y) {
      auto* row = const_cast<JSAMPLE*>(image.row8(y).data());
      jpeg_write_scanlines(&m_info, &row, 1);
    }
    jpeg_finish_compress(&m_info);
    const auto* bytes = reinterpret_cast<const std::byte*>(m_buffer);
    return {bytes, bytes + m_size};
  }

 private:
  void writeSegment(std::string_view prefix, const std::string& data, std::string_view what) {
    if (data.empty()) return;
    const std::string segment = std::string(prefix) + data;
    if (segment.size() > kMaxSegment)
      throw Error(
          ErrorKind::InvalidInput,
          "the picture's {} data of {} bytes do not fit into a JPEG; save it as PNG or WebP", what,
          data.size());
    jpeg_write_marker(&m_info, kApp1, reinterpret_cast<const JOCTET*>(segment.data()),
                      static_cast<unsigned>(segment.size()));
  }

  ErrorManager m_errors;
  jpeg_compress_struct m_info{};
  unsigned char* m_buffer = nullptr;
  unsigned long m_size = 0;
};

}  // namespace

Image decodeJpeg(Bytes bytes, std::string_view name) {
  Image image = JpegReader(bytes, name).read(bytes.size());
  ImageMetadata metadata = jpegMetadata(asText(bytes));
  metadata.pixelsPerInch = image.metadata.pixelsPerInch;
  image.metadata = std::move(metadata);
  return image;
}

std::vector<std::byte> encodeJpeg(const Image& image, const ImageWriteOptions& options) {
  return JpegWriter().write(flattened(toDepth(image, BitDepth::Eight), 1.0), options.quality);
}

}  // namespace pentimento::formats

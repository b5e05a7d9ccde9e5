#include <webp/decode.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <memory>

#include "core/base/error.h"
#include "core/imaging/convert.h"
#include "core/imaging/image_formats.h"

namespace pentimento::formats {
namespace {

constexpr std::string_view kExifPrefix{"Exif\0\0", 6};
constexpr size_t kRiffHeader = 8;
/// Above this many pixels the first rows are decoded alone before memory for all is taken.
constexpr int64_t kProbeAbove = int64_t{4} << 20;
constexpr int kProbeRows = 16;

using Mux = std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)>;

const uint8_t* octets(Bytes bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

std::string muxChunk(const Mux& mux, const char* name) {
  WebPData data;
  if (!mux || WebPMuxGetChunk(mux.get(), name, &data) != WEBP_MUX_OK) return {};
  if (data.size > kMaxMetadataBytes) return {};
  return {reinterpret_cast<const char*>(data.bytes), data.size};
}

ImageMetadata webpMetadata(Bytes bytes) {
  const WebPData data{octets(bytes), bytes.size()};
  const Mux mux{WebPMuxCreate(&data, 0), WebPMuxDelete};
  ImageMetadata metadata;
  metadata.iccProfile = muxChunk(mux, "ICCP");
  metadata.xmp = muxChunk(mux, "XMP ");
  metadata.exif = muxChunk(mux, "EXIF");
  if (metadata.exif.starts_with(kExifPrefix)) metadata.exif.erase(0, kExifPrefix.size());
  return metadata;
}

void requireComplete(Bytes bytes, std::string_view name) {
  uint64_t size = 0;
  for (size_t i = 0; i < 4; ++i) size |= uint64_t{octets(bytes)[4 + i]} << 8 * i;
  if (size + kRiffHeader > bytes.size()) throwDamaged(name, "it ends too early");
}

void decodeInto(Bytes bytes, std::string_view name, WebPDecoderConfig& config) {
  if (WebPDecode(octets(bytes), bytes.size(), &config) != VP8_STATUS_OK)
    throwDamaged(name, "its pixels cannot be decoded");
}

void probeFirstRows(Bytes bytes, std::string_view name, const WebPBitstreamFeatures& features) {
  WebPDecoderConfig config;
  WebPInitDecoderConfig(&config);
  config.options.use_cropping = 1;
  config.options.crop_width = features.width;
  config.options.crop_height = std::min(kProbeRows, features.height);
  config.output.colorspace = MODE_RGB;
  decodeInto(bytes, name, config);
  WebPFreeDecBuffer(&config.output);
}

/// Adds profile, EXIF and XMP around an encoded picture.
std::vector<std::byte> withWebpMetadata(const WebPMemoryWriter& picture,
                                        const ImageMetadata& metadata) {
  const Mux mux{WebPMuxNew(), WebPMuxDelete};
  const WebPData data{picture.mem, picture.size};
  WebPMuxError status = WebPMuxSetImage(mux.get(), &data, 0);
  const std::pair<const char*, std::string> chunks[] = {
      {"ICCP", metadata.iccProfile}, {"EXIF", exifToWrite(metadata)}, {"XMP ", metadata.xmp}};
  for (const auto& [name, content] : chunks) {
    const WebPData chunk{reinterpret_cast<const uint8_t*>(content.data()), content.size()};
    if (!content.empty() && status == WEBP_MUX_OK)
      status = WebPMuxSetChunk(mux.get(), name, &chunk, 1);
  }
  WebPData assembled{};
  if (status == WEBP_MUX_OK) status = WebPMuxAssemble(mux.get(), &assembled);
  if (status != WEBP_MUX_OK)
    throw Error(ErrorKind::InvalidInput, "the picture's metadata do not fit into a WebP file");
  const auto* bytes = reinterpret_cast<const std::byte*>(assembled.bytes);
  std::vector<std::byte> result(bytes, bytes + assembled.size);
  WebPDataClear(&assembled);
  return result;
}

/// WebPPicture with the frees it needs.
struct Picture {
  WebPPicture value;
  WebPMemoryWriter writer;
  Picture() {
    if (!WebPPictureInit(&value)) throw Error(ErrorKind::Internal, "libwebp has another version");
    WebPMemoryWriterInit(&writer);
    value.writer = WebPMemoryWrite;
    value.custom_ptr = &writer;
  }
  ~Picture() {
    WebPPictureFree(&value);
    WebPMemoryWriterClear(&writer);
  }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;
};

}  // namespace

Image decodeWebp(Bytes bytes, std::string_view name) {
  requireComplete(bytes, name);
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(octets(bytes), bytes.size(), &features) != VP8_STATUS_OK)
    throwDamaged(name, "its header cannot be read");
  requireDecodableSize(features.width, features.height, name);
  if (features.has_animation)
    throw Error(ErrorKind::InvalidInput, "{} is an animation; export one frame of it first", name);
  ImageMetadata metadata = webpMetadata(bytes);
  if (int64_t{features.width} * features.height > kProbeAbove)
    probeFirstRows(bytes, name, features);
  Image image({features.width, features.height},
              features.has_alpha ? ChannelLayout::Rgba : ChannelLayout::Rgb, BitDepth::Eight);
  WebPDecoderConfig config;
  WebPInitDecoderConfig(&config);
  config.output.colorspace = features.has_alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  const auto pixels = image.writableBytes();
  config.output.u.RGBA = {reinterpret_cast<uint8_t*>(pixels.data()),
                          static_cast<int>(image.bytesPerRow()), pixels.size()};
  decodeInto(bytes, name, config);
  image.metadata = std::move(metadata);
  return image;
}

std::vector<std::byte> encodeWebp(const Image& image, const ImageWriteOptions& options) {
  if (image.width() > WEBP_MAX_DIMENSION || image.height() > WEBP_MAX_DIMENSION)
    throw Error(ErrorKind::InvalidInput,
                "a WebP ends at {} pixels a side and the picture has {} x {}; save it as PNG",
                WEBP_MAX_DIMENSION, image.width(), image.height());
  const Image pixels = toLayout(toDepth(image, BitDepth::Eight),
                                image.hasAlpha() ? ChannelLayout::Rgba : ChannelLayout::Rgb);
  WebPConfig config;
  WebPConfigInit(&config);
  config.quality = static_cast<float>(std::clamp(options.quality, 1, 100));
  if (options.lossless) {
    WebPConfigLosslessPreset(&config, 4);
    config.exact = 1;  // colours under transparent pixels too
  }
  Picture picture;
  picture.value.width = pixels.width();
  picture.value.height = pixels.height();
  picture.value.use_argb = options.lossless ? 1 : 0;
  const auto* source = reinterpret_cast<const uint8_t*>(pixels.bytes().data());
  const int stride = static_cast<int>(pixels.bytesPerRow());
  const int imported = pixels.hasAlpha() ? WebPPictureImportRGBA(&picture.value, source, stride)
                                         : WebPPictureImportRGB(&picture.value, source, stride);
  if (!imported || !WebPEncode(&config, &picture.value))
    throw Error(ErrorKind::InvalidInput, "the picture cannot be written as WebP (libwebp error {})",
                static_cast<int>(picture.value.error_code));
  return withWebpMetadata(picture.writer, image.metadata);
}

}  // namespace pentimento::formats

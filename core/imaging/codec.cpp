#include "core/imaging/codec.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/imaging/exif.h"
#include "core/imaging/image_formats.h"
#include "core/imaging/orientation.h"

namespace pentimento {
namespace {

constexpr uintmax_t kMaxImageFileBytes = uintmax_t{3} << 30;
constexpr std::string_view kParametersKey = "parameters";

struct FormatExtension {
  std::string_view extension;
  ImageFormat format;
};
constexpr std::array<FormatExtension, 7> kExtensions{{{".png", ImageFormat::Png},
                                                      {".jpg", ImageFormat::Jpeg},
                                                      {".jpeg", ImageFormat::Jpeg},
                                                      {".jpe", ImageFormat::Jpeg},
                                                      {".webp", ImageFormat::Webp},
                                                      {".tif", ImageFormat::Tiff},
                                                      {".tiff", ImageFormat::Tiff}}};

std::string describe(std::string_view bytes) {
  if (bytes.empty()) return "is empty";
  if (bytes.starts_with("GIF8")) return "is a GIF";
  if (bytes.starts_with("8BPS")) return "is a Photoshop document";
  if (bytes.starts_with("%PDF")) return "is a PDF";
  if (bytes.starts_with("BM")) return "is a BMP";
  if (bytes.starts_with("version https://git-lfs")) return "is a git-lfs pointer and no picture";
  if (bytes.size() > 12 && bytes.substr(4, 4) == "ftyp") return "is a HEIF, AVIF or video file";
  if (bytes.substr(0, 256).find("<svg") != bytes.npos) return "is an SVG drawing";
  if (bytes.substr(0, 256).find("<html") != bytes.npos) return "is a web page";
  return "is no picture that can be read";
}

}  // namespace

namespace formats {

void requireDecodableSize(int64_t width, int64_t height, std::string_view name) {
  if (width < 1 || height < 1) throwDamaged(name, "it has no pixels");
  if (width > kMaxImageSide || height > kMaxImageSide || width * height > Image::kMaxPixels)
    throw Error(ErrorKind::InvalidInput,
                "{} has {} x {} pixels; at most {} a side and {} in all can be opened: make it "
                "smaller in another program",
                name, width, height, kMaxImageSide, Image::kMaxPixels);
}

void throwDamaged(std::string_view name, std::string_view detail) {
  throw Error(ErrorKind::CorruptFile,
              "{} is cut off or damaged ({}); copy or download the file again", name, detail);
}

Image finishedDecoding(Image image) {
  ImageMetadata& metadata = image.metadata;
  if (metadata.exif.empty()) return image;
  const int orientation = exifOrientation(metadata.exif);
  if (std::string comment = exifUserComment(metadata.exif);
      !comment.empty() && !metadata.text(kParametersKey))
    metadata.setText(kParametersKey, std::move(comment));
  if (orientation == 1) return image;
  metadata.exif = withUprightOrientation(std::move(metadata.exif));
  return uprighted(image, orientation);
}

std::string exifToWrite(const ImageMetadata& metadata) {
  const std::string* parameters = metadata.text(kParametersKey);
  if (!parameters || *parameters == exifUserComment(metadata.exif)) return metadata.exif;
  return withExifUserComment(metadata.exif, *parameters);
}

}  // namespace formats

std::string_view toString(ImageFormat format) noexcept {
  switch (format) {
    case ImageFormat::Png:
      return "PNG";
    case ImageFormat::Jpeg:
      return "JPEG";
    case ImageFormat::Webp:
      return "WebP";
    case ImageFormat::Tiff:
      return "TIFF";
  }
  return "unknown";
}

std::optional<ImageFormat> detectImageFormat(std::span<const std::byte> bytes) noexcept {
  const std::string_view text = formats::asText(bytes);
  if (text.starts_with("\x89PNG\r\n\x1A\n")) return ImageFormat::Png;
  if (text.starts_with("\xFF\xD8\xFF")) return ImageFormat::Jpeg;
  if (text.size() >= 12 && text.starts_with("RIFF") && text.substr(8, 4) == "WEBP")
    return ImageFormat::Webp;
  for (const std::string_view tiff : {std::string_view("II*\0", 4), std::string_view("MM\0*", 4),
                                      std::string_view("II+\0", 4), std::string_view("MM\0+", 4)})
    if (text.starts_with(tiff)) return ImageFormat::Tiff;
  return std::nullopt;
}

ImageFormat imageFormatFor(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const auto& known : kExtensions)
    if (known.extension == extension) return known.format;
  throw Error(ErrorKind::InvalidInput,
              "{} does not say a picture format; end the name in .png, .jpg, .webp or .tif",
              path.string());
}

Image decodeImage(std::span<const std::byte> bytes, std::string_view name) {
  const auto format = detectImageFormat(bytes);
  if (!format)
    throw Error(ErrorKind::InvalidInput, "{} {}; PNG, JPEG, WebP and TIFF can be opened", name,
                describe(formats::asText(bytes)));
  try {
    switch (*format) {
      case ImageFormat::Png:
        return formats::finishedDecoding(formats::decodePng(bytes, name));
      case ImageFormat::Jpeg:
        return formats::finishedDecoding(formats::decodeJpeg(bytes, name));
      case ImageFormat::Webp:
        return formats::finishedDecoding(formats::decodeWebp(bytes, name));
      case ImageFormat::Tiff:
        return formats::finishedDecoding(formats::decodeTiff(bytes, name));
    }
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::OutOfMemory, "there is not enough memory to open {}", name);
  }
  throw Error(ErrorKind::Internal, "unknown picture format");
}

Image readImage(const std::filesystem::path& path) {
  const std::string file = readTextFile(path, kMaxImageFileBytes);
  return decodeImage(std::as_bytes(std::span(file)), path.string());
}

std::vector<std::byte> encodeImage(const Image& image, ImageFormat format,
                                   const ImageWriteOptions& options) {
  if (image.empty()) throw Error(ErrorKind::InvalidInput, "an empty picture cannot be saved");
  switch (format) {
    case ImageFormat::Png:
      return formats::encodePng(image, options);
    case ImageFormat::Jpeg:
      return formats::encodeJpeg(image, options);
    case ImageFormat::Webp:
      return formats::encodeWebp(image, options);
    case ImageFormat::Tiff:
      return formats::encodeTiff(image, options);
  }
  throw Error(ErrorKind::Internal, "unknown picture format");
}

void writeImage(const std::filesystem::path& path, const Image& image,
                const ImageWriteOptions& options, IfExists ifExists) {
  const auto bytes = encodeImage(image, imageFormatFor(path), options);
  writeFileAtomically(path, bytes, ifExists);
}

}  // namespace pentimento

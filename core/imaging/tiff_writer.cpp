#include <algorithm>

#include "core/base/error.h"
#include "core/imaging/image_formats.h"
#include "core/imaging/tiff_stream.h"

namespace pentimento::formats {
namespace {

constexpr int kPredictorHorizontal = 2;

void writeTiffMetadata(TIFF* file, const ImageMetadata& metadata) {
  if (!metadata.iccProfile.empty())
    TIFFSetField(file, TIFFTAG_ICCPROFILE, static_cast<uint32_t>(metadata.iccProfile.size()),
                 metadata.iccProfile.data());
  if (!metadata.xmp.empty())
    TIFFSetField(file, TIFFTAG_XMLPACKET, static_cast<uint32_t>(metadata.xmp.size()),
                 metadata.xmp.data());
  const std::string* description = metadata.text("parameters");
  if (!description) description = metadata.text("Description");
  if (description) TIFFSetField(file, TIFFTAG_IMAGEDESCRIPTION, description->c_str());
  if (metadata.pixelsPerInch > 0) {
    TIFFSetField(file, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    TIFFSetField(file, TIFFTAG_XRESOLUTION, metadata.pixelsPerInch);
    TIFFSetField(file, TIFFTAG_YRESOLUTION, metadata.pixelsPerInch);
  }
}

}  // namespace

std::vector<std::byte> encodeTiff(const Image& image, const ImageWriteOptions& options) {
  std::vector<std::byte> bytes;
  TiffMemory memory{nullptr, &bytes, 0, 0, {}};
  TiffFile file = openTiff(memory, "wm");
  const auto requireWritten = [&](bool written) {
    if (!written)
      throw Error(ErrorKind::InvalidInput, "the picture cannot be written as TIFF: {}",
                  memory.complaint);
  };
  requireWritten(file != nullptr);
  const bool grey = image.channels() <= 2;
  TIFFSetField(file.get(), TIFFTAG_IMAGEWIDTH, image.width());
  TIFFSetField(file.get(), TIFFTAG_IMAGELENGTH, image.height());
  TIFFSetField(file.get(), TIFFTAG_BITSPERSAMPLE, static_cast<int>(image.depth()));
  TIFFSetField(file.get(), TIFFTAG_SAMPLESPERPIXEL, image.channels());
  TIFFSetField(file.get(), TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(file.get(), TIFFTAG_PHOTOMETRIC, grey ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  TIFFSetField(file.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  if (image.hasAlpha()) {
    const uint16_t straight = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(file.get(), TIFFTAG_EXTRASAMPLES, 1, &straight);
  }
  const int level = std::clamp(options.compression, 0, 9);
  TIFFSetField(file.get(), TIFFTAG_COMPRESSION,
               level == 0 ? COMPRESSION_NONE : COMPRESSION_ADOBE_DEFLATE);
  if (level > 0) {
    TIFFSetField(file.get(), TIFFTAG_PREDICTOR, kPredictorHorizontal);
    TIFFSetField(file.get(), TIFFTAG_ZIPQUALITY, level);
  }
  TIFFSetField(file.get(), TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(file.get(), 0));
  writeTiffMetadata(file.get(), image.metadata);
  std::vector<std::byte> row(image.bytesPerRow());  // libtiff's predictor works in place
  for (int y = 0; y < image.height(); ++y) {
    const auto source = image.bytes().subspan(y * image.bytesPerRow(), image.bytesPerRow());
    std::ranges::copy(source, row.begin());
    requireWritten(TIFFWriteScanline(file.get(), row.data(), static_cast<uint32_t>(y), 0) == 1);
  }
  requireWritten(TIFFFlush(file.get()) == 1);
  file.reset();
  return bytes;
}

}  // namespace pentimento::formats

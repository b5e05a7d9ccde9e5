#include "core/imaging/colour_profile.h"

#include <lcms2.h>

#include <cstring>

#include "core/base/error.h"
#include "core/imaging/convert.h"

namespace pentimento {
namespace {

using Profile = std::unique_ptr<void, decltype(&cmsCloseProfile)>;

bool isGrey(ChannelLayout layout) {
  return layout == ChannelLayout::Gray || layout == ChannelLayout::GrayAlpha;
}

Profile openProfile(std::string_view icc) {
  if (icc.empty()) return {nullptr, cmsCloseProfile};
  return {cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size())),
          cmsCloseProfile};
}

Profile standardProfile(bool grey) {
  if (!grey) return {cmsCreate_sRGBProfile(), cmsCloseProfile};
  const double curve[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};  // of sRGB
  cmsToneCurve* tone = cmsBuildParametricToneCurve(nullptr, 4, curve);
  Profile profile{cmsCreateGrayProfile(cmsD50_xyY(), tone), cmsCloseProfile};
  cmsFreeToneCurve(tone);
  return profile;
}

Profile profileFor(std::string_view icc, bool grey) {
  Profile profile = openProfile(icc);
  if (!profile || cmsGetColorSpace(profile.get()) != (grey ? cmsSigGrayData : cmsSigRgbData))
    return standardProfile(grey);
  return profile;
}

cmsUInt32Number pixelType(ChannelLayout layout, BitDepth depth) {
  const bool grey = isGrey(layout);
  const int alpha = static_cast<int>(layout) % 2 == 0 ? 1 : 0;
  return COLORSPACE_SH(grey ? PT_GRAY : PT_RGB) | EXTRA_SH(alpha) | CHANNELS_SH(grey ? 1 : 3) |
         BYTES_SH(depth == BitDepth::Eight ? 1 : 2);
}

}  // namespace

bool isUsableProfile(std::string_view icc, ChannelLayout layout) {
  const Profile profile = openProfile(icc);
  // Where a profile has no table for an intent, Little CMS takes the perceptual one.
  const auto usedAs = [&](cmsUInt32Number direction) {
    return cmsIsIntentSupported(profile.get(), INTENT_RELATIVE_COLORIMETRIC, direction) ||
           cmsIsIntentSupported(profile.get(), INTENT_PERCEPTUAL, direction);
  };
  return profile &&
         cmsGetColorSpace(profile.get()) == (isGrey(layout) ? cmsSigGrayData : cmsSigRgbData) &&
         usedAs(LCMS_USED_AS_INPUT) && usedAs(LCMS_USED_AS_OUTPUT);
}

ColourTransform::ColourTransform(std::string_view from, std::string_view to, ChannelLayout layout,
                                 BitDepth depth)
    : m_bytesPerPixel(static_cast<size_t>(layout) * static_cast<size_t>(depth) / 8) {
  if (!isUsableProfile(from, layout)) from = {};
  if (!isUsableProfile(to, layout)) to = {};
  if (from == to) return;
  const bool grey = isGrey(layout);
  const Profile source = profileFor(from, grey), target = profileFor(to, grey);
  const cmsUInt32Number type = pixelType(layout, depth);
  // Without a cache of the last pixel a transform may be used by several threads at once.
  m_transform =
      cmsCreateTransform(source.get(), type, target.get(), type, INTENT_RELATIVE_COLORIMETRIC,
                         cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_COPY_ALPHA | cmsFLAGS_NOCACHE);
  if (!m_transform)
    throw Error(ErrorKind::CorruptFile,
                "the picture's colour profile cannot be converted; remove it or convert the "
                "picture to sRGB in another program");
}

ColourTransform::~ColourTransform() {
  if (m_transform) cmsDeleteTransform(m_transform);
}

ColourTransform::ColourTransform(ColourTransform&& other) noexcept
    : m_transform(std::exchange(other.m_transform, nullptr)),
      m_bytesPerPixel(other.m_bytesPerPixel) {}

ColourTransform& ColourTransform::operator=(ColourTransform&& other) noexcept {
  std::swap(m_transform, other.m_transform);
  std::swap(m_bytesPerPixel, other.m_bytesPerPixel);
  return *this;
}

void ColourTransform::apply(const std::byte* source, std::byte* target, size_t pixels) const {
  if (m_transform)
    cmsDoTransform(m_transform, source, target, static_cast<cmsUInt32Number>(pixels));
  else if (source != target)
    std::memmove(target, source, pixels * m_bytesPerPixel);
}

Image withProfile(const Image& image, std::string_view icc) {
  const ColourTransform transform(image.metadata.iccProfile, icc, image.layout(), image.depth());
  Image result = image;
  result.metadata.iccProfile = icc;
  if (transform.isIdentity()) return result;
  const size_t stride = image.bytesPerRow();
  std::byte* bytes = result.writableBytes().data();
  for (int y = 0; y < image.height(); ++y)
    transform.apply(bytes + y * stride, bytes + y * stride, static_cast<size_t>(image.width()));
  return result;
}

Image toModelColours(const Image& image) {
  Image result = toLayout(flattened(withProfile(image, {}), 1.0), ChannelLayout::Rgb);
  result.metadata = {};
  return result;
}

Image fromModelColours(const Image& result, const Image& document) {
  const bool grey = isGrey(document.layout());
  Image colours = toLayout(result, grey ? ChannelLayout::Gray : ChannelLayout::Rgb);
  colours.metadata = {};
  colours = withProfile(toDepth(colours, document.depth()), document.metadata.iccProfile);
  return toLayout(colours, document.layout());
}

}  // namespace pentimento

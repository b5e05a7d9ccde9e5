#include "tests/core/imaging/profiles.h"

#include <lcms2.h>

namespace pentimento::profiles {
namespace {

std::string savedAndClosed(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  std::string bytes(size, '\0');
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

}  // namespace

std::string wideGamut() {
  const cmsCIExyY white{0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 563.0 / 256);
  cmsToneCurve* curves[] = {curve, curve, curve};
  const cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsFreeToneCurve(curve);
  return savedAndClosed(profile);
}

std::string sRgb() {
  static const std::string bytes = savedAndClosed(cmsCreate_sRGBProfile());  // it holds the time
  return bytes;
}

std::string tables(Ways ways) {
  const cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(profile, 4.2);
  cmsSetDeviceClass(profile, ways == Ways::Both ? cmsSigDisplayClass : cmsSigInputClass);
  cmsSetColorSpace(profile, cmsSigRgbData);
  cmsSetPCS(profile, cmsSigLabData);
  cmsPipeline* const same = cmsPipelineAlloc(nullptr, 3, 3);
  cmsPipelineInsertStage(same, cmsAT_END, cmsStageAllocToneCurves(nullptr, 3, nullptr));
  cmsWriteTag(profile, cmsSigAToB0Tag, same);
  if (ways == Ways::Both) cmsWriteTag(profile, cmsSigBToA0Tag, same);
  cmsPipelineFree(same);
  return savedAndClosed(profile);
}

}  // namespace pentimento::profiles

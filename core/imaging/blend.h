/// How a layer is laid over what is beneath it.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/imaging/image.h"

namespace pentimento {

/// The blend functions of W3C "Compositing and Blending Level 1" and its operator "plus", which are
/// those of OpenRaster.
enum class BlendMode : uint8_t {
  Normal,
  Multiply,
  Screen,
  Overlay,
  Darken,
  Lighten,
  ColourDodge,
  ColourBurn,
  HardLight,
  SoftLight,
  Difference,
  Add,
  Hue,
  Saturation,
  Colour,
  Luminosity,
};
inline constexpr std::array kBlendModes = {
    BlendMode::Normal,    BlendMode::Multiply,   BlendMode::Screen,      BlendMode::Overlay,
    BlendMode::Darken,    BlendMode::Lighten,    BlendMode::ColourDodge, BlendMode::ColourBurn,
    BlendMode::HardLight, BlendMode::SoftLight,  BlendMode::Difference,  BlendMode::Add,
    BlendMode::Hue,       BlendMode::Saturation, BlendMode::Colour,      BlendMode::Luminosity};

/// The `composite-op` of OpenRaster: "svg:src-over", "svg:multiply" ...
[[nodiscard]] std::string_view compositeOp(BlendMode mode) noexcept;
/// Normal for an operation that is not known, as the format asks for.
[[nodiscard]] BlendMode blendModeFromCompositeOp(std::string_view operation) noexcept;

/// Lays `count` RGBA pixels with straight alpha over others of the same depth:
/// co = [cs·as·(1-ab) + cb·ab·(1-as) + as·ab·B(cb, cs)] / ao with ao = as + ab·(1-as); Add is the
/// operator "plus": co = (cs·as + cb·ab) / ao with ao = as + ab, both at most 1.
/// A pixel under a transparent one keeps its bytes; an opaque one in Normal mode is copied exactly.
/// @param opacity 0..1, multiplies the alpha of `above`
void blendOver(const std::byte* above, std::byte* below, size_t count, BitDepth depth,
               BlendMode mode, double opacity);

}  // namespace pentimento

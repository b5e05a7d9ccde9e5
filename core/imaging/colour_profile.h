/// Colour management (Little CMS). Profiles are raw ICC bytes; an empty one means sRGB, and so does
/// one that cannot be used for the pixels at hand (damaged, or of another colour space), because an
/// artist's picture must open anyway.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/imaging/image.h"

namespace pentimento {

/// Whether Little CMS can convert pixels of this layout (grey or RGB) from the profile and back
/// into it: an edit goes both ways. (A scanner's profile may lack the way back.)
[[nodiscard]] bool isUsableProfile(std::string_view icc, ChannelLayout layout);

/// A prepared conversion; making one costs milliseconds, applying it is fast.
/// Thread-safety: `apply` may run on several threads at once.
class ColourTransform {
 public:
  /// From pixels of `layout` and `depth` under `from` to the same layout and depth under `to`. Grey
  /// pixels go through grey profiles, or are taken as sRGB grey. Relative colorimetric with black
  /// point compensation; alpha is copied.
  ColourTransform(std::string_view from, std::string_view to, ChannelLayout layout, BitDepth depth);
  ~ColourTransform();
  ColourTransform(ColourTransform&&) noexcept;
  ColourTransform& operator=(ColourTransform&&) noexcept;

  /// True when the colours would not change; `apply` then copies.
  [[nodiscard]] bool isIdentity() const noexcept { return m_transform == nullptr; }
  /// Converts `pixels` pixels. Source and target may be the same memory.
  void apply(const std::byte* source, std::byte* target, size_t pixels) const;

 private:
  void* m_transform = nullptr;
  size_t m_bytesPerPixel = 0;
};

/// The picture with its colours under another profile, which becomes its own. Layout and depth
/// stay; a grey picture needs a grey profile, or empty.
[[nodiscard]] Image withProfile(const Image& image, std::string_view icc);

/// What a model sees of a picture: sRGB, three channels without alpha (over white), depth as it is,
/// no metadata.
[[nodiscard]] Image toModelColours(const Image& image);

/// The inverse for a model's answer: sRGB colours into profile, depth and colour channels of
/// `document`; opaque alpha where the document has alpha.
[[nodiscard]] Image fromModelColours(const Image& result, const Image& document);

}  // namespace pentimento

// Expected values are worked out by hand from W3C "Compositing and Blending Level 1".
#include "core/imaging/blend.h"

#include <gtest/gtest.h>

#include <array>

namespace pentimento {
namespace {

using Pixel = std::array<uint8_t, 4>;

Pixel blended(Pixel below, const Pixel& above, BlendMode mode, double opacity = 1) {
  blendOver(reinterpret_cast<const std::byte*>(above.data()),
            reinterpret_cast<std::byte*>(below.data()), 1, BitDepth::Eight, mode, opacity);
  return below;
}

TEST(Blend, PlusAddsWhatIsSeenOfBoth) {
  // 200 · 128/255 = 100.4; it adds to 100, and to 200 only up to white.
  EXPECT_EQ(blended({100, 200, 0, 255}, {200, 200, 200, 128}, BlendMode::Add),
            (Pixel{200, 255, 100, 255}));
  // Alphas add, too: (200·64 + 100·64) / 128.
  EXPECT_EQ(blended({100, 100, 100, 64}, {200, 200, 200, 64}, BlendMode::Add),
            (Pixel{150, 150, 150, 128}));
  EXPECT_EQ(blended({10, 20, 30, 0}, {200, 100, 50, 255}, BlendMode::Add, 0.2),
            (Pixel{200, 100, 50, 51}));
}

TEST(Blend, MultiplyAndScreenOverOpaque) {
  EXPECT_EQ(blended({100, 200, 0, 255}, {51, 255, 200, 255}, BlendMode::Multiply),
            (Pixel{20, 200, 0, 255}));
  EXPECT_EQ(blended({100, 255, 0, 255}, {51, 10, 200, 255}, BlendMode::Screen),
            (Pixel{131, 255, 200, 255}));
}

}  // namespace
}  // namespace pentimento

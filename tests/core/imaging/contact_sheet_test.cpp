#include "core/imaging/contact_sheet.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

TEST(ImagingContactSheet, LaysPicturesOutInRows) {
  const std::vector<Image> pictures{pictures::even({64, 64}, 255, 0, 0),
                                    pictures::even({16, 8}, 0, 255, 0),
                                    pictures::even({300, 300}, 0, 0, 255)};
  const Image sheet = contactSheet(pictures, {"red", "gr\xC3\xBCn"},
                                   {.columns = 2, .cell = {64, 64}, .gap = 4, .captionHeight = 16});
  EXPECT_EQ(sheet.extent(), (Extent{2 * 68 + 4, 2 * 84 + 4}));
  const auto pixel = [&](int x, int y) {
    const auto row = sheet.row8(y);
    return std::vector<int>{row[x * 3], row[x * 3 + 1], row[x * 3 + 2]};
  };
  EXPECT_EQ(pixel(36, 36), (std::vector<int>{255, 0, 0}));
  EXPECT_EQ(pixel(72 + 32, 36), (std::vector<int>{0, 255, 0}));  // 16 x 8 enlarged four times
  EXPECT_NE(pixel(72 + 32, 8), (std::vector<int>{0, 255, 0}));   // and centred
  EXPECT_EQ(pixel(36, 88 + 32), (std::vector<int>{0, 0, 255}));
  int bright = 0;  // the caption under the first picture
  for (int y = 68; y < 84; ++y)
    for (int x = 4; x < 68; ++x) bright += pixel(x, y)[0] > 128;
  EXPECT_GT(bright, 10);
}

TEST(ImagingContactSheet, NeedsPictures) {
  EXPECT_THROW((void)contactSheet({}, {}), Error);
}

}  // namespace
}  // namespace pentimento

#include "app/pictures/picture_mime.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QTemporaryDir>
#include <QUrl>

#include "core/base/error.h"
#include "core/imaging/codec.h"

namespace pentimento {
namespace {

Image ramp(BitDepth depth) {
  Image image({9, 5}, ChannelLayout::Rgba, depth);
  uint8_t value = 0;
  for (std::byte& b : image.writableBytes()) b = std::byte(value += 7);
  return image;
}

TEST(PictureMime, CopyAndPasteKeepsDepthAlphaAndRecipe) {
  Image image = ramp(BitDepth::Sixteen);
  image.metadata.setText("parameters", "a couch");
  const auto pasted = pictureFrom(*mimeDataFor(image));
  ASSERT_TRUE(pasted);
  EXPECT_TRUE(pasted->samePixels(image));
  EXPECT_EQ(*pasted->metadata.text("parameters"), "a couch");
  QMimeData elsewhere;  // what another program is given
  elsewhere.setData("image/png", mimeDataFor(image)->data("image/png"));
  EXPECT_TRUE(pictureFrom(elsewhere)->samePixels(image));
  EXPECT_EQ(*pictureFrom(elsewhere)->metadata.text("parameters"), "a couch");
}

TEST(PictureMime, OtherProgramsGetAnOrdinaryImage) {
  const auto data = mimeDataFor(ramp(BitDepth::Eight));
  EXPECT_TRUE(data->hasFormat("image/png"));
  const auto image = qvariant_cast<QImage>(data->imageData());
  EXPECT_EQ(image.size(), QSize(9, 5));
  EXPECT_EQ(image.pixelColor(0, 0), QColor(7, 14, 21, 28));
}

TEST(PictureMime, TakesWhatOtherProgramsOffer) {
  QMimeData image;
  QImage red(3, 2, QImage::Format_ARGB32);
  red.fill(Qt::red);
  image.setImageData(red);
  ASSERT_TRUE(pictureFrom(image));
  EXPECT_EQ(pictureFrom(image)->extent(), (Extent{3, 2}));

  const QTemporaryDir folder;
  const QString path = folder.filePath("a.tiff");
  writeImage(path.toStdString(), ramp(BitDepth::Sixteen), {}, IfExists::Refuse);
  QMimeData file;
  file.setUrls({QUrl("https://example.org/a.png"), QUrl::fromLocalFile(path)});
  EXPECT_TRUE(pictureFrom(file)->samePixels(ramp(BitDepth::Sixteen)));

  QMimeData text;
  text.setText("hello");
  EXPECT_FALSE(pictureFrom(text));
  QMimeData damaged;
  damaged.setData("image/png", "not a picture");
  EXPECT_THROW((void)pictureFrom(damaged), Error);
}

}  // namespace
}  // namespace pentimento

#include "app/history/thumbnail_store.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "core/imaging/codec.h"
#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

class ThumbnailStoreTest : public testing::Test {
 protected:
  QString picture(const char* name, Extent extent) {
    Image image(extent, ChannelLayout::Rgb, BitDepth::Sixteen);
    for (std::byte& b : image.writableBytes()) b = std::byte{0x80};
    const QString path = root.filePath(name);
    writeImage(path.toStdString(), image, {}, IfExists::Refuse);
    return path;
  }
  QImage thumbnail(const QString& key, const QString& path) {
    ThumbnailStore store(root.filePath("cache"));
    QImage result;
    QObject::connect(&store, &ThumbnailStore::ready, [&](const QString& of, const QImage& image) {
      if (of == key) result = image;
    });
    store.request(key, path);
    (void)eventually([&] { return !result.isNull(); }, 2000);
    return result;
  }
  QTemporaryDir root;
};

TEST_F(ThumbnailStoreTest, FitsIntoASquareAndIsKept) {
  const QString path = picture("a.png", {800, 400});
  const QImage made = thumbnail("a", path);
  EXPECT_EQ(made.size(), QSize(256, 128));
  EXPECT_NEAR(made.pixelColor(100, 60).red(), 0x80, 2);
  QFile::remove(path);
  EXPECT_EQ(thumbnail("a", path).size(), QSize(256, 128)) << "the picture is not needed again";
}

TEST_F(ThumbnailStoreTest, SmallPicturesStayAsTheyAre) {
  EXPECT_EQ(thumbnail("a", picture("a.png", {20, 10})).size(), QSize(20, 10));
}

TEST_F(ThumbnailStoreTest, ADamagedOrUnwritableStoreOnlyCostsTime) {
  const QString path = picture("a.png", {800, 400});
  QDir(root.path()).mkpath("cache");
  QFile damaged(root.filePath("cache/thumbnails.sqlite"));
  ASSERT_TRUE(damaged.open(QIODevice::WriteOnly));
  damaged.write(QByteArray(9000, 'x'));
  damaged.close();
  EXPECT_EQ(thumbnail("a", path).size(), QSize(256, 128));
  QDir(root.filePath("cache")).removeRecursively();
  QFile blocker(root.filePath("cache"));
  ASSERT_TRUE(blocker.open(QIODevice::WriteOnly));
  EXPECT_EQ(thumbnail("a", path).size(), QSize(256, 128));
}

TEST_F(ThumbnailStoreTest, WhatCannotBeReadHasNone) {
  EXPECT_TRUE(thumbnail("a", root.filePath("absent.png")).isNull());
}

}  // namespace
}  // namespace pentimento

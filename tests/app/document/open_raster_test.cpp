#include "app/document/open_raster.h"

#include <gtest/gtest.h>

#include <QProcess>
#include <QTemporaryDir>
#include <fstream>

#include "app/document/document_file.h"
#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "app/document/mask_edits.h"
#include "app/document/zip_archive.h"
#include "core/api/recipe_text.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"

namespace pentimento {
namespace {

/// Numbers that follow from place and seed.
Image pattern(Extent extent, ChannelLayout layout, BitDepth depth, uint32_t seed) {
  Image image(extent, layout, depth);
  for (std::byte& b : image.writableBytes()) {
    seed = seed * 1664525 + 1013904223;
    b = std::byte(seed >> 24);
  }
  return image;
}

std::unique_ptr<Document> richDocument(BitDepth depth) {
  Image photo = pattern({130, 90}, ChannelLayout::Rgb, depth, 1);
  photo.metadata.setText("Comment", "kept \xe2\x9c\x93");
  photo.metadata.pixelsPerInch = 300;
  auto document = Document::fromImage(photo, "photo <&> \"quoted\"");
  const LayerId sticker = addImageLayer(*document, pattern({40, 30}, ChannelLayout::Rgba, depth, 2),
                                        "sticker", {-7, 71});
  LayerProperties properties = document->layer(sticker)->properties;
  properties.opacity = 0.3;
  properties.blend = BlendMode::Multiply;
  properties.visible = false;
  setLayerProperties(*document, sticker, properties);
  EditDescription description;
  description.name = "a couch";
  description.area = {10, 20, 60, 50};
  description.frame = {8, 18, 64, 54};
  description.mask = Mask({130, 90}, 17);
  description.recipe = R"({"prompt":"a couch","seed":7})";
  const LayerId edit = beginReview(*document, description);
  for (uint32_t i = 0; i < 3; ++i)
    addResult(*document, edit, description,
              {pattern({60, 50}, ChannelLayout::Rgb, depth, 10 + i), description.recipe, "key"});
  chooseCandidate(*document, edit, 1);
  acceptEdit(*document, edit);
  setMask(*document, Mask({130, 90}, 200), "mask");
  return document;
}

class OpenRasterTest : public testing::TestWithParam<BitDepth> {
 protected:
  std::filesystem::path path(const char* name) const { return folder.filePath(name).toStdString(); }
  QTemporaryDir folder;
};

TEST_P(OpenRasterTest, ComesBackAsItWas) {
  const auto document = richDocument(GetParam());
  saveDocument(document->state(), path("a.ora"));
  const auto again = openDocument(path("a.ora"));
  EXPECT_EQ(digest(again->state()), digest(document->state()));
  EXPECT_EQ(*again->state().metadata, *document->state().metadata);
  EXPECT_TRUE(again->picture().samePixels(document->picture()));
  EXPECT_FALSE(again->isModified());
  EXPECT_FALSE(again->canUndo());
}

// What any program finds that goes by the format's description.
TEST_P(OpenRasterTest, AnIndependentReaderFindsWhatTheFormatPromises) {
  const auto document = richDocument(GetParam());
  saveDocument(document->state(), path("a.ora"));
  std::ofstream(path("check.py")) << R"py(
import struct, sys, xml.etree.ElementTree as tree, zipfile, zlib
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
first = archive.infolist()[0]
assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
assert archive.read("mimetype") == b"image/openraster"
def header(name):
    data = archive.read(name)
    assert data[:8] == b"\x89PNG\r\n\x1a\n", name
    at, pixels = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0]
        if kind == b"IHDR": width, height, bits, colour = struct.unpack(">IIBB", body[:10])
        if kind == b"IDAT": pixels += body
        at += 12 + length
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    assert len(zlib.decompress(pixels)) == height * (1 + width * channels * bits // 8)
    return width, height, bits
image = tree.fromstring(archive.read("stack.xml"))
assert image.tag == "image" and (image.get("w"), image.get("h")) == ("130", "90")
assert image.get("xres") == "300"
assert header("mergedimage.png") == (130, 90, int(sys.argv[2]))
assert max(header("Thumbnails/thumbnail.png")[:2]) <= 256
layers = image.find("stack").findall("layer")
for layer in layers:
    print(layer.get("name"), layer.get("x"), layer.get("y"), *header(layer.get("src"))[:2],
          layer.get("opacity")[:4], layer.get("visibility"), layer.get("composite-op"), sep="|")
)py";
  QProcess python;
  python.start("python3", {folder.filePath("check.py"), folder.filePath("a.ora"),
                           QString::number(int(GetParam()))});
  if (!python.waitForFinished()) GTEST_SKIP() << "there is no python3 here";
  EXPECT_EQ(python.exitCode(), 0) << python.readAllStandardError().toStdString();
  EXPECT_EQ(python.readAllStandardOutput().toStdString(),
            "a couch|10|20|60|50|1|visible|svg:src-over\n"
            "sticker|-7|71|40|30|0.3|hidden|svg:multiply\n"
            "photo <&> \"quoted\"|0|0|130|90|1|visible|svg:src-over\n");
}

TEST_P(OpenRasterTest, APictureCarriesTheRecipeOfTheEditThatShows) {
  const auto document = richDocument(GetParam());
  for (const char* name : {"a.png", "a.tiff"}) {
    saveDocument(document->state(), path(name));
    const Image saved = readImage(path(name));
    EXPECT_TRUE(saved.samePixels(document->picture())) << name;
  }
  const Image saved = readImage(path("a.png"));
  const auto recipe = readRecipe(saved.metadata);
  ASSERT_TRUE(recipe);
  EXPECT_EQ(recipe->prompt, "a couch");
  EXPECT_EQ(*saved.metadata.text("Comment"), "kept \xe2\x9c\x93");
}

INSTANTIATE_TEST_SUITE_P(Depths, OpenRasterTest,
                         testing::Values(BitDepth::Eight, BitDepth::Sixteen));

class OtherOpenRasterTest : public testing::Test {
 protected:
  std::filesystem::path write(std::string_view stack) {
    ZipWriter zip;
    zip.add("mimetype", std::string_view("image/openraster"), false);
    zip.add("stack.xml", stack, true);
    zip.add("data/red.png",
            encodeImage(pattern({4, 3}, ChannelLayout::Rgba, BitDepth::Eight, 5), ImageFormat::Png),
            false);
    const std::filesystem::path path = folder.filePath("other.ora").toStdString();
    zip.save(path);
    return path;
  }
  QTemporaryDir folder;
};

TEST_F(OtherOpenRasterTest, GroupsOfOtherProgramsAreFlattened) {
  const auto document = openDocument(write(
      R"(<?xml version='1.0' encoding='UTF-8'?><image version="0.0.3" w="20" h="10"><stack>
         <stack name="group" opacity="0.5" x="2" y="1" visibility="visible">
           <layer name="upper" src="data/red.png" x="3" y="2" opacity="0.5"
                  composite-op="svg:screen"/>
           <layer name="unknown" src="data/red.png" composite-op="krita:odd" visibility="hidden"/>
         </stack>
         <layer name="lower" src="data/red.png"/></stack></image>)"));
  const auto& layers = document->state().layers;
  ASSERT_EQ(layers.size(), 3u);
  EXPECT_EQ(document->size(), QSize(20, 10));
  EXPECT_EQ(layers[0].properties.name, "lower");
  EXPECT_EQ(layers[2].properties.name, "upper");
  EXPECT_EQ(layers[2].properties.blend, BlendMode::Screen);
  EXPECT_DOUBLE_EQ(layers[2].properties.opacity, 0.25);
  EXPECT_EQ(layers[2].pixels.contentBounds(), QRect(5, 3, 4, 3));
  EXPECT_FALSE(layers[1].properties.visible);
  EXPECT_EQ(layers[1].properties.blend, BlendMode::Normal);
  EXPECT_EQ(layers[0].pixels.contentBounds(), QRect(0, 0, 4, 3));
}

TEST_F(OtherOpenRasterTest, DamagedFilesAreRefusedInWords) {
  const auto refused = [](const std::filesystem::path& path) {
    try {
      (void)openDocument(path);
      return ErrorKind::Internal;
    } catch (const Error& error) {
      EXPECT_FALSE(std::string(error.what()).empty());
      return error.kind();
    }
  };
  EXPECT_EQ(refused(write("<image w='20' h='10'><stack>")), ErrorKind::CorruptFile);
  EXPECT_EQ(refused(write("<image w='99999' h='10'/>")), ErrorKind::CorruptFile);
  EXPECT_EQ(refused(write("<image w='9' h='9'><stack><layer src='../../etc/passwd'/></stack>"
                          "</image>")),
            ErrorKind::CorruptFile);
  EXPECT_EQ(refused(folder.filePath("absent.ora").toStdString()), ErrorKind::NotFound);

  const auto good = folder.filePath("good.ora");
  saveDocument(richDocument(BitDepth::Eight)->state(), good.toStdString());
  QFile file(good);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QByteArray bytes = file.readAll();
  file.close();
  uint32_t random = 7;
  for (int round = 0; round < 200; ++round) {
    QByteArray bad = bytes;
    for (int k = 0; k < 1 + round % 20; ++k) {
      random = random * 1664525 + 1013904223;
      bad[qsizetype(random % uint32_t(bad.size()))] = char(random >> 24);
    }
    if (round % 5 == 0) bad.truncate(bad.size() * (round % 50) / 50);
    const std::filesystem::path path = folder.filePath("bad.ora").toStdString();
    std::ofstream(path, std::ios::binary) << bad.toStdString();
    try {
      (void)openDocument(path);
    } catch (const Error&) {  // refused, in words; nothing else may happen
    }
  }
}

TEST_F(OtherOpenRasterTest, AFailedSaveLeavesTheOldFile) {
  const std::filesystem::path path = folder.filePath("a.ora").toStdString();
  const auto document = richDocument(BitDepth::Eight);
  saveDocument(document->state(), path);
  const QByteArray before = digest(openDocument(path)->state());
  EXPECT_THROW(saveDocument(document->state(), folder.filePath("none/a.ora").toStdString()), Error);
  EXPECT_THROW(saveDocument(document->state(), folder.filePath("a.psd").toStdString()), Error);
  EXPECT_EQ(digest(openDocument(path)->state()), before);
}

}  // namespace
}  // namespace pentimento

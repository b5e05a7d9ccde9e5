#include "app/document/open_raster.h"

#include <gtest/gtest.h>

#include <QProcess>
#include <QTemporaryDir>
#include <fstream>

#include "app/document/compositor.h"
#include "app/document/document_file.h"
#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "app/document/mask_edits.h"
#include "app/document/plane_pixels.h"
#include "app/document/zip_archive.h"
#include "core/api/recipe_text.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "core/imaging/convert.h"
#include "tests/support/document_steps.h"
#include "tests/support/review_result.h"

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
  auto document = documentOf(photo, "photo <&> \"quoted\"");
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
  const DocumentState again = openDocument(path("a.ora"));
  EXPECT_EQ(digest(again), digest(document->state()));
  EXPECT_EQ(*again.metadata, *document->state().metadata);
  EXPECT_TRUE(composedPicture(again).samePixels(document->picture()));
}

// What any program finds that goes by the format's description.
TEST_P(OpenRasterTest, AnIndependentReaderFindsWhatTheFormatPromises) {
  const auto document = richDocument(GetParam());
  saveDocument(document->state(), path("a.ora"));
  std::ofstream(path("check.py")) << R"py(
import struct, sys, xml.etree.ElementTree as tree, zipfile, zlib
archive = zipfile.ZipFile(sys.argv[1])
depth = int(sys.argv[2])
assert archive.testzip() is None
first = archive.infolist()[0]
assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
assert archive.read("mimetype") == b"image/openraster"

def png(name):
    """Width, height, bits, rows of samples as red, green, blue, alpha between 0 and 1."""
    data = archive.read(name)
    assert data[:8] == b"\x89PNG\r\n\x1a\n", name
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0]
        if kind == b"IHDR":
            width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
        if kind == b"IDAT": packed += body
        at += 12 + length
    assert interlaced == 0, name
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    step, stride = channels * bits // 8, width * channels * bits // 8
    packed = zlib.decompress(packed)
    assert len(packed) == height * (1 + stride)
    before, rows = bytes(stride), []
    for y in range(height):
        method, line = packed[y * (stride + 1)], bytearray(packed[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left = line[x - step] if x >= step else 0
            up, corner = before[x], before[x - step] if x >= step else 0
            guess = left + up - corner
            nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            line[x] = (line[x] + (0, left, up, (left + up) // 2, nearest)[method]) & 255
        before = bytes(line)
        values = struct.unpack(">%dH" % (stride // 2), before) if bits == 16 else before
        row = []
        for x in range(width):
            v = [s / (2 ** bits - 1) for s in values[x * channels:(x + 1) * channels]]
            row.append((v if channels > 2 else [v[0]] * 3 + v[1:]) + ([] if channels in (2, 4) else [1]))
        rows.append(row)
    return width, height, bits, rows

image = tree.fromstring(archive.read("stack.xml"))
assert image.tag == "image" and (image.get("w"), image.get("h")) == ("130", "90")
assert image.get("xres") == "300" and tuple(map(int, image.get("version").split("."))) >= (0, 0, 3)
merged = png("mergedimage.png")
assert merged[:3] == (130, 90, depth)
small = png("Thumbnails/thumbnail.png")
assert max(small[:2]) <= 256 and small[2] == 8
known = {"svg:" + op for op in """src-over multiply screen overlay darken lighten color-dodge color-burn hard-light soft-light
    difference color luminosity hue saturation plus dst-in dst-out src-atop dst-atop""".split()}
assert image.find("stack").attrib == {}
layers = image.find("stack").findall("layer")
canvas = [[[0, 0, 0, 0] for x in range(130)] for y in range(90)]
for layer in reversed(layers):
    assert layer.get("composite-op") in known and 0 <= float(layer.get("opacity")) <= 1
    if layer.get("visibility") == "hidden": continue
    assert layer.get("composite-op") == "svg:src-over"
    width, height, _, rows = png(layer.get("src"))
    for y in range(height):
        for x in range(width):
            px, py = x + int(layer.get("x")), y + int(layer.get("y"))
            if not (0 <= px < 130 and 0 <= py < 90): continue
            *colour, alpha = rows[y][x]
            alpha *= float(layer.get("opacity"))
            under = canvas[py][px]
            whole = alpha + under[3] * (1 - alpha)
            canvas[py][px] = [(c * alpha + u * under[3] * (1 - alpha)) / whole if whole else 0
                              for c, u in zip(colour, under)] + [whole]
worst = max(abs(a - b) for ours, theirs in zip(canvas, merged[3]) for p, q in zip(ours, theirs) for a, b in zip(p, q))
assert worst <= 1.01 / (2 ** depth - 1), worst  # the program rounds, this one does not
for layer in layers:
    print(layer.get("name"), layer.get("x"), layer.get("y"), *png(layer.get("src"))[:2],
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
  std::filesystem::path write(std::string_view stack, BitDepth depthOfSecond = BitDepth::Eight) {
    ZipWriter zip;
    zip.add("mimetype", std::string_view("image/openraster"), false);
    zip.add("stack.xml", stack, true);
    zip.add("data/red.png",
            encodeImage(pattern({4, 3}, ChannelLayout::Rgba, BitDepth::Eight, 5), ImageFormat::Png),
            false);
    zip.add("data/second.png",
            encodeImage(pattern({4, 3}, ChannelLayout::Rgba, depthOfSecond, 6), ImageFormat::Png),
            false);
    const std::filesystem::path path = folder.filePath("other.ora").toStdString();
    zip.save(path);
    return path;
  }
  QTemporaryDir folder;
};

TEST_F(OtherOpenRasterTest, GroupsOfOtherProgramsAreFlattened) {
  const DocumentState document = openDocument(write(
      R"(<?xml version='1.0' encoding='UTF-8'?><image version="0.0.3" w="20" h="10"><stack>
         <stack name="group" opacity="0.5" x="2" y="1" visibility="visible">
           <layer name="upper" src="data/red.png" x="3" y="2" opacity="0.5"
                  composite-op="svg:screen"/>
           <layer name="unknown" src="data/red.png" composite-op="krita:odd" visibility="hidden"/>
         </stack>
         <layer name="lower" src="data/red.png"/></stack></image>)"));
  const auto& layers = document.layers;
  ASSERT_EQ(layers.size(), 3u);
  EXPECT_EQ(document.size, QSize(20, 10));
  EXPECT_EQ(layers[0].properties.name, "lower");
  EXPECT_EQ(layers[2].properties.name, "upper");
  EXPECT_EQ(layers[2].properties.blend, BlendMode::Screen);
  EXPECT_DOUBLE_EQ(layers[2].properties.opacity, 0.25);
  EXPECT_EQ(layers[2].pixels.contentBounds(), QRect(5, 3, 4, 3));
  EXPECT_FALSE(layers[1].properties.visible);
  EXPECT_EQ(layers[1].properties.blend, BlendMode::Normal);
  EXPECT_EQ(layers[0].pixels.contentBounds(), QRect(0, 0, 4, 3));
}

TEST_F(OtherOpenRasterTest, TheDeepestLayerDecidesTheDepth) {
  constexpr std::string_view kStack =
      R"(<image w="20" h="10"><stack><layer name="upper" src="data/red.png"/>
         <layer name="lower" src="data/second.png"/></stack></image>)";
  for (const BitDepth depth : {BitDepth::Eight, BitDepth::Sixteen}) {
    const DocumentState state = openDocument(write(kStack, depth));
    ASSERT_EQ(state.layers.size(), 2u);
    EXPECT_EQ(state.depth, depth);
    const QRect area(0, 0, 4, 3);
    EXPECT_TRUE(readImage(state.layers[0].pixels, area, depth)
                    .samePixels(pattern({4, 3}, ChannelLayout::Rgba, depth, 6)));
    const Image upper = readImage(state.layers[1].pixels, area, depth);
    EXPECT_TRUE(toDepth(upper, BitDepth::Eight)
                    .samePixels(pattern({4, 3}, ChannelLayout::Rgba, BitDepth::Eight, 5)));
  }
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
  const QByteArray before = digest(openDocument(path));
  EXPECT_THROW(saveDocument(document->state(), folder.filePath("none/a.ora").toStdString()), Error);
  EXPECT_THROW(saveDocument(document->state(), folder.filePath("a.psd").toStdString()), Error);
  EXPECT_EQ(digest(openDocument(path)), before);
}

}  // namespace
}  // namespace pentimento

#include <fmt/format.h>

#include <QLocale>
#include <QXmlStreamWriter>
#include <algorithm>

#include "app/document/compositor.h"
#include "app/document/geometry.h"
#include "app/document/open_raster.h"
#include "app/document/plane_pixels.h"
#include "app/document/state_json.h"
#include "app/document/zip_archive.h"
#include "core/imaging/codec.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"

namespace pentimento {
namespace {

constexpr int kCompression = 3;
constexpr int kThumbnailSide = 256;  // as the format says

std::vector<std::byte> png(const Image& image) {
  ImageWriteOptions options;
  options.compression = kCompression;
  return encodeImage(image, ImageFormat::Png, options);
}

/// The smallest part that holds all pixels; an empty plane is one transparent pixel.
QRect storedArea(const TilePlane& plane) {
  const QRect area = plane.contentBounds();
  return area.isEmpty() ? QRect(0, 0, 1, 1) : area;
}

Image maskImage(const Mask& mask) {
  Image image(mask.extent(), ChannelLayout::Gray, BitDepth::Eight);
  std::ranges::copy(std::as_bytes(mask.values()), image.writableBytes().begin());
  return image;
}

std::vector<std::byte> planePng(const TilePlane& plane, const QRect& area,
                                const DocumentState& state) {
  if (plane.bytesPerPixel() == 1) return png(maskImage(readMask(plane, area)));
  Image image = readImage(plane, area, state.depth);
  image.metadata.iccProfile = state.metadata->iccProfile;
  return png(image);
}

std::string layerFile(const Layer& layer) {
  return fmt::format("data/layer{}.png", layer.id.value);
}

void writeLayer(QXmlStreamWriter& xml, const Layer& layer) {
  const QPoint at = storedArea(layer.pixels).topLeft();
  const LayerProperties& properties = layer.properties;
  xml.writeEmptyElement("layer");
  xml.writeAttribute("name", properties.name);
  xml.writeAttribute("src", QString::fromStdString(layerFile(layer)));
  xml.writeAttribute("x", QString::number(at.x()));
  xml.writeAttribute("y", QString::number(at.y()));
  xml.writeAttribute("opacity",
                     QString::number(properties.opacity, 'g', QLocale::FloatingPointShortest));
  xml.writeAttribute("visibility", properties.visible ? "visible" : "hidden");
  xml.writeAttribute("composite-op", QString::fromUtf8(compositeOp(properties.blend).data()));
}

QByteArray stackXml(const DocumentState& state) {
  QByteArray text;
  QXmlStreamWriter xml(&text);
  xml.setAutoFormatting(true);
  xml.writeStartDocument();
  xml.writeStartElement("image");
  xml.writeAttribute("version", "0.0.5");
  xml.writeAttribute("w", QString::number(state.size.width()));
  xml.writeAttribute("h", QString::number(state.size.height()));
  if (const int ppi = qRound(state.metadata->pixelsPerInch); ppi > 0) {
    xml.writeAttribute("xres", QString::number(ppi));
    xml.writeAttribute("yres", QString::number(ppi));
  }
  xml.writeStartElement("stack");
  for (auto layer = state.layers.rbegin(); layer != state.layers.rend(); ++layer)
    writeLayer(xml, *layer);
  xml.writeEndDocument();
  return text;
}

/// 8 bit, as the format says.
Image thumbnail(const Image& picture) {
  const QSize fitted = QSize(picture.width(), picture.height())
                           .scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio)
                           .expandedTo({1, 1});
  const bool fits = fitted.width() >= picture.width();
  return toDepth(fits ? picture : resized(picture, toExtent(fitted), ResizeFilter::Area),
                 BitDepth::Eight);
}

}  // namespace

void saveOpenRaster(const DocumentState& state, const std::filesystem::path& path,
                    const RunContext& context) {
  ZipWriter zip;
  zip.add("mimetype", std::string_view("image/openraster"), false);  // first, as the format says
  zip.add("stack.xml", std::string_view(stackXml(state).toStdString()), true);

  OrderedJson json = describe(state);
  json["active"] = state.active.value;
  json["planes"] = OrderedJson::object();
  const auto planes = planesOf(state);
  int done = 0;
  for (const auto& [name, plane] : planes) {
    context.report({.stage = "save", .step = done++, .steps = int(planes.size()) + 1});
    const bool ofLayer = name.endsWith("/pixels");
    if (plane->empty() && !ofLayer) continue;
    const QRect area = storedArea(*plane);
    const std::string file =
        ofLayer
            ? fmt::format("data/layer{}.png", name.chopped(7).toStdString())
            : fmt::format("pentimento/{}.png", QByteArray(name).replace('/', '-').toStdString());
    zip.add(file, planePng(*plane, area, state), false);
    json["planes"][name.toStdString()] = {{"file", file}, {"x", area.x()}, {"y", area.y()}};
  }
  zip.add("pentimento.json", std::string_view(json.dump(1)), true);

  context.report({.stage = "save", .step = done, .steps = done + 1});
  const Image picture = composedPicture(state);
  zip.add("mergedimage.png", png(picture), false);
  Image small = thumbnail(picture);
  small.metadata = {};
  small.metadata.iccProfile = picture.metadata.iccProfile;
  zip.add("Thumbnails/thumbnail.png", png(small), false);
  context.check();
  zip.save(path);
}

}  // namespace pentimento

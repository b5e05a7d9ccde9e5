#include <QXmlStreamReader>

#include "app/document/open_raster.h"
#include "app/document/plane_pixels.h"
#include "app/document/state_json.h"
#include "app/document/zip_archive.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "core/imaging/mask_file.h"

namespace pentimento {
namespace {

constexpr size_t kMaxText = 64 << 20;
constexpr size_t kMaxPicture = size_t{2} << 30;
constexpr int kMaxCoordinate = 1 << 20;

std::string_view textOf(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Image readPng(const ZipReader& zip, const std::string& name) {
  return decodeImage(zip.read(name, kMaxPicture), name);
}

// ---- ours

TilePlane readPlane(const ZipReader& zip, const Json& entry, int bytesPerPixel,
                    const DocumentState& state) {
  const QPoint at(entry.at("x").get<int>(), entry.at("y").get<int>());
  if (std::abs(at.x()) > kMaxCoordinate || std::abs(at.y()) > kMaxCoordinate)
    throw Error(ErrorKind::CorruptFile, "a layer of the document lies out of reach");
  Image image = readPng(zip, entry.at("file").get<std::string>());
  if (bytesPerPixel == 1)
    return planeFromMask(maskFromImage(image, MaskConvention::WhiteIsEdit).mask, at);
  image.metadata.iccProfile = state.metadata->iccProfile;  // they are the document's own pixels
  return planeFromImage(image, at, state);
}

DocumentState readOurs(const ZipReader& zip, const std::string& name) try {
  const auto text = zip.read("pentimento.json", kMaxText);
  const Json json = parseJson(textOf(text), name);
  DocumentState state = stateFromDescription(json);
  state.metadata = std::make_shared<const ImageMetadata>(
      decodePngMetadata(zip.read("mergedimage.png", kMaxPicture), "mergedimage.png"));
  const Json& planes = json.at("planes");
  for (const auto& [key, plane] : planesOf(state))
    if (const auto entry = planes.find(key.toStdString()); entry != planes.end())
      *plane = readPlane(zip, *entry, plane->bytesPerPixel(), state);
  return state;
} catch (const Json::exception& failure) {
  throw Error(ErrorKind::CorruptFile, "{}: pentimento.json is damaged: {}", name, failure.what());
}

// ---- others'

/// What a group adds to its layers.
struct Group {
  QPoint offset;
  double opacity = 1;
  bool visible = true;
};

struct StackLayer {
  LayerProperties properties;
  std::string file;
  QPoint at;
};

int number(const QXmlStreamAttributes& attributes, const char* name) {
  return std::clamp(qRound(attributes.value(QLatin1String(name)).toDouble()), -kMaxCoordinate,
                    kMaxCoordinate);
}

Group within(const Group& outer, const QXmlStreamAttributes& attributes) {
  bool stated = false;
  const double opacity = attributes.value("opacity").toDouble(&stated);
  return {outer.offset + QPoint(number(attributes, "x"), number(attributes, "y")),
          outer.opacity * (stated ? std::clamp(opacity, 0.0, 1.0) : 1.0),
          outer.visible && attributes.value("visibility") != QLatin1String("hidden")};
}

struct Stack {
  QSize size;
  std::vector<StackLayer> layers;  // topmost first
};

Stack readStack(const ZipReader& zip, const std::string& name) {
  const auto text = zip.read("stack.xml", kMaxText);
  QXmlStreamReader xml(QByteArray(textOf(text).data(), qsizetype(text.size())));
  Stack stack;
  std::vector<Group> groups{Group{}};
  while (!xml.atEnd()) {
    xml.readNext();
    if (xml.isEndElement() && xml.name() == QLatin1String("stack") && groups.size() > 1)
      groups.pop_back();
    if (!xml.isStartElement()) continue;
    const QXmlStreamAttributes attributes = xml.attributes();
    if (xml.name() == QLatin1String("image"))
      stack.size = {number(attributes, "w"), number(attributes, "h")};
    if (xml.name() == QLatin1String("stack")) groups.push_back(within(groups.back(), attributes));
    if (xml.name() != QLatin1String("layer")) continue;
    const Group merged = within(groups.back(), attributes);
    StackLayer layer;
    layer.properties.name = attributes.value("name").toString();
    layer.properties.opacity = merged.opacity;
    layer.properties.visible = merged.visible;
    layer.properties.blend =
        blendModeFromCompositeOp(attributes.value("composite-op").toString().toStdString());
    layer.file = attributes.value("src").toString().toStdString();
    layer.at = merged.offset;
    stack.layers.push_back(std::move(layer));
  }
  if (xml.hasError() || !isCanvasSize(stack.size))
    throw Error(ErrorKind::CorruptFile, "{}: stack.xml is damaged: {}", name,
                xml.hasError() ? xml.errorString().toStdString() : "impossible size");
  return stack;
}

DocumentState readOthers(const ZipReader& zip, const std::string& name) {
  const Stack stack = readStack(zip, name);
  DocumentState state;
  state.size = stack.size;
  ImageMetadata metadata;
  if (zip.contains("mergedimage.png"))
    metadata = decodePngMetadata(zip.read("mergedimage.png", kMaxPicture), "mergedimage.png");
  // Planes are made in the depth of the deepest layer; one layer after the other is unfolded.
  for (const StackLayer& layer : stack.layers)
    if (decodePngDepth(zip.read(layer.file, kMaxPicture), layer.file) == BitDepth::Sixteen)
      state.depth = BitDepth::Sixteen;
  state.metadata = std::make_shared<const ImageMetadata>(std::move(metadata));
  for (size_t i = stack.layers.size(); i-- > 0;) {
    Layer layer;
    layer.id = {state.nextLayer++};
    layer.properties = stack.layers[i].properties;
    layer.pixels = planeFromImage(readPng(zip, stack.layers[i].file), stack.layers[i].at, state);
    state.active = layer.id;
    state.layers.push_back(std::move(layer));
  }
  return state;
}

}  // namespace

DocumentState openOpenRaster(const std::filesystem::path& path) {
  const ZipReader zip(path);
  if (zip.contains("pentimento.json")) return readOurs(zip, path.string());
  if (zip.contains("stack.xml")) return readOthers(zip, path.string());
  throw Error(ErrorKind::CorruptFile, "{} is an archive, but not an OpenRaster document",
              path.string());
}

}  // namespace pentimento

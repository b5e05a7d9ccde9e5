#include "app/history/picture_file.h"

#include <QFileInfo>
#include <QImageReader>

#include "core/api/recipe_text.h"
#include "core/imaging/codec.h"

namespace pentimento {
namespace {

constexpr int kPngCompression = 4;  // of zlib: half the time of 9 for a few percent of size

/// Both texts of a recipe, ours with the place of the picture in its family.
void stampOrigin(ImageMetadata& metadata, const GenerationRequest& recipe,
                 const PictureOrigin& origin) {
  const QString model = QFileInfo(QString::fromStdString(recipe.model)).completeBaseName();
  stampRecipe(metadata, recipe, {model.toStdString(), {}});
  OrderedJson json = OrderedJson::parse(*metadata.text(kRecipeKeyword));
  json["key"] = origin.key.toStdString();
  if (!origin.parent.isEmpty()) json["parent"] = origin.parent.toStdString();
  json["created"] = origin.created.toUTC().toString(Qt::ISODateWithMs).toStdString();
  metadata.setText(kRecipeKeyword, json.dump());
}

void describeRequest(const GenerationRequest& request, HistoryEntry& entry) {
  entry.task = request.task;
  entry.seed = request.seed.value;
  entry.prompt = QString::fromStdString(request.prompt);
  entry.negativePrompt = QString::fromStdString(request.negativePrompt);
  entry.model = QString::fromStdString(request.model);
  entry.recipe = toJson(request).dump();
}

}  // namespace

qint64 writePicture(const QString& path, const GeneratedImage& picture,
                    const PictureOrigin& origin) {
  Image image = picture.image;
  stampOrigin(image.metadata, picture.recipe, origin);
  ImageWriteOptions options;
  options.compression = kPngCompression;
  const auto bytes = encodeImage(image, ImageFormat::Png, options);
  writeFileAtomically(path.toStdString(), bytes, IfExists::Refuse);
  return static_cast<qint64>(bytes.size());
}

std::optional<HistoryEntry> describePicture(const QString& path) try {
  QImageReader reader(path, "png");
  const QString text = reader.text(kRecipeKeyword);
  if (text.isEmpty()) return std::nullopt;
  const Json json = parseJson(text.toStdString(), path.toStdString());
  HistoryEntry entry;
  entry.key = QString::fromStdString(json.at("key").get<std::string>());
  entry.parent = QString::fromStdString(json.value("parent", ""));
  entry.created = QDateTime::fromString(
      QString::fromStdString(json.at("created").get<std::string>()), Qt::ISODateWithMs);
  entry.path = path;
  entry.size = reader.size();
  entry.bytes = QFileInfo(path).size();
  describeRequest(requestFromJson(json.at("request")), entry);
  return entry;
} catch (const std::exception&) {  // not ours, or not readable: not in the history
  return std::nullopt;
}

Image readPicture(const QString& path) {
  return readImage(path.toStdString());
}

HistoryEntry entryFor(const GeneratedImage& picture, const PictureOrigin& origin) {
  HistoryEntry entry;
  entry.key = origin.key;
  entry.parent = origin.parent;
  entry.created = origin.created;
  entry.size = {picture.image.width(), picture.image.height()};
  describeRequest(picture.recipe, entry);
  return entry;
}

}  // namespace pentimento

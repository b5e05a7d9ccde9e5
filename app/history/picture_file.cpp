#include "app/history/picture_file.h"

#include <QBuffer>
#include <QFile>
#include <QImageReader>
#include <QImageWriter>

#include "app/history/picture_conversion.h"
#include "core/base/files.h"

namespace pentimento {
namespace {

constexpr const char* kRecipeKeyword = "pentimento";
constexpr int kLineageVersion = 1;
constexpr int kPngCompression = 60;  // of Qt's 0..100 scale: zlib level 4, half the time of level 9

OrderedJson lineage(const GeneratedImage& picture, const PictureOrigin& origin) {
  OrderedJson json{{"version", kLineageVersion}, {"key", origin.key.toStdString()}};
  if (!origin.parent.isEmpty()) json["parent"] = origin.parent.toStdString();
  json["created"] = origin.created.toUTC().toString(Qt::ISODateWithMs).toStdString();
  json["request"] = toJson(picture.recipe);
  return json;
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
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QImageWriter writer(&buffer, "png");
  writer.setText(kRecipeKeyword, QString::fromStdString(lineage(picture, origin).dump()));
  writer.setCompression(kPngCompression);
  if (!writer.write(toQImage(picture.image)))
    throw Error(ErrorKind::Internal, "the picture cannot be written as PNG: {}",
                writer.errorString().toStdString());
  writeFileAtomically(path.toStdString(),
                      std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))),
                      IfExists::Refuse);
  return bytes.size();
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
  entry.bytes = QFile(path).size();
  describeRequest(requestFromJson(json.at("request")), entry);
  return entry;
} catch (const std::exception&) {  // not ours, or not readable: not in the history
  return std::nullopt;
}

Image readPicture(const QString& path) {
  QImageReader reader(path);
  const QImage picture = reader.read();
  if (picture.isNull())
    throw Error(QFile::exists(path) ? ErrorKind::CorruptFile : ErrorKind::NotFound,
                "{} cannot be read: {}", path.toStdString(), reader.errorString().toStdString());
  return fromQImage(picture);
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

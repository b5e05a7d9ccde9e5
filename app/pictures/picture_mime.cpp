#include "app/pictures/picture_mime.h"

#include <QImage>
#include <QUrl>

#include "app/pictures/picture_conversion.h"
#include "core/imaging/codec.h"

namespace pentimento {

std::unique_ptr<QMimeData> mimeDataFor(const Image& picture) {
  auto data = std::make_unique<QMimeData>();
  ImageWriteOptions options;
  options.compression = 1;  // it is read again at once
  const auto png = encodeImage(picture, ImageFormat::Png, options);
  data->setData("image/png",
                QByteArray(reinterpret_cast<const char*>(png.data()), qsizetype(png.size())));
  data->setImageData(toQImage(picture));
  return data;
}

std::unique_ptr<QMimeData> mimeDataFor(const QStringList& paths, const QStringList& keys) {
  auto data = std::make_unique<QMimeData>();
  QList<QUrl> urls;
  for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
  data->setUrls(urls);
  data->setData(kHistoryKeysMime, keys.join('\n').toUtf8());
  return data;
}

std::optional<Image> pictureFrom(const QMimeData& data) {
  for (const char* format : {"image/png", "image/tiff", "image/webp", "image/jpeg"}) {
    if (!data.hasFormat(format)) continue;
    const QByteArray bytes = data.data(format);
    return decodeImage(std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))), format);
  }
  for (const QUrl& url : data.urls())
    if (url.isLocalFile()) return readImage(url.toLocalFile().toStdString());
  if (data.hasImage())
    if (const auto picture = qvariant_cast<QImage>(data.imageData()); !picture.isNull())
      return fromQImage(picture);
  return std::nullopt;
}

}  // namespace pentimento

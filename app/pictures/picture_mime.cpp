#include "app/pictures/picture_mime.h"

#include <QImage>
#include <QUrl>

#include "app/pictures/picture_conversion.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"

namespace pentimento {

namespace {

constexpr const char* kPng = "image/png";
constexpr const char* kQtImage = "application/x-qt-image";

class CopiedMime final : public QMimeData {
 public:
  explicit CopiedMime(std::shared_future<CopiedPicture> copied) : m_copied(std::move(copied)) {}
  [[nodiscard]] QStringList formats() const override { return {kPng, kQtImage}; }
  [[nodiscard]] const std::shared_future<CopiedPicture>& copied() const { return m_copied; }

 protected:
  QVariant retrieveData(const QString& format, QMetaType) const override {
    try {
      if (format == kPng) return m_copied.get().png;
      if (format == kQtImage) return m_copied.get().plain;
    } catch (const std::exception&) {  // was told where it was copied
    }
    return {};
  }

 private:
  std::shared_future<CopiedPicture> m_copied;
};

}  // namespace

CopiedPicture copiedPicture(Image picture) {
  ImageWriteOptions options;
  options.compression = 1;  // it is read again at once
  const auto png = encodeImage(picture, ImageFormat::Png, options);
  CopiedPicture copied;
  copied.png = QByteArray(reinterpret_cast<const char*>(png.data()), qsizetype(png.size()));
  copied.plain = toQImage(picture);
  copied.picture = std::move(picture);
  return copied;
}

std::unique_ptr<QMimeData> mimeDataFor(const Image& picture) {
  std::promise<CopiedPicture> ready;
  ready.set_value(copiedPicture(picture));
  return mimeDataFor(ready.get_future().share());
}

std::unique_ptr<QMimeData> mimeDataFor(std::shared_future<CopiedPicture> copied) {
  return std::make_unique<CopiedMime>(std::move(copied));
}

std::unique_ptr<QMimeData> mimeDataFor(const QStringList& paths, const QStringList& keys) {
  auto data = std::make_unique<QMimeData>();
  QList<QUrl> urls;
  for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
  data->setUrls(urls);
  data->setData(kHistoryKeysMime, keys.join('\n').toUtf8());
  return data;
}

PictureLoader pictureLoader(const QMimeData& data) {
  if (const auto* ours = dynamic_cast<const CopiedMime*>(&data))
    return [copied = ours->copied()]() -> Image {
      try {
        return copied.get().picture;
      } catch (const std::future_error&) {
        throw Error(ErrorKind::InvalidInput, "the copying was stopped; copy the picture again");
      }
    };
  for (const char* format : {kPng, "image/tiff", "image/webp", "image/jpeg"})
    if (data.hasFormat(format))
      return [bytes = data.data(format), format] {
        return decodeImage(std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))),
                           format);
      };
  for (const QUrl& url : data.urls())
    if (url.isLocalFile())
      return [path = url.toLocalFile().toStdString()] { return readImage(path); };
  if (data.hasImage())
    if (const auto picture = qvariant_cast<QImage>(data.imageData()); !picture.isNull())
      return [picture] { return fromQImage(picture); };
  return {};
}

std::optional<Image> pictureFrom(const QMimeData& data) {
  const PictureLoader load = pictureLoader(data);
  return load ? std::optional(load()) : std::nullopt;
}

}  // namespace pentimento

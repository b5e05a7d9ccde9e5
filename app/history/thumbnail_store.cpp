#include "app/history/thumbnail_store.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <algorithm>

#include "app/pictures/picture_conversion.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "core/imaging/colour_profile.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"

namespace pentimento {
namespace {

constexpr int kJpegQuality = 88;

/// Colour-managed: thumbnails are sRGB whatever the picture's profile.
QImage makeThumbnail(const QString& path) try {
  Image picture = readImage(path.toStdString());
  const QSize fitted =
      QSize(picture.width(), picture.height())
          .scaled(ThumbnailStore::kSide, ThumbnailStore::kSide, Qt::KeepAspectRatio)
          .expandedTo({1, 1});
  if (fitted.width() < picture.width())
    picture = resized(picture, {fitted.width(), fitted.height()}, ResizeFilter::Area);
  if (!picture.metadata.iccProfile.empty()) picture = withProfile(picture, {});
  return toQImage(toDepth(picture, BitDepth::Eight));
} catch (const Error&) {  // gone or damaged: there is nothing to show
  return {};
}

QByteArray encoded(const QImage& picture) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  picture.convertToFormat(QImage::Format_RGB888).save(&buffer, "jpg", kJpegQuality);
  return bytes;
}

}  // namespace

ThumbnailStore::ThumbnailStore(const QString& cacheFolder, QObject* parent)
    : QObject(parent), m_path(cacheFolder + "/thumbnails.sqlite") {}

ThumbnailStore::~ThumbnailStore() {
  forgetRequests();
  m_thread.run([this] { m_file.reset(); });
}

void ThumbnailStore::request(const QString& key, const QString& picturePath) {
  {
    const std::lock_guard lock(m_mutex);
    const auto asked = std::ranges::find(m_requests, key, &std::pair<QString, QString>::first);
    if (asked != m_requests.end()) {
      std::rotate(asked, asked + 1, m_requests.end());
      return;
    }
    m_requests.emplace_back(key, picturePath);
  }
  m_thread.post([this] { serve(); });
}

void ThumbnailStore::forgetRequests() {
  const std::lock_guard lock(m_mutex);
  m_requests.clear();
}

void ThumbnailStore::serve() {
  std::pair<QString, QString> request;
  {
    const std::lock_guard lock(m_mutex);
    if (m_requests.empty()) return;
    request = std::move(m_requests.back());
    m_requests.pop_back();
  }
  const QImage thumbnail = load(request.first, request.second);
  if (thumbnail.isNull()) return;
  QMetaObject::invokeMethod(
      this, [this, key = request.first, thumbnail] { Q_EMIT ready(key, thumbnail); },
      Qt::QueuedConnection);
}

QImage ThumbnailStore::load(const QString& key, const QString& path) {
  open();
  if (const QImage stored = QImage::fromData(find(key)); !stored.isNull()) return stored;
  QImage made = makeThumbnail(path);
  if (!made.isNull()) keep(key, made);
  return made;
}

QByteArray ThumbnailStore::find(const QString& key) try {
  if (!m_file) return {};
  QSqlQuery row = m_file->run("SELECT jpeg FROM thumbnails WHERE key = ?", {key});
  return row.next() ? row.value(0).toByteArray() : QByteArray();
} catch (const Error& error) {  // made again
  replaceIfDamaged(error);
  return {};
}

void ThumbnailStore::keep(const QString& key, const QImage& thumbnail) try {
  if (m_file)
    m_file->run("INSERT OR REPLACE INTO thumbnails VALUES (?, ?)", {key, encoded(thumbnail)});
} catch (const Error& error) {  // a cache that cannot be written is slow, not wrong
  replaceIfDamaged(error);
}

void ThumbnailStore::open() {
  if (m_opened) return;
  m_opened = true;
  QDir().mkpath(QFileInfo(m_path).path());
  try {
    openFile();
  } catch (const Error& error) {
    replaceIfDamaged(error);
  }
}

// Not checked as a whole: with thousands of pictures that takes longer than making those seen.
void ThumbnailStore::openFile() {
  m_file.reset();
  auto file = std::make_unique<SqliteFile>(m_path, SqliteAccess::ReadWrite);
  file->run("PRAGMA synchronous = OFF");
  file->run("CREATE TABLE IF NOT EXISTS thumbnails (key TEXT PRIMARY KEY, jpeg BLOB)");
  m_file = std::move(file);
}

void ThumbnailStore::replaceIfDamaged(const Error& error) {
  if (error.kind() != ErrorKind::CorruptFile) return;
  m_file.reset();
  for (const char* part : {"", "-wal", "-shm"}) QFile::remove(m_path + part);
  try {
    openFile();
  } catch (const Error&) {  // then there is none
  }
}

}  // namespace pentimento

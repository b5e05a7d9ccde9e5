#include "app/history/thumbnail_store.h"

#include <QBuffer>
#include <QDir>
#include <QImageReader>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>
#include <algorithm>

namespace pentimento {
namespace {

constexpr int kJpegQuality = 88;

QImage makeThumbnail(const QString& path) {
  QImageReader reader(path);
  reader.setAutoTransform(true);
  const QSize size = reader.size();
  const QSize box(ThumbnailStore::kSide, ThumbnailStore::kSide);
  const bool large = size.width() > box.width() || size.height() > box.height();
  const QImage picture = reader.read();
  if (picture.isNull() || !large) return picture;
  return picture.scaled(box, Qt::KeepAspectRatio, Qt::SmoothTransformation);
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
  m_thread.run([this] {
    const QString name = m_database.connectionName();
    m_database = {};
    if (!name.isEmpty()) QSqlDatabase::removeDatabase(name);
  });
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
  QSqlQuery query(m_database);
  query.prepare("SELECT jpeg FROM thumbnails WHERE key = ?");
  query.addBindValue(key);
  if (query.exec() && query.next())
    if (const QImage stored = QImage::fromData(query.value(0).toByteArray()); !stored.isNull())
      return stored;
  query.finish();
  const QImage made = makeThumbnail(path);
  if (made.isNull()) return {};
  query.prepare("INSERT OR REPLACE INTO thumbnails VALUES (?, ?)");
  query.addBindValue(key);
  query.addBindValue(encoded(made));
  query.exec();  // a cache that cannot be written is slow, not wrong
  return made;
}

// A file that is damaged is replaced by an empty one.
void ThumbnailStore::open() {
  if (m_opened) return;
  m_opened = true;
  QDir().mkpath(QFileInfo(m_path).path());
  m_database = QSqlDatabase::addDatabase(
      "QSQLITE", "thumbnails-" + QUuid::createUuid().toString(QUuid::WithoutBraces));
  m_database.setDatabaseName(m_path);
  const auto prepare = [this] {
    if (!m_database.open()) return false;
    QSqlQuery query(m_database);
    query.exec("PRAGMA journal_mode = WAL");
    query.exec("PRAGMA synchronous = OFF");
    return query.exec("CREATE TABLE IF NOT EXISTS thumbnails (key TEXT PRIMARY KEY, jpeg BLOB)") &&
           query.exec("PRAGMA quick_check(1)") && query.next() && query.value(0) == "ok";
  };
  if (prepare()) return;
  m_database.close();
  for (const char* part : {"", "-wal", "-shm"}) QFile::remove(m_path + part);
  prepare();
}

}  // namespace pentimento

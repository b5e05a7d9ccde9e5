#include "app/history/history_store.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QUuid>
#include <algorithm>
#include <utility>

#include "app/history/picture_file.h"

namespace pentimento {
namespace {

constexpr int kBackups = 10;
constexpr int kBackupDays = 7;

QStringList backupsIn(const QString& folder) {
  return QDir(folder).entryList({"history-*.sqlite"}, QDir::Files, QDir::Name | QDir::Reversed);
}

QStringList picturesBelow(const QString& root) {
  QStringList paths;
  QDirIterator files(root, {"*.png"}, QDir::Files, QDirIterator::Subdirectories);
  while (files.hasNext()) paths << files.next();
  return paths;
}

}  // namespace

HistoryStore::HistoryStore(const HistoryFolders& folders, QObject* parent)
    : QObject(parent), m_folders(folders), m_databasePath(folders.data + "/history.sqlite") {
  m_thread.post([this] { open(); });
}

HistoryStore::~HistoryStore() {
  m_reader.reset();  // before the writer, so that the last to close is the one that checkpoints
  m_thread.run([this] { m_writer.reset(); });
}

QString HistoryStore::add(const GeneratedImage& picture, const QString& parent) {
  return m_thread.run([&] { return store(picture, parent); });
}

// A file that cannot be read is for the writing thread to find and to replace.
template <typename Read>
auto HistoryStore::read(const Read& answer) const
    -> decltype(answer(std::declval<const HistoryDatabase&>())) {
  if (!m_reader) return {};
  try {
    return answer(*m_reader);
  } catch (const Error&) {
    return {};
  }
}

std::vector<HistoryItem> HistoryStore::items(const HistoryQuery& query) const {
  return read([&](const HistoryDatabase& database) { return database.items(query); });
}

std::optional<HistoryEntry> HistoryStore::entry(const QString& key) const {
  return read([&](const HistoryDatabase& database) { return database.entry(key); });
}

HistoryFamily HistoryStore::family(const QString& key) const {
  return read([&](const HistoryDatabase& database) { return database.family(key); });
}

QStringList HistoryStore::boards() const {
  return read([](const HistoryDatabase& database) { return database.boards(); });
}

QStringList HistoryStore::models() const {
  return read([](const HistoryDatabase& database) { return database.models(); });
}

qint64 HistoryStore::totalBytes() const {
  return read([](const HistoryDatabase& database) { return database.totalBytes(); });
}

void HistoryStore::setStarred(const QStringList& keys, bool starred) {
  write([=](HistoryDatabase& database) { database.setStarred(keys, starred); });
}

void HistoryStore::setBoard(const QStringList& keys, const QString& board) {
  write([=](HistoryDatabase& database) { database.setBoard(keys, board); });
}

void HistoryStore::moveToTrash(const QStringList& keys) {
  write(
      [=](HistoryDatabase& database) { database.setTrashed(keys, QDateTime::currentDateTime()); });
}

void HistoryStore::restoreFromTrash(const QStringList& keys) {
  write([=](HistoryDatabase& database) { database.setTrashed(keys, {}); });
}

void HistoryStore::deleteForEver(const QStringList& keys) {
  write([=, this](HistoryDatabase& database) { removeWithFiles(database, keys); });
}

void HistoryStore::write(std::function<void(HistoryDatabase&)> change) {
  m_thread.post([this, change = std::move(change)] {
    try {
      openDatabase();
      change(*m_writer);
      announce([this] { Q_EMIT changed(); });
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::CorruptFile && m_writer) rebuild();
      announceFailure(error);
    }
  });
}

// ---- on the writing thread

void HistoryStore::announce(std::function<void()> function) {
  QMetaObject::invokeMethod(this, std::move(function), Qt::QueuedConnection);
}

void HistoryStore::announceFailure(const Error& error) {
  announce([this, text = QString::fromUtf8(error.what())] { Q_EMIT failed(text); });
}

void HistoryStore::open() {
  try {
    openDatabase();
    m_writer->check();  // while the list is shown already
    reconcile();
    emptyOldTrash();
    backUpWeekly();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::CorruptFile && m_writer)
      rebuild();
    else
      announceFailure(error);
  }
}

void HistoryStore::openDatabase() {
  if (m_writer) return;
  if (!QDir().mkpath(m_folders.data))
    throw Error(ErrorKind::Io,
                "the folder {} cannot be made or written: new pictures are not indexed",
                m_folders.data.toStdString());
  try {
    m_writer = std::make_unique<HistoryDatabase>(m_databasePath, SqliteAccess::ReadWrite);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::CorruptFile) throw;
    replaceDamagedDatabase();
  }
  announceReader();
}

void HistoryStore::announceReader() {
  announce([this] {
    try {
      m_reader = std::make_unique<HistoryDatabase>(m_databasePath, SqliteAccess::ReadOnly);
      Q_EMIT ready();
    } catch (const Error& error) {
      Q_EMIT failed(QString::fromUtf8(error.what()));
    }
  });
}

void HistoryStore::replaceDamagedDatabase() {
  m_writer.reset();
  const QString aside = setAsideDamaged(m_databasePath);
  m_writer = std::make_unique<HistoryDatabase>(m_databasePath, SqliteAccess::ReadWrite);
  m_rebuild = true;
  announce([this, aside] {
    Q_EMIT rebuilt(tr("The history was damaged. It is rebuilt from your pictures; the damaged file "
                      "is kept as %1.")
                       .arg(aside));
  });
}

// Damage that showed only while the database was used.
void HistoryStore::rebuild() {
  try {
    replaceDamagedDatabase();
    announceReader();
    reconcile();
  } catch (const Error& error) {
    announceFailure(error);
  }
}

void HistoryStore::reconcile() {
  QSet<QString> keys, paths, lost;
  for (const auto& [key, path] : m_writer->keysAndPaths()) {
    keys.insert(key);
    paths.insert(path);
    if (!QFile::exists(path)) lost.insert(key);
  }
  std::vector<HistoryEntry> unknown;
  int moved = 0;
  for (const QString& path : picturesBelow(m_folders.pictures)) {
    if (paths.contains(path)) continue;
    auto entry = describePicture(path);
    if (!entry) continue;
    if (lost.remove(entry->key)) {  // the artist tidied up: stars and boards stay
      m_writer->setPath(entry->key, path);
      ++moved;
    } else if (!keys.contains(entry->key)) {  // else a copy of one that is here
      keys.insert(entry->key);
      unknown.push_back(std::move(*entry));
    }
  }
  // A folder with nothing at all in it is where a disk is not mounted, rather than all deleted.
  if (!lost.isEmpty() && !QDir(m_folders.pictures).isEmpty()) m_writer->remove(lost.values());
  m_writer->insert(unknown);
  if (std::exchange(m_rebuild, false)) {
    const QString folder = m_folders.data + "/backups/";
    for (const QString& backup : backupsIn(folder))
      if (m_writer->restoreMarks(folder + backup)) break;
  }
  const auto found = static_cast<int>(unknown.size());
  if (found > 0) announce([this, found] { Q_EMIT adopted(found); });
  if (found > 0 || moved > 0 || !lost.isEmpty()) announce([this] { Q_EMIT changed(); });
}

void HistoryStore::emptyOldTrash() {
  const QStringList old =
      m_writer->trashedBefore(QDateTime::currentDateTime().addDays(-kTrashDays));
  if (!old.isEmpty()) removeWithFiles(*m_writer, old);
}

void HistoryStore::removeWithFiles(HistoryDatabase& database, const QStringList& keys) {
  for (const QString& key : keys)
    if (const auto entry = database.entry(key)) QFile::remove(entry->path);
  database.remove(keys);
}

void HistoryStore::backUpWeekly() {
  const QString folder = m_folders.data + "/backups";
  const QDate today = QDate::currentDate();
  const QStringList backups = backupsIn(folder);
  const auto dateOf = [](const QString& name) {
    return QDate::fromString(name.mid(8, 8), "yyyyMMdd");
  };
  if (!backups.isEmpty() && dateOf(backups.first()).daysTo(today) < kBackupDays) return;
  QDir().mkpath(folder);
  // A backup that was cut short must not pass for the newest one.
  const QString unfinished = folder + "/unfinished.sqlite";
  QFile::remove(unfinished);
  m_writer->backUp(unfinished);
  QFile::rename(unfinished,
                QString("%1/history-%2.sqlite").arg(folder, today.toString("yyyyMMdd")));
  for (const QString& old : backups.mid(kBackups - 1)) QFile::remove(folder + "/" + old);
}

QString HistoryStore::store(const GeneratedImage& picture, const QString& parent) {
  const PictureOrigin origin{QUuid::createUuid().toString(QUuid::WithoutBraces), parent,
                             QDateTime::currentDateTime()};
  HistoryEntry entry = entryFor(picture, origin);
  entry.path = nextPath(origin.created, entry.seed);
  entry.bytes = writePicture(entry.path, picture, origin);
  index(entry);
  announce([this, key = entry.key] { Q_EMIT added(key); });
  return entry.key;
}

// The picture is safe already and says of itself all that the database holds, so whatever happens
// here is told and mended later.
void HistoryStore::index(const HistoryEntry& entry) {
  try {
    openDatabase();
    m_writer->insert(entry);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::CorruptFile && m_writer)
      rebuild();
    else
      announceFailure(error);
  }
}

QString HistoryStore::nextPath(const QDateTime& created, quint64 seed) {
  const QString folder = m_folders.pictures + "/" + created.toString("yyyy-MM-dd");
  if (!QDir().mkpath(folder))
    throw Error(ErrorKind::Io, "the folder {} cannot be made: choose another folder for pictures",
                folder.toStdString());
  if (folder != m_numberedFolder) {
    m_number = 0;
    for (const QString& name : QDir(folder).entryList({"*.png"}, QDir::Files))
      m_number = std::max(m_number, name.section('-', 0, 0).toInt());
    m_numberedFolder = folder;
  }
  return QString("%1/%2-%3.png").arg(folder).arg(++m_number, 5, 10, QChar('0')).arg(seed);
}

}  // namespace pentimento

#include "app/storage/sqlite_file.h"

#include <QDateTime>
#include <QFile>
#include <QSqlError>
#include <QUuid>

#include "core/base/error.h"

namespace pentimento {
namespace {

// SQLite's primary result codes.
constexpr int kSqliteCorrupt = 11;
constexpr int kSqliteNotADatabase = 26;

[[noreturn]] void fail(const QSqlError& error, const QString& path) {
  const int code = error.nativeErrorCode().toInt() & 0xff;
  const bool corrupt = code == kSqliteCorrupt || code == kSqliteNotADatabase;
  throw Error(corrupt ? ErrorKind::CorruptFile : ErrorKind::Io, "{}: {}", path.toStdString(),
              error.databaseText().toStdString());
}

}  // namespace

SqliteFile::SqliteFile(const QString& path, SqliteAccess access)
    : m_connection(QUuid::createUuid().toString(QUuid::WithoutBraces)) {
  m_database = QSqlDatabase::addDatabase("QSQLITE", m_connection);
  m_database.setDatabaseName(path);
  m_database.setConnectOptions(access == SqliteAccess::ReadOnly
                                   ? "QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=3000"
                                   : "QSQLITE_BUSY_TIMEOUT=3000");
  try {
    if (!m_database.open()) fail(m_database.lastError(), path);
    if (access == SqliteAccess::ReadOnly) return;
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
  } catch (...) {
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
    throw;
  }
}

SqliteFile::~SqliteFile() {
  m_database.close();
  m_database = {};
  QSqlDatabase::removeDatabase(m_connection);
}

QSqlQuery SqliteFile::run(const QString& sql, const QVariantList& values) const {
  QSqlQuery query(m_database);
  query.setForwardOnly(true);
  if (!query.prepare(sql)) fail(query.lastError(), m_database.databaseName());
  for (const QVariant& value : values) query.addBindValue(value);
  if (!query.exec()) fail(query.lastError(), m_database.databaseName());
  return query;
}

void SqliteFile::check() const {
  QSqlQuery answer = run("PRAGMA integrity_check(1)");
  if (!answer.next() || answer.value(0).toString() != "ok")
    throw Error(ErrorKind::CorruptFile, "{} is damaged", m_database.databaseName().toStdString());
}

int SqliteFile::version() const {
  QSqlQuery answer = run("PRAGMA user_version");
  return answer.next() ? answer.value(0).toInt() : 0;
}

void SqliteFile::setVersion(int version) {
  run(QString("PRAGMA user_version = %1").arg(version));
}

SqliteTransaction::SqliteTransaction(const SqliteFile& file) : m_file(file) {
  m_file.run("BEGIN IMMEDIATE");
}

SqliteTransaction::~SqliteTransaction() {
  if (!m_open) return;
  QSqlQuery query(m_file.m_database);
  query.exec("ROLLBACK");  // a full disk may have ended the transaction already
}

void SqliteTransaction::commit() {
  m_file.run("COMMIT");
  m_open = false;
}

QString setAsideDamaged(const QString& path) {
  const QString aside =
      path + ".damaged-" + QDateTime::currentDateTime().toString("yyyyMMdd-HHmmss-zzz");
  if (!QFile::rename(path, aside))
    throw Error(ErrorKind::Io, "{} is damaged and cannot be set aside: is its folder read-only?",
                path.toStdString());
  for (const char* part : {"-wal", "-shm"}) QFile::rename(path + part, aside + part);
  return aside;
}

}  // namespace pentimento

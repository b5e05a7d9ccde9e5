/// A connection to an SQLite file whose failures are `Error`s.
#pragma once

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

namespace pentimento {

/// Only one connection of a file may write: SQLite before 3.51.3 can damage a file that two
/// connections write or checkpoint at once.
enum class SqliteAccess { ReadWrite, ReadOnly };

/// What a `run` that returned has changed is on the disk (WAL, synchronous FULL).
/// Thread-safety: made, used and destroyed on one thread.
class SqliteFile {
 public:
  /// @throws Error(Io) when it cannot be opened; Error(CorruptFile) when it is damaged or foreign
  SqliteFile(const QString& path, SqliteAccess access);
  ~SqliteFile();
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  /// Executes one statement; `values` take the places of its question marks.
  /// @throws Error(CorruptFile, Io) naming the file and SQLite's reason
  QSqlQuery run(const QString& sql, const QVariantList& values = {}) const;
  /// Looks at every page, and at every index against its table. @throws Error(CorruptFile)
  void check() const;
  [[nodiscard]] int version() const;  ///< of the tables, 0 in a new file
  void setVersion(int version);

 private:
  friend class SqliteTransaction;
  QString m_connection;
  QSqlDatabase m_database;
};

/// Statements that take effect together; undone unless committed.
class SqliteTransaction {
 public:
  explicit SqliteTransaction(const SqliteFile& file);
  ~SqliteTransaction();
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;
  void commit();  ///< @throws Error(Io), disk full above all

 private:
  const SqliteFile& m_file;
  bool m_open = true;
};

/// Gives a damaged file and what belongs to it another name beside it. @return the new path
/// @throws Error(Io) when the folder cannot be written
QString setAsideDamaged(const QString& path);

}  // namespace pentimento

/// The index of the history: one SQLite file.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "app/history/history_entry.h"
#include "app/storage/sqlite_file.h"

namespace pentimento {

/// One connection to the history's database. What `insert` returned from is on the disk.
/// Thread-safety: made, used and destroyed on one thread.
class HistoryDatabase {
 public:
  /// Makes or migrates the tables when it may write.
  /// @throws Error(CorruptFile) when the file is foreign, or so damaged that it shows at once;
  /// Error(Io) when it cannot be opened
  HistoryDatabase(const QString& path, SqliteAccess access);

  /// The whole file, the index of words too. @throws Error(CorruptFile)
  void check() const;

  void insert(const HistoryEntry& entry);  ///< @throws Error(Io); an existing key is left as it is
  void insert(const std::vector<HistoryEntry>& entries);  ///< all or none
  void remove(const QStringList& keys);
  void setStarred(const QStringList& keys, bool starred);
  void setBoard(const QStringList& keys, const QString& board);
  void setTrashed(const QStringList& keys, const QDateTime& when);
  void setPath(const QString& key, const QString& path);

  [[nodiscard]] std::vector<HistoryItem> items(const HistoryQuery& query) const;  ///< newest first
  [[nodiscard]] std::optional<HistoryEntry> entry(const QString& key) const;
  [[nodiscard]] HistoryFamily family(const QString& key) const;
  [[nodiscard]] QStringList boards() const;
  [[nodiscard]] QStringList models() const;
  [[nodiscard]] qint64 totalBytes() const;
  /// Of all entries, with the key they belong to.
  [[nodiscard]] std::vector<std::pair<QString, QString>> keysAndPaths() const;
  [[nodiscard]] QStringList trashedBefore(const QDateTime& when) const;

  void backUp(const QString& path) const;  ///< a compact copy of what is there now
  /// Takes stars, boards and trash from an earlier copy, for entries that are here.
  /// @return false when it cannot be read
  [[nodiscard]] bool restoreMarks(const QString& backupPath);

 private:
  void requireTables() const;

  SqliteFile m_file;
};

}  // namespace pentimento

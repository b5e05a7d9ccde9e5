/// Every picture ever made, for the studio.
#pragma once

#include <QObject>
#include <atomic>
#include <memory>
#include <utility>

#include "app/history/history_database.h"
#include "app/history/history_entry.h"
#include "core/api/generation_result.h"
#include "core/base/error.h"
#include "core/base/task_thread.h"

namespace pentimento {

struct HistoryFolders {
  QString pictures;  ///< root; a folder per day below it
  QString data;      ///< database and its backups
};

/// Pictures as files, a database that indexes them, and a thread that writes both. Opening is cheap
/// and happens on that thread, which then checks the whole file; until `ready` the lists are empty.
///
/// A database that is damaged is kept under another name and rebuilt from the pictures; stars and
/// boards come back from the newest weekly backup.
///
/// Thread-safety: `add` from any thread (it blocks until the picture is safe); everything else on
/// the thread the store lives in, where its signals are emitted.
class HistoryStore final : public QObject {
  Q_OBJECT
 public:
  static constexpr int kTrashDays = 30;

  explicit HistoryStore(const HistoryFolders& folders, QObject* parent = nullptr);
  ~HistoryStore() override;

  /// Writes the picture, then its entry. When this returns no crash can lose it.
  /// @param parent key of the picture it was made from, or empty
  /// @return its key @throws Error(Io) with folder and reason: disk full, read-only ...
  QString add(const GeneratedImage& picture, const QString& parent);

  [[nodiscard]] std::vector<HistoryItem> items(const HistoryQuery& query) const;
  [[nodiscard]] std::optional<HistoryEntry> entry(const QString& key) const;
  [[nodiscard]] HistoryFamily family(const QString& key) const;
  [[nodiscard]] QStringList boards() const;
  [[nodiscard]] QStringList models() const;
  [[nodiscard]] qint64 totalBytes() const;
  [[nodiscard]] bool isReady() const noexcept { return m_reader != nullptr; }

  // Each is done when `changed` is emitted.
  void setStarred(const QStringList& keys, bool starred);
  void setBoard(const QStringList& keys, const QString& board);  ///< empty takes it off its board
  void moveToTrash(const QStringList& keys);
  void restoreFromTrash(const QStringList& keys);
  void deleteForEver(const QStringList& keys);  ///< files too

 Q_SIGNALS:
  void ready();
  void added(const QString& key);
  void changed();
  void rebuilt(const QString& sentence);  ///< a damaged database was replaced: what was kept, where
  void adopted(int pictures);             ///< files were found that the database did not know
  void failed(const QString& sentence);   ///< the history cannot be written

 private:
  template <typename Read>
  [[nodiscard]] auto read(const Read& answer) const
      -> decltype(answer(std::declval<const HistoryDatabase&>()));

  // On the writing thread.
  void open();
  void openDatabase();
  void announceReader();
  void replaceDamagedDatabase();
  void rebuild();
  void index(const HistoryEntry& entry);
  void announceFailure(const Error& error);
  void reconcile();
  void emptyOldTrash();
  void backUpWeekly();
  QString store(const GeneratedImage& picture, const QString& parent);
  QString nextPath(const QDateTime& created, quint64 seed);
  void write(std::function<void(HistoryDatabase&)> change);
  void removeWithFiles(HistoryDatabase& database, const QStringList& keys);
  void announce(std::function<void()> function);

  HistoryFolders m_folders;
  QString m_databasePath;
  std::unique_ptr<HistoryDatabase> m_reader;  // of the store's own thread
  std::unique_ptr<HistoryDatabase> m_writer;  // of the writing thread
  QString m_numberedFolder;                   // of the writing thread: the day m_number counts in
  int m_number = 0;
  bool m_rebuild = false;  // of the writing thread: marks are to be restored
  TaskThread m_thread;
};

}  // namespace pentimento

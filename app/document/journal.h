/// Autosave: a document with its undo, on disk while it is edited.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <memory>
#include <optional>

#include "app/document/document.h"
#include "core/base/task_thread.h"

namespace pentimento {

class JournalFile;

/// Follows one document and writes what is new a moment after every step: new tiles, and what the
/// states are made of. A crash at any time leaves the last complete write. The session goes on from
/// it, undo included, whether the studio crashed or was closed.
///
/// Writing happens on a thread of its own; the document's tiles are shared with it, not copied.
/// Thread-safety: use it on the thread it lives in.
class Journal final : public QObject {
  Q_OBJECT
 public:
  static constexpr int kDelay = 2000;  ///< ms from a step to the write that keeps it

  /// @param path of the file; its folder is made when something is first written
  explicit Journal(const QString& path, QObject* parent = nullptr);
  ~Journal() override;  ///< writes what is still to be written

  /// What the last session left.
  struct Remains {
    std::optional<DocumentState> state;  ///< absent when there was none
    UndoHistory history;
    quint64 revision = 0, savedRevision = 0;
    QString origin;   ///< the file it was opened from or saved to; may be empty
    QString failure;  ///< a damaged journal was set aside
  };
  /// Takes its time with large pictures; on any thread.
  [[nodiscard]] Remains load();
  struct Session {
    std::unique_ptr<Document> document;  ///< null when there was none
    QString origin;
  };
  /// The document of what `load` returned. `failed` tells what could not be read.
  [[nodiscard]] Session restore(Remains remains);

  /// Follows this document instead of the one before, whose latest steps are not waited for: they
  /// are kept elsewhere, or not worth it. It is not owned; null follows none and keeps what is
  /// there.
  void follow(Document* document, const QString& origin);
  void setOrigin(const QString& origin);  ///< after Save As
  /// Waits until everything up to now is on the disk.
  void flush();

 Q_SIGNALS:
  void written();
  void failed(const QString& sentence);  ///< disk full, read-only: the document itself is not lost

 private:
  void schedule();
  void write();

  QPointer<Document> m_document;
  QPointer<Document> m_restored;  // until it is followed
  QString m_origin;
  QTimer m_timer;
  std::unique_ptr<JournalFile> m_file;  // of the thread
  TaskThread m_thread;
};

}  // namespace pentimento

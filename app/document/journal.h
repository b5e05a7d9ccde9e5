/// Autosave: a document with its undo, on disk while it is edited.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <memory>

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

  struct Session {
    std::unique_ptr<Document> document;
    QString origin;  ///< the file it was opened from or saved to; may be empty
  };
  /// What the last session left; no document when there was none. A damaged journal is set aside
  /// and `failed` tells so.
  [[nodiscard]] Session restore();

  /// Follows this document instead of the one before. It is not owned; null follows none and keeps
  /// what is there.
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

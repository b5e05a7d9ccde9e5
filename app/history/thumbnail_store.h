/// Small pictures of the history's entries, made once.
#pragma once

#include <QImage>
#include <QObject>
#include <memory>
#include <mutex>
#include <vector>

#include "app/storage/sqlite_file.h"
#include "core/base/error.h"
#include "core/base/task_thread.h"

namespace pentimento {

/// A file of JPEGs that may be deleted at any time; what is missing is made from the picture. All
/// work happens on a thread of its own, the newest request first.
/// Thread-safety: use it on the thread it lives in; `ready` is emitted there.
class ThumbnailStore final : public QObject {
  Q_OBJECT
 public:
  static constexpr int kSide = 256;  ///< of the square that a thumbnail fits in

  explicit ThumbnailStore(const QString& cacheFolder, QObject* parent = nullptr);
  ~ThumbnailStore() override;

  /// Answered by `ready`, unless the picture cannot be read. Asking again while waiting is free.
  void request(const QString& key, const QString& picturePath);
  /// Requests that nobody looks at any more: they scrolled away.
  void forgetRequests();

 Q_SIGNALS:
  void ready(const QString& key, const QImage& thumbnail);

 private:
  void serve();
  [[nodiscard]] QImage load(const QString& key, const QString& path);
  [[nodiscard]] QByteArray find(const QString& key);
  void keep(const QString& key, const QImage& thumbnail);
  void open();
  void openFile();
  void replaceIfDamaged(const Error& error);

  QString m_path;
  std::mutex m_mutex;                                   // guards m_requests
  std::vector<std::pair<QString, QString>> m_requests;  // the last is served first
  std::unique_ptr<SqliteFile> m_file;                   // of the thread
  bool m_opened = false;
  TaskThread m_thread;
};

}  // namespace pentimento

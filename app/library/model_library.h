/// The models in the artist's folders.
#pragma once

#include <QObject>
#include <QStringList>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <tuple>
#include <vector>

#include "core/api/model_card.h"
#include "core/api/run_context.h"
#include "core/base/task_thread.h"
#include "core/weights/model_folders.h"

namespace pentimento {

struct LibraryEntry {
  AssetKind kind = AssetKind::Model;
  QString name;  ///< as `GenerationRequest::model` and prompts name it
  QString path;
  ModelCard card;  ///< role Unknown, with a note, for files that cannot be read
};

/// Lists and probes on a thread of its own; files that have not changed since are not opened again.
/// Thread-safety: use it on the thread it lives in; its signals are emitted there.
class ModelLibrary final : public QObject {
  Q_OBJECT
 public:
  explicit ModelLibrary(QObject* parent = nullptr);
  ~ModelLibrary() override;

  /// Looks through the user's own folders (`ModelFolders::ofUser`) and `folders`, which may have
  /// the layout of ComfyUI, A1111, or none. An earlier scan that is still going on is given up.
  void scan(const QStringList& folders);
  [[nodiscard]] const std::vector<LibraryEntry>& entries() const noexcept { return m_entries; }
  [[nodiscard]] bool scanning() const noexcept { return m_scanning; }

 Q_SIGNALS:
  void started();
  void found(const pentimento::LibraryEntry& entry);  ///< as they come
  void finished();                                    ///< `entries` is complete

 private:
  /// Path, size and time of every file that the card was read from.
  using Stamp = std::vector<std::tuple<std::string, uintmax_t, std::filesystem::file_time_type>>;
  [[nodiscard]] static Stamp stampOf(const std::filesystem::path& model);
  [[nodiscard]] LibraryEntry probe(AssetKind kind, const Asset& asset, const RunContext& run);

  std::vector<LibraryEntry> m_entries;
  bool m_scanning = false;
  int m_scan = 0;  // counts them, so that what an earlier one posted is told apart
  std::stop_source m_stop;
  std::map<QString, std::pair<Stamp, ModelCard>> m_known;  // of the thread
  TaskThread m_thread;
};

}  // namespace pentimento

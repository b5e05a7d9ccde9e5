/// Everything that makes up a running studio.
#pragma once

#include <QTimer>
#include <memory>
#include <stop_token>

#include "app/history/history_store.h"
#include "app/jobs/job_queue.h"
#include "app/settings/settings.h"
#include "app/settings/standard_folders.h"
#include "app/studio/document_flow.h"
#include "app/studio/generation_flow.h"
#include "app/studio/panels_flow.h"
#include "ui/window/main_window.h"

namespace pentimento {

/// Builds services, window and flows; restores the last session.
/// Thread-safety: the GUI thread.
class Studio final : public QObject {
  Q_OBJECT
 public:
  /// @throws Error(Io) when the queue's folder cannot be made
  explicit Studio(const StandardFolders& folders);
  ~Studio() override;

  [[nodiscard]] MainWindow& window() { return *m_window; }
  [[nodiscard]] DocumentFlow& documents() { return *m_documents; }
  [[nodiscard]] GenerationFlow& generation() { return *m_generation; }
  [[nodiscard]] JobQueue& queue() { return *m_queue; }
  [[nodiscard]] HistoryStore& history() { return *m_history; }
  [[nodiscard]] Settings& settings() { return m_settings; }

  /// From another start; brings the window to the front.
  void openFiles(const QStringList& paths);
  /// After something was thrown that nobody caught: what the hand had begun is taken back, the
  /// document is put on the disk, and the sentence is shown.
  void recoverFrom(const QString& failure);
  /// After the window is on the screen: what takes time. @param files from the command line
  void begin(const QStringList& files);

 private:
  void restoreSession();
  void keepPanel();
  void keepSession();
  void rememberPrompt(const QString& prompt);
  void showPromptHistory(const QStringList& newestFirst);

  void unloadWhenIdle();

  StandardFolders m_folders;
  std::stop_source m_ending;  // of the engine's calls
  Settings m_settings;
  std::unique_ptr<HistoryStore> m_history;
  std::unique_ptr<JobQueue> m_queue;  // its worker keeps pictures in the history
  std::unique_ptr<MainWindow> m_window;
  std::unique_ptr<DocumentFlow> m_documents;
  std::unique_ptr<GenerationFlow> m_generation;
  std::unique_ptr<PanelsFlow> m_panels;
  QTimer m_idle;
};

}  // namespace pentimento

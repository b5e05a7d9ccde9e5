/// The studio's window: where canvas and panels meet.
#pragma once

#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QMimeData>

#include "app/jobs/job_queue.h"
#include "app/settings/settings.h"
#include "ui/canvas/canvas_view.h"
#include "ui/prompt/prompt_bar.h"
#include "ui/prompt/prompt_panel.h"
#include "ui/results/results_bar.h"
#include "ui/results/results_grid.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/work_note.h"
#include "ui/window/action_set.h"
#include "ui/window/drop_zones.h"

namespace pentimento {

/// Lays out and knows nothing of what the actions do: that is `app/studio`'s.
class MainWindow final : public QMainWindow {
  Q_OBJECT
 public:
  MainWindow(Settings& settings, JobQueue& queue);

  [[nodiscard]] ActionSet& actions() { return *m_actions; }
  [[nodiscard]] CanvasView& canvas() { return *m_canvas; }
  [[nodiscard]] PromptPanel& promptPanel() { return *m_promptPanel; }
  [[nodiscard]] PromptBar& promptBar() { return *m_promptBar; }
  [[nodiscard]] ResultsBar& results() { return *m_results; }
  [[nodiscard]] ResultsGrid& resultsGrid() { return *m_resultsGrid; }
  [[nodiscard]] MessageBar& messages() { return *m_messages; }
  [[nodiscard]] WorkNote& workNote() { return *m_workNote; }

  /// @param id for the saved layout and for tests
  QDockWidget* addPanel(QWidget* panel, const QString& id, const QString& title,
                        Qt::DockWidgetArea area);
  /// @param name what the button says @param about its tooltip: where the model lies
  void setModelText(const QString& name, const QString& about);
  void setRecentFiles(const QStringList& newestFirst);
  /// Pixels that changed outside of the mask; nullopt: nothing was compared yet.
  void showProof(std::optional<qint64> changedPixels);
  void showDocument(const QString& name, bool modified);
  /// Layout of the last session, or the first one.
  void restoreLayout();
  void saveLayout();

 Q_SIGNALS:
  /// Files, links or pixels were dropped onto the window.
  void dropped(const QMimeData* data, pentimento::DropPurpose purpose);
  void recentFileChosen(const QString& path);
  void recentFilesCleared();
  /// Accept to let it close.
  void closing();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragMoveEvent(QDragMoveEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void makeMenus();
  void makeToolBar();
  void makeStatusBar();
  void connectView();
  void showView();
  void showPanels(bool shown);

  Settings& m_settings;
  ActionSet* m_actions;
  CanvasView* m_canvas;
  PromptPanel* m_promptPanel;
  PromptBar* m_promptBar;
  ResultsBar* m_results;
  ResultsGrid* m_resultsGrid;
  MessageBar* m_messages;
  WorkNote* m_workNote;
  DropZones* m_dropZones;
  QMenu* m_recentFiles;
  QDockWidget* m_queueDock;
  QToolButton* m_model;
  QLabel *m_hint, *m_size, *m_zoom, *m_proof;
  QList<QDockWidget*> m_hiddenTogether;
};

}  // namespace pentimento

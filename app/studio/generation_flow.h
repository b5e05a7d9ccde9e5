/// From the button to the layer.
#pragma once

#include <QObject>
#include <QTimer>
#include <map>

#include "app/history/history_store.h"
#include "app/jobs/job_queue.h"
#include "app/studio/document_flow.h"
#include "app/studio/edit_run.h"
#include "core/base/task_thread.h"
#include "ui/history/history_panel.h"

namespace pentimento {

/// Makes requests of what is on the canvas, shows estimates while they run, puts finished pictures
/// on the canvas as an edit to look at, and proves that nothing else changed.
/// Thread-safety: the GUI thread.
class GenerationFlow final : public QObject {
  Q_OBJECT
 public:
  GenerationFlow(MainWindow& window, DocumentFlow& documents, JobQueue& queue,
                 HistoryStore& history, Settings& settings);

  void setModel(const QString& model);
  [[nodiscard]] const Capabilities& capabilities() const { return m_capabilities; }
  /// What the button says now.
  [[nodiscard]] Intent intent() const;
  void run(std::optional<Intent> intent, bool front = false);
  /// After the document was replaced.
  void follow(Document& document);
  /// From a recipe into the panel.
  void recall(Recall what, const GenerationRequest& recipe);
  /// Generates an edit again on what lies beneath it now; the results join its candidates.
  void rerun(LayerId layer);
  /// Its mask, frame and values are put back on the canvas and into the panel.
  void reopen(LayerId layer);
  /// Goes on with what the last session had asked for: its pictures appear where they belong, as
  /// far as the document is still the one they were asked for.
  void adoptQueue();

 Q_SIGNALS:
  void promptUsed(const QString& prompt);
  /// What the model in use can do, once it is known.
  void modelKnown(const QString& model, const pentimento::Capabilities& capabilities);
  /// The comparison of bytes after a picture was put on the canvas.
  void proved(qint64 changedOutside);

 private:
  // The request (generation_flow.cpp)
  [[nodiscard]] CanvasSituation situation() const;
  void submit(const EditSituation& asked, const DocumentState& on, LayerId layer, bool front);
  void showIntent();
  void connectQueue(JobQueue& queue);
  void connectPanel();
  void showEstimate(EditRun& run, const Job& job, const Progress& progress);
  void receive(JobId id, const KeptPicture& picture);
  void prove(const DocumentState& before, const DocumentState& after,
             const EditDescription& description);
  void announceStray(const KeptPicture& picture);
  void settle(JobId id, const JobOutcome& outcome);
  void useCapabilities(const Capabilities& capabilities);

  // Looking at results (review_flow.cpp)
  void connectReview();
  [[nodiscard]] const Layer* pending() const;
  void showReview();
  void cycle(int direction);
  void choose(int index);
  void accept();
  void cycleCompare();
  void showGrid();
  void editChosen();
  void enlargeChosen();
  [[nodiscard]] QImage candidatePicture(const Layer& layer, int candidate, int side) const;
  /// The results best first, by a CLIP's comparison with their prompt.
  void rank();
  void orderByMatch(LayerId layer, const std::vector<double>& matches);
  void starChosen();
  void saveChosen();
  [[nodiscard]] const Candidate* chosen() const;
  [[nodiscard]] std::optional<GenerationRequest> recipeAtHand() const;
  [[nodiscard]] std::optional<GenerationRequest> recipeIn(const std::string& text) const;
  [[nodiscard]] std::optional<double> matchOf(const Candidate& candidate) const;
  /// What a candidate looks like in its frame.
  [[nodiscard]] Image seen(const Layer& layer, int candidate) const;
  [[nodiscard]] QImage thumbnail(const Layer& layer, int candidate);

  MainWindow& m_window;
  DocumentFlow& m_documents;
  JobQueue& m_queue;
  HistoryStore& m_history;
  Settings& m_settings;
  QString m_model;
  Capabilities m_capabilities;
  std::map<JobId, EditRun> m_runs;
  std::map<std::pair<quint64, int>, QImage> m_thumbnails;  // by layer and candidate
  std::map<QString, double> m_matches;                     // with the prompt, by key in the history
  QTimer m_intentTimer;  // strokes change the canvas faster than anybody reads a label
  TaskThread m_prover;   // last: what it posts to must still live
};

}  // namespace pentimento

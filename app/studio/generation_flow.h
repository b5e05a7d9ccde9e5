/// From the button to the layer.
#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <map>
#include <memory>
#include <variant>

#include "app/history/history_store.h"
#include "app/jobs/job_queue.h"
#include "app/studio/document_flow.h"
#include "app/studio/edit_run.h"
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
  void runNow(std::optional<Intent> intent, bool front);
  [[nodiscard]] CanvasSituation situation() const;
  void submit(const EditSituation& asked, const DocumentState& on, LayerId layer, bool front);
  void enqueue(const std::shared_ptr<EditRun>& run, const std::variant<EditPlan, QString>& planned,
               bool front);
  void cancel();
  void showIntent();
  void connectPanel();
  void useCapabilities(const Capabilities& capabilities);
  void report(const QString& sentence);

  // From the queue to the canvas (arrival_flow.cpp)
  void connectQueue(JobQueue& queue);
  void showQueue();
  void showEstimate(EditRun& run, const Job& job, const Progress& progress);
  void receive(JobId id, const KeptPicture& picture);
  void takeArrivals();
  void putOnCanvas(EditRun& run, const Candidate& candidate);
  void prove(const DocumentState& before, const DocumentState& after,
             const EditDescription& description);
  void announceStray(const QString& key);
  void settle(JobId id, const JobOutcome& outcome);

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
  void offerDetail();
  /// The results best first, by a CLIP's comparison with their prompt.
  void rank();
  void orderByMatch(LayerId layer, const std::vector<double>& matches);
  void starChosen();
  void saveChosen();
  [[nodiscard]] const Candidate* chosen() const;
  [[nodiscard]] std::optional<GenerationRequest> recipeAtHand() const;
  [[nodiscard]] std::optional<GenerationRequest> recipeIn(const std::string& text) const;
  [[nodiscard]] std::optional<double> matchOf(const Candidate& candidate) const;
  /// The document without what lies above the layer.
  [[nodiscard]] DocumentState upTo(const Layer& layer) const;
  /// Null until it is made; then the review is shown anew.
  [[nodiscard]] QImage thumbnail(const Layer& layer, int candidate);

  /// What takes long with large pictures: `make` on a thread of its own, one after another, then
  /// `use` with what it returned, here.
  template <typename Make, typename Use>
  void compose(Make make, Use use) {
    m_composer.start(
        {}, [make = std::move(make)](const RunContext&) mutable { return make(); }, std::move(use));
  }

  MainWindow& m_window;
  DocumentFlow& m_documents;
  JobQueue& m_queue;
  HistoryStore& m_history;
  Settings& m_settings;
  QString m_model;
  Capabilities m_capabilities;
  std::vector<std::shared_ptr<EditRun>> m_planned;  // not in the queue yet
  std::map<JobId, std::shared_ptr<EditRun>> m_runs;
  std::deque<std::pair<std::shared_ptr<EditRun>, Candidate>> m_arrivals;  // wait for the hand
  std::map<QString, QImage> m_thumbnails;                                 // by key in the history
  LayerId m_reopened;                   // its mask may be changed before it is generated again
  std::map<QString, double> m_matches;  // with the prompt, by key in the history
  QTimer m_intentTimer;  // strokes change the canvas faster than anybody reads a label
  QTimer m_arrivalTimer;
  BackgroundWork m_composer;
};

}  // namespace pentimento

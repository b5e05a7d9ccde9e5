// The part of GenerationFlow that follows the queue and puts finished pictures on the canvas.
#include <algorithm>

#include "app/document/canvas_operations.h"
#include "app/document/compositor.h"
#include "app/pictures/picture_conversion.h"
#include "app/studio/generation_flow.h"
#include "core/imaging/composite.h"

namespace pentimento {

void GenerationFlow::connectQueue(JobQueue& queue) {
  connect(&queue, &JobQueue::changed, this, &GenerationFlow::showQueue);
  showQueue();
  connect(&queue, &JobQueue::progressed, this, [this, &queue](JobId id, const Progress& progress) {
    const auto run = m_runs.find(id);
    if (run == m_runs.end() || !progress.preview) return;
    for (const Job& job : queue.jobs())
      if (job.id == id && isUnderWay(job)) showEstimate(*run->second, job, progress);
  });
  connect(&queue, &JobQueue::pictureKept, this, &GenerationFlow::receive);
  connect(&queue, &JobQueue::finished, this, &GenerationFlow::settle);
  connect(&queue, &JobQueue::capabilitiesKnown, this,
          [this](const std::string& model, const Capabilities& capabilities) {
            if (model == m_model.toStdString()) useCapabilities(capabilities);
          });
  connect(&queue, &JobQueue::capabilitiesFailed, this,
          [this](const std::string&, const QString& sentence) { report(sentence); });
  connect(&queue, &JobQueue::generatorLost, this, [this](const QString& sentence) {
    m_window.messages().showMessage(MessageKind::Warning, sentence);
  });
  connect(&queue, &JobQueue::storageFailed, this, &GenerationFlow::report);
}

void GenerationFlow::showQueue() {
  const auto jobs = m_queue.jobs();
  const bool paused = m_queue.paused();
  m_window.promptPanel().setBusy(
      !m_planned.empty() || std::ranges::any_of(jobs, [paused](const Job& job) {
        return isUnderWay(job) && (job.state == JobState::Running || !paused);
      }));
  m_window.actions().action("generate.pause")->setChecked(paused);
}

void GenerationFlow::showEstimate(EditRun& run, const Job& job, const Progress& progress) {
  if (run.document != &m_documents.document()) return;
  const QImage estimate = toQImage(*progress.preview);
  m_window.results().setEstimate(run.firstIndex + job.done, estimate);
  // Once a picture can be looked at, the others arrive in their cells only.
  if (!run.layer)
    m_window.canvas().setPreview(maskedEstimate(estimate, run.plan.previewMask),
                                 run.plan.previewArea);
}

void GenerationFlow::receive(JobId id, const KeptPicture& kept) {
  const auto found = m_runs.find(id);
  if (found == m_runs.end() || !found->second->document) return announceStray(kept.key);
  const std::shared_ptr<EditRun> run = found->second;
  if (kept.clipScore != 0) m_matches[kept.key] = kept.clipScore;
  ++run->arriving;
  compose([run, kept] { return candidateFor(*run, kept); },
          [this, run](const Candidate& candidate) {
            m_arrivals.emplace_back(run, candidate);
            takeArrivals();
          });
}

/// Nobody's stroke is broken off by a picture.
void GenerationFlow::takeArrivals() {
  while (!m_arrivals.empty()) {
    const auto [run, candidate] = m_arrivals.front();
    if (run->document && run->document->isBeingEdited()) return m_arrivalTimer.start();
    m_arrivals.pop_front();
    --run->arriving;
    m_window.canvas().clearPreview();
    // Of a canvas that has another size by now the picture would be in the wrong place.
    const QSize wanted = run->layer ? run->plan.canvas.size() : run->on.size;
    if (run->document && run->document->size() == wanted)
      putOnCanvas(*run, candidate);
    else
      announceStray(candidate.historyId);
  }
  showReview();
}

void GenerationFlow::putOnCanvas(EditRun& run, const Candidate& candidate) {
  Document& document = *run.document;
  const EditDescription& description = run.plan.description;
  if (!run.layer) {
    if (run.plan.canvas != document.state().canvas()) {
      resizeCanvas(document, run.plan.canvas);
      DocumentEdit edit(document, tr("Results"));
      edit.state().frame.reset();
      edit.commit();
    }
    run.layer = beginReview(document, description);
  } else if (run.finished == 0) {
    describeAnew(document, run.layer, description);
  }
  addCandidate(document, run.layer, candidate);
  if (run.layer == m_reopened && run.finished == 0) {
    const Layer* layer = document.layer(run.layer);
    if (layer && layer->edit)
      chooseCandidate(document, run.layer, int(layer->edit->candidates.size()) - 1);
  }
  m_window.canvas().setMaskShownInReview(false);
  ++run.finished;
  const Layer* layer = document.layer(run.layer);
  if (!layer || !layer->edit) return;  // discarded meanwhile; the history has it
  DocumentState after = document.state();
  const int index = after.indexOf(run.layer);
  after.layers.resize(size_t(index) + 1);
  after.layers.back().pixels = candidate.pixels;
  prove(document.state().beneath(run.layer), after, description);
}

void GenerationFlow::prove(const DocumentState& before, const DocumentState& after,
                           const EditDescription& description) {
  if (description.effective.empty()) return;  // all of it was to change
  compose(
      [before, after, effective = description.effective] {
        return countChangedOutside(composed(before, allLayers(before), before.canvas()),
                                   composed(after, allLayers(after), after.canvas()), effective);
      },
      [this](qint64 changed) {
        m_window.showProof(changed);
        m_window.results().setChangedOutside(changed);
        Q_EMIT proved(changed);
      });
}

void GenerationFlow::settle(JobId id, const JobOutcome& outcome) {
  const bool failed = std::holds_alternative<JobFailed>(outcome);
  // The estimate stays until the picture that it became is there.
  if (const auto run = m_runs.find(id); run == m_runs.end() || run->second->arriving == 0)
    m_window.canvas().clearPreview();
  if (failed) {
    const auto& failure = std::get<JobFailed>(outcome);
    m_window.messages().showMessage(MessageKind::Error, failure.sentence,
                                    {tr("Try again"), [this, id] { m_queue.retry(id); }});
  } else {
    // Its last pictures may still be on their way. (A failed job can be tried again and then
    // needs its run.)
    m_runs.erase(id);
  }
  showReview();
}

void GenerationFlow::announceStray(const QString& key) {
  m_window.messages().showMessage(MessageKind::Information,
                                  tr("A picture of an earlier canvas is in the history."),
                                  {tr("Open it"), [this, key] {
                                     if (const auto entry = m_history.entry(key))
                                       m_documents.open(entry->path);
                                   }});
}

}  // namespace pentimento

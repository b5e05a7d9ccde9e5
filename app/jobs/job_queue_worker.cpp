// The part of JobQueue that runs on the worker's thread, or says where.
#include <algorithm>

#include "app/jobs/job_queue.h"

namespace pentimento {
namespace {

/// Whether the pictures of a request can be made one by one with the same result. Ranked pictures
/// are compared with each other, and the pictures of an interpolation are one way between two ends.
bool canBeSliced(const GenerationRequest& request) {
  return request.count > 1 && !request.unclip.rank && request.unclip.candidates == 0 &&
         request.task != Task::Interpolate;
}

GenerationRequest onePicture(const GenerationRequest& request, int index) {
  GenerationRequest slice = request;
  slice.count = 1;
  slice.seed = request.seed.next(static_cast<uint64_t>(index));
  return slice;
}

StoredJob stored(const Job& job, int crashes) {
  return {job.id, job.state, job.priority, job.context, job.done, crashes, job.message};
}

}  // namespace

void JobQueue::work(const std::stop_token& ending) {
  while (!ending.stop_requested()) {
    std::function<void()> errand;
    {
      std::unique_lock lock(m_mutex);
      if (!m_wake.wait(lock, ending, [this] { return !m_errands.empty() || mostUrgent(); })) return;
      if (!m_errands.empty()) {
        errand = std::move(m_errands.front());
        m_errands.pop_front();
      }
    }
    if (errand)
      errand();
    else if (const auto slice = takeSlice())
      runSlice(*slice);
  }
}

JobQueue::Entry* JobQueue::mostUrgent() {
  if (m_paused) return nullptr;
  Entry* batch = nullptr;
  for (Entry& entry : m_entries) {
    if (entry.job.state != JobState::Waiting) continue;
    if (entry.job.priority == JobPriority::Interactive) return &entry;
    if (!batch) batch = &entry;
  }
  return batch;
}

std::optional<JobQueue::Slice> JobQueue::takeSlice() {
  std::optional<Slice> slice;
  bool first = false;
  {
    const std::lock_guard lock(m_mutex);
    // The destructor, too, looks under the lock: either it finds what runs, or nothing begins.
    if (m_ending.stop_requested()) return std::nullopt;
    Entry* entry = mostUrgent();
    if (!entry) return std::nullopt;  // cancelled a moment ago
    first = entry->job.done == 0;
    entry->job.state = JobState::Running;
    entry->stop = {};
    m_running = entry->job.id;
    slice = Slice{entry->job.id, entry->job,
                  canBeSliced(*entry->request) ? onePicture(*entry->request, entry->job.done)
                                               : *entry->request,
                  entry->stop.get_token()};
  }
  save();
  post([this, id = slice->id, first] {
    if (first) Q_EMIT started(id);
    Q_EMIT changed();
  });
  return slice;
}

void JobQueue::runSlice(const Slice& slice) {
  JobOutcome outcome = generate(slice);
  settle(slice, std::move(outcome));
}

JobOutcome JobQueue::generate(const Slice& slice) try {
  RunContext run;
  run.stop = slice.stop;
  run.wantsPreviews = true;
  run.onProgress = [this, &slice](const Progress& progress) { reportProgress(slice, progress); };
  const GenerationResult result = m_generator->generate(slice.request, run);
  keepAll(slice, result);

  JobFinished finished;
  finished.pictures = static_cast<int>(result.images.size());
  for (const std::string& note : result.notes) finished.notes << QString::fromStdString(note);
  finished.seconds = result.seconds;
  finished.device = QString::fromStdString(result.device);
  return finished;
} catch (const Cancelled& cancelled) {
  return cancelled;
} catch (const GeneratorLost& lost) {
  const QString sentence = QString::fromUtf8(lost.what());
  const std::lock_guard lock(m_mutex);
  Entry* entry = find(slice.id);
  if (entry && !entry->cancelled && ++entry->crashes < 2) {
    post([this, sentence] { Q_EMIT generatorLost(sentence); });
    return Cancelled{};  // back into the queue, to be tried once more
  }
  return JobFailed{lost.kind(), sentence, true};
} catch (const Error& error) {
  return JobFailed{error.kind(), QString::fromUtf8(error.what())};
} catch (const std::exception& error) {
  return JobFailed{ErrorKind::Internal, QString::fromUtf8(error.what())};
}

void JobQueue::keepAll(const Slice& slice, const GenerationResult& result) {
  for (size_t i = 0; i < result.images.size(); ++i) {
    const GeneratedImage& made = result.images[i];
    KeptPicture kept{made.image, made.recipe, slice.job.done + int(i), {}, made.clipScore};
    kept.key = m_keep(slice.job, kept.index, made);
    post([this, id = slice.id, kept = std::move(kept)] { Q_EMIT pictureKept(id, kept); });
  }
}

void JobQueue::settle(const Slice& slice, JobOutcome outcome) {
  bool announce = true;
  bool gone = false;
  {
    const std::lock_guard lock(m_mutex);
    m_running.reset();
    m_latestProgress.reset();
    Entry& entry = *find(slice.id);  // a running job is never removed by others
    entry.job.secondsLeft.reset();
    entry.job.stopping = false;
    if (auto* finished = std::get_if<JobFinished>(&outcome)) {
      entry.job.done += finished->pictures;
      entry.summary.pictures += finished->pictures;
      entry.summary.seconds += finished->seconds;
      entry.summary.device = finished->device;
      for (const QString& note : finished->notes)
        if (!entry.summary.notes.contains(note)) entry.summary.notes << note;
      gone = entry.job.done >= entry.job.pictures || !canBeSliced(*entry.request);
      if (gone)
        outcome = entry.summary;
      else if (entry.cancelled)
        outcome = Cancelled{}, gone = true;
      else
        entry.job.state = JobState::Waiting, announce = false;
    } else if (const auto* failed = std::get_if<JobFailed>(&outcome)) {
      entry.job.state = failed->setAside ? JobState::SetAside : JobState::Failed;
      entry.job.message = failed->sentence;
    } else if (entry.cancelled) {
      gone = true;
    } else {  // made way for an interactive job, or the program ends, or the generator was lost
              // once
      entry.job.state = JobState::Waiting;
      announce = false;
    }
    if (gone) std::erase_if(m_entries, [&](const Entry& e) { return e.job.id == slice.id; });
  }
  if (gone) dropRequest(slice.id);
  save();
  post([this, id = slice.id, outcome = std::move(outcome), announce] {
    if (announce) Q_EMIT finished(id, outcome);
    Q_EMIT changed();
  });
}

void JobQueue::reportProgress(const Slice& slice, const Progress& progress) {
  {
    const std::lock_guard lock(m_mutex);
    Progress announced = progress;
    if (Entry* entry = find(slice.id)) {
      const int later =
          canBeSliced(*entry->request) ? entry->job.pictures - entry->job.done - 1 : 0;
      if (canBeSliced(*entry->request)) {
        announced.picture = entry->job.done;
        announced.pictures = entry->job.pictures;
      }
      const double perPicture =
          entry->summary.pictures ? entry->summary.seconds / entry->summary.pictures : 0;
      if (progress.secondsLeft && (later == 0 || perPicture > 0))
        announced.secondsLeft = *progress.secondsLeft + later * perPicture;
      entry->job.secondsLeft = announced.secondsLeft;
    }
    const bool pending = m_latestProgress.has_value();
    m_latestProgress = {slice.id, std::move(announced)};
    if (pending) return;  // the interface is busy: it will see the newest only
  }
  post([this] {
    std::optional<std::pair<JobId, Progress>> latest;
    {
      const std::lock_guard lock(m_mutex);
      latest.swap(m_latestProgress);
    }
    if (latest) Q_EMIT progressed(latest->first, latest->second);
  });
}

void JobQueue::post(std::function<void()> function) {
  QMetaObject::invokeMethod(this, std::move(function), Qt::QueuedConnection);
}

// Any thread.
void JobQueue::save() {
  {
    const std::lock_guard lock(m_mutex);
    if (m_indexPending) return;
    m_indexPending = true;
  }
  m_storage.post([this] {
    {
      const std::lock_guard lock(m_mutex);
      m_indexPending = false;
    }
    try {
      m_store.saveIndex(index());
    } catch (const Error& error) {
      post([this, text = QString::fromUtf8(error.what())] { Q_EMIT storageFailed(text); });
    }
  });
}

QueueIndex JobQueue::index() const {
  const std::lock_guard lock(m_mutex);
  QueueIndex index;
  index.paused = m_paused;
  index.lastId = m_lastId;
  for (const Entry& entry : m_entries) index.jobs.push_back(stored(entry.job, entry.crashes));
  return index;
}

// Any thread.
void JobQueue::dropRequest(JobId id) {
  m_storage.post([this, id] { m_store.removeRequest(id); });
}

// Under the mutex.
JobQueue::Entry* JobQueue::find(JobId id) {
  const auto found =
      std::ranges::find_if(m_entries, [id](const Entry& e) { return e.job.id == id; });
  return found == m_entries.end() ? nullptr : &*found;
}

}  // namespace pentimento

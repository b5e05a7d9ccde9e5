#include "app/jobs/job_queue.h"

#include <algorithm>
#include <chrono>

namespace pentimento {
namespace {

Job describe(JobId id, const GenerationRequest& request, const JobOptions& options) {
  Job job;
  job.id = id;
  job.priority = options.priority;
  job.context = options.context;
  job.task = request.task;
  job.prompt = QString::fromStdString(request.prompt);
  job.pictures = picturesOf(request);
  return job;
}

}  // namespace

int picturesOf(const GenerationRequest& request) {
  const bool allTheWay = request.task == Task::Interpolate && !request.unclip.position;
  return allTheWay ? request.unclip.steps : request.count;
}

JobQueue::JobQueue(std::unique_ptr<Generator> generator, KeepPicture keep,
                   std::filesystem::path folder, QObject* parent)
    : QObject(parent),
      m_generator(std::move(generator)),
      m_keep(std::move(keep)),
      m_store(std::move(folder)) {
  restore();
  m_worker = std::jthread([this](const std::stop_token& ending) { work(ending); });
}

JobQueue::~JobQueue() {
  m_worker.request_stop();
  m_ending.request_stop();
  {
    const std::lock_guard lock(m_mutex);
    if (m_running)
      if (Entry* entry = find(*m_running)) entry->stop.request_stop();
  }
  m_worker.join();
  m_storage.run([this] {
    try {
      m_store.saveIndex(index());
    } catch (const Error&) {  // nobody is left to tell; what was saved before still holds
    }
  });
}

void JobQueue::restore() {
  const QueueIndex index = m_store.loadIndex();
  m_paused = index.paused;
  m_lastId = index.lastId;
  for (const StoredJob& stored : index.jobs) {
    Entry entry;
    JobOptions options{stored.priority, false, stored.context};
    try {
      entry.request = std::make_shared<GenerationRequest>(m_store.loadRequest(stored.id));
      validate(*entry.request);
    } catch (const Error&) {
      continue;  // submitted in the very moment of the crash: never acknowledged; or damaged
    }
    entry.job = describe(stored.id, *entry.request, options);
    entry.job.state = stored.state;
    entry.job.done = stored.done;
    entry.job.message = stored.message;
    entry.crashes = stored.crashes;
    if (stored.state == JobState::Running) {
      m_recovered = true;
      entry.job.state = JobState::Waiting;
    }
    m_entries.push_back(std::move(entry));
  }
  if (m_recovered) m_paused = true;
}

JobId JobQueue::submit(GenerationRequest request, const JobOptions& options) {
  validate(request);
  Entry entry;
  entry.request = std::make_shared<const GenerationRequest>(std::move(request));
  JobId id{};
  {
    const std::lock_guard lock(m_mutex);
    id = JobId{++m_lastId};
    entry.job = describe(id, *entry.request, options);
    const bool interactive = options.priority == JobPriority::Interactive;
    if (interactive && m_running)
      if (Entry* running = find(*m_running); running->job.priority == JobPriority::Batch)
        running->stop.request_stop();
    m_storage.post([this, id, kept = entry.request] {
      try {
        m_store.saveRequest(id, *kept);
      } catch (const Error& error) {
        post([this, text = QString::fromUtf8(error.what())] { Q_EMIT storageFailed(text); });
      }
    });
    options.front ? m_entries.push_front(std::move(entry)) : m_entries.push_back(std::move(entry));
  }
  save();
  m_storage.post([this, id] { post([this, id] { Q_EMIT queued(id); }); });
  m_wake.notify_all();
  Q_EMIT changed();
  return id;
}

void JobQueue::cancel(JobId id) {
  bool running = false;
  {
    const std::lock_guard lock(m_mutex);
    Entry* entry = find(id);
    if (!entry) return;
    running = entry->job.state == JobState::Running;
    if (running) {
      entry->cancelled = entry->job.stopping = true;
      entry->stop.request_stop();
    } else {
      std::erase_if(m_entries, [id](const Entry& e) { return e.job.id == id; });
    }
  }
  if (running) return Q_EMIT changed();  // the worker announces its end
  dropRequest(id);
  save();
  post([this, id] { Q_EMIT finished(id, Cancelled{}); });
  Q_EMIT changed();
}

void JobQueue::cancelRunning() {
  std::optional<JobId> meant;
  {
    const std::lock_guard lock(m_mutex);
    meant = m_running;
    if (const Entry* next = meant ? nullptr : mostUrgent()) meant = next->job.id;
  }
  if (meant) cancel(*meant);
}

void JobQueue::clear() {
  for (const Job& job : jobs())
    if (job.state == JobState::Waiting) cancel(job.id);
}

void JobQueue::retry(JobId id) {
  {
    const std::lock_guard lock(m_mutex);
    Entry* entry = find(id);
    if (!entry || (entry->job.state != JobState::Failed && entry->job.state != JobState::SetAside))
      return;
    entry->job.state = JobState::Waiting;
    entry->job.message.clear();
    entry->crashes = 0;
    entry->cancelled = false;  // it may have failed while it was being cancelled
    entry->stop = {};
  }
  save();
  m_wake.notify_all();
  Q_EMIT changed();
}

void JobQueue::move(JobId id, int index) {
  {
    const std::lock_guard lock(m_mutex);
    const auto from =
        std::ranges::find_if(m_entries, [id](const Entry& e) { return e.job.id == id; });
    if (from == m_entries.end()) return;
    const auto to = m_entries.begin() + std::clamp<int>(index, 0, int(m_entries.size()) - 1);
    if (from < to)
      std::rotate(from, from + 1, to + 1);
    else
      std::rotate(to, from, from + 1);
  }
  save();
  Q_EMIT changed();
}

void JobQueue::pause() {
  {
    const std::lock_guard lock(m_mutex);
    m_paused = true;
  }
  save();
  Q_EMIT changed();
}

void JobQueue::resume() {
  {
    const std::lock_guard lock(m_mutex);
    m_paused = false;
  }
  save();
  m_wake.notify_all();
  Q_EMIT changed();
}

void JobQueue::askCapabilities(const std::string& model) {
  const auto errand = [this, model] {
    try {
      const Capabilities capabilities = m_generator->capabilities(model);
      post([this, model, capabilities] { Q_EMIT capabilitiesKnown(model, capabilities); });
    } catch (const std::exception& error) {
      const QString sentence = QString::fromUtf8(error.what());
      post([this, model, sentence] { Q_EMIT capabilitiesFailed(model, sentence); });
    } catch (const Cancelled&) {  // the program ends
    }
  };
  {
    const std::lock_guard lock(m_mutex);
    m_errands.emplace_back(errand);
  }
  m_wake.notify_all();
}

void JobQueue::askEmbeddings(const EmbeddingRequest& request, EmbeddingAnswer answer) {
  const auto errand = [this, request, answer = std::move(answer)] {
    std::variant<EmbeddingResult, QString> said;
    RunContext run;
    run.stop = m_ending.get_token();
    try {
      said = m_generator->embed(request, run);
    } catch (const std::exception& error) {
      said = QString::fromUtf8(error.what());
    } catch (const Cancelled&) {
      return;  // the program ends
    }
    post([answer, said = std::move(said)] { answer(said); });
  };
  {
    const std::lock_guard lock(m_mutex);
    m_errands.emplace_back(errand);
  }
  m_wake.notify_all();
}

void JobQueue::unload() {
  {
    const std::lock_guard lock(m_mutex);
    m_errands.emplace_back([this] {
      try {
        m_generator->unload();
      } catch (const std::exception&) {  // nothing is loaded any more, one way or the other
      } catch (const Cancelled&) {       // the program ends
      }
    });
  }
  m_wake.notify_all();
}

std::vector<Job> JobQueue::jobs() const {
  const std::lock_guard lock(m_mutex);
  std::vector<Job> jobs;
  for (const Entry& entry : m_entries) jobs.push_back(entry.job);
  return jobs;
}

std::shared_ptr<const GenerationRequest> JobQueue::request(JobId id) const {
  const std::lock_guard lock(m_mutex);
  for (const Entry& entry : m_entries)
    if (entry.job.id == id) return entry.request;
  return nullptr;
}

bool JobQueue::paused() const {
  const std::lock_guard lock(m_mutex);
  return m_paused;
}

bool JobQueue::busy() const {
  const std::lock_guard lock(m_mutex);
  return m_running.has_value();
}

}  // namespace pentimento

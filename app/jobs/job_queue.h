/// The queue of generation requests and the thread that works through it.
#pragma once

#include <QObject>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "app/jobs/job.h"
#include "app/jobs/queue_store.h"
#include "core/api/generator.h"
#include "core/base/task_thread.h"

namespace pentimento {

/// Puts a finished picture where it cannot be lost and returns its key there. Called on the worker
/// thread; a picture is announced only after this returned. What it throws fails the job.
using KeepPicture =
    std::function<QString(const Job& job, int index, const GeneratedImage& picture)>;

/// Runs generation requests one after another, one picture at a time: after every picture the most
/// urgent job goes on, and an interactive job interrupts a running batch, which later continues
/// with its next picture (picture k of a batch has seed + k, so nothing changes by that).
///
/// The queue lives in a folder: after a crash of the program it comes back, paused, with the job
/// that was running interrupted. A job that ends the generator is run once more; when it ends it
/// again it is set aside and the others go on.
///
/// Thread-safety: use and destroy it on the thread it lives in; all signals are emitted there. Only
/// the worker touches the generator.
class JobQueue final : public QObject {
  Q_OBJECT
 public:
  /// @param folder where the queue is kept @throws Error(Io) when it cannot be
  JobQueue(std::unique_ptr<Generator> generator, KeepPicture keep, std::filesystem::path folder,
           QObject* parent = nullptr);
  /// Stops the running job (it continues at the next start) and waits for the worker.
  ~JobQueue() override;

  /// @throws Error(InvalidInput) by `validate`
  JobId submit(GenerationRequest request, const JobOptions& options = {});
  /// Of a waiting job, of a running one (`Job::stopping` at once, `finished` when it has ended);
  /// removes a failed one; else ignored.
  void cancel(JobId id);
  /// The job that runs; while the generator is busy with something else, the one that is next.
  void cancelRunning();
  void clear();                    ///< cancels everything that waits
  void retry(JobId id);            ///< of a failed job or one that was set aside
  void move(JobId id, int index);  ///< to a place in `jobs()`
  void pause();                    ///< after the running picture
  void resume();

  /// Asks the generator what a model can do, at the next opportunity.
  void askCapabilities(const std::string& model);
  using EmbeddingAnswer = std::function<void(const std::variant<EmbeddingResult, QString>& said)>;
  /// Asks the generator what pictures and texts mean, between two pictures. `answer` gets that, or
  /// why not, on the queue's own thread; not at all when the queue ends before.
  void askEmbeddings(const EmbeddingRequest& request, EmbeddingAnswer answer);
  void unload();  ///< frees the weights in memory, at the next opportunity

  [[nodiscard]] std::vector<Job> jobs() const;  ///< running, waiting and failed, in order
  /// What a job in `jobs()` asks for; null when there is no such job.
  [[nodiscard]] std::shared_ptr<const GenerationRequest> request(JobId id) const;
  [[nodiscard]] bool paused() const;
  [[nodiscard]] bool busy() const;
  /// True when the queue was found in a state that only a crash leaves behind.
  [[nodiscard]] bool recovered() const noexcept { return m_recovered; }

 Q_SIGNALS:
  void changed();                     ///< jobs(), paused() or busy() are different
  void queued(pentimento::JobId id);  ///< the job is on disk: no crash can lose it any more
  void started(pentimento::JobId id);
  void progressed(pentimento::JobId id, const pentimento::Progress& progress);
  void pictureKept(pentimento::JobId id, const pentimento::KeptPicture& picture);
  void finished(pentimento::JobId id, const pentimento::JobOutcome& outcome);
  void generatorLost(const QString& sentence);  ///< it is restarted by the next job
  void capabilitiesKnown(const std::string& model, const pentimento::Capabilities& capabilities);
  void capabilitiesFailed(const std::string& model, const QString& sentence);
  void storageFailed(const QString& sentence);  ///< the queue is not safe from a crash just now

 private:
  struct Entry {
    Job job;
    std::shared_ptr<const GenerationRequest> request;
    std::stop_source stop;
    int crashes = 0;
    bool cancelled = false;  ///< asked for by the artist, unlike a stop to make way
    double secondsSpent = 0;
    JobFinished summary;
  };
  /// One call of the generator.
  struct Slice {
    JobId id{};
    Job job;
    GenerationRequest request;
    std::stop_token stop;
  };

  void restore();
  void work(const std::stop_token& ending);
  [[nodiscard]] std::optional<Slice> takeSlice();
  void runSlice(const Slice& slice);
  [[nodiscard]] JobOutcome generate(const Slice& slice);
  void keepAll(const Slice& slice, const GenerationResult& result);
  void settle(const Slice& slice, JobOutcome outcome);
  void reportProgress(const Slice& slice, const Progress& progress);
  void post(std::function<void()> function);  ///< to the queue's own thread
  void save();
  [[nodiscard]] Entry* find(JobId id);
  [[nodiscard]] QueueIndex index() const;
  [[nodiscard]] Entry* mostUrgent();
  void dropRequest(JobId id);

  std::unique_ptr<Generator> m_generator;
  KeepPicture m_keep;
  QueueStore m_store;
  bool m_recovered = false;

  mutable std::mutex m_mutex;  // guards everything down to m_wake
  std::deque<Entry> m_entries;
  std::deque<std::function<void()>> m_errands;  // small things for the generator between slices
  std::optional<JobId> m_running;
  std::optional<std::pair<JobId, Progress>> m_latestProgress;  // not yet announced
  bool m_paused = false;
  bool m_indexPending = false;
  qint64 m_lastId = 0;
  std::condition_variable_any m_wake;
  std::stop_source m_ending;  // of errands and of new slices

  TaskThread m_storage;
  std::jthread m_worker;  // last: stops and joins before anything it uses dies
};

}  // namespace pentimento

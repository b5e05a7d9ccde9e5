/// The queue on disk.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "app/jobs/job.h"

namespace pentimento {

/// A job as it is remembered across restarts, without its request.
struct StoredJob {
  JobId id{};
  JobState state = JobState::Waiting;
  JobPriority priority = JobPriority::Interactive;
  QString context;
  int done = 0;
  int crashes = 0;  ///< times the generator ended while it ran this job
  QString message;
  bool operator==(const StoredJob&) const = default;
};

/// The order of the queue and the state of its jobs.
struct QueueIndex {
  bool paused = false;
  qint64 lastId = 0;
  std::vector<StoredJob> jobs;
};

/// A folder with one immutable file per request (settings and pixels) and an index that is replaced
/// whenever something changes; every file is complete or not there.
/// Thread-safety: none; the queue uses it on one thread.
class QueueStore {
 public:
  /// @throws Error(Io) when the folder cannot be made
  explicit QueueStore(std::filesystem::path folder);

  void saveRequest(JobId id, const GenerationRequest& request);  ///< @throws Error(Io)
  /// @throws Error(NotFound, CorruptFile, Io)
  [[nodiscard]] GenerationRequest loadRequest(JobId id) const;
  void removeRequest(JobId id) noexcept;
  void saveIndex(const QueueIndex& index);  ///< @throws Error(Io)
  /// An index that cannot be read is put aside as index.json.broken; the queue is then what the
  /// requests themselves say, paused. Requests that an index does not name are removed.
  [[nodiscard]] QueueIndex loadIndex();

 private:
  [[nodiscard]] std::vector<JobId> storedRequests() const;  // in order
  [[nodiscard]] std::filesystem::path requestPath(JobId id) const;

  std::filesystem::path m_folder;
};

}  // namespace pentimento

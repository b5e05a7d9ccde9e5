/// What the queue knows of a job, as values for panels and tests.
#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>
#include <optional>
#include <variant>

#include "core/api/generation_request.h"
#include "core/api/run_context.h"
#include "core/base/error.h"

namespace pentimento {

/// Unique over the life of a queue folder, restarts included; 0 is no job.
enum class JobId : qint64 {};

enum class JobState {
  Waiting,
  Running,
  Failed,    ///< stays in the queue until it is retried or removed
  SetAside,  ///< ended the generator twice; is only run again when the artist says so
};

/// An interactive job goes before all batches, also before one that is running.
enum class JobPriority { Interactive, Batch };

struct JobOptions {
  JobPriority priority = JobPriority::Interactive;
  bool front = false;  ///< before the others of its priority
  QString context{};   ///< kept for whoever submitted it: which canvas, which layer
};

/// How many pictures a request makes in the end.
[[nodiscard]] int picturesOf(const GenerationRequest& request);

/// A snapshot.
struct Job {
  JobId id{};
  JobState state = JobState::Waiting;
  JobPriority priority = JobPriority::Interactive;
  QString context;
  Task task = Task::TextToImage;
  QString prompt;
  int done = 0;  ///< pictures that are finished and kept
  int pictures = 1;
  bool stopping = false;  ///< running, and cancelled: it ends in a moment
  QString message;        ///< why it failed or was set aside; a note for people
  std::optional<double> secondsLeft;
};

/// Whether more pictures of it are to be expected.
[[nodiscard]] inline bool isUnderWay(const Job& job) {
  return job.state == JobState::Waiting || (job.state == JobState::Running && !job.stopping);
}

/// A picture of a job that is safe on disk.
struct KeptPicture {
  Image image;
  GenerationRequest recipe;
  int index = 0;  ///< within the job
  QString key;    ///< whatever the keeper called it
  double clipScore = 0;
};

struct JobFinished {
  int pictures = 0;
  QStringList notes;
  double seconds = 0;
  QString device;
};

struct JobFailed {
  ErrorKind kind = ErrorKind::Internal;
  QString sentence;
  bool setAside = false;
};

using JobOutcome = std::variant<JobFinished, Cancelled, JobFailed>;

}  // namespace pentimento

Q_DECLARE_METATYPE(pentimento::JobId)

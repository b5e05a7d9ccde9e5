#include "app/jobs/queue_store.h"

#include <fmt/format.h>

#include "app/jobs/request_file.h"
#include "core/base/files.h"
#include "core/base/json.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

constexpr int kIndexVersion = 1;

constexpr std::pair<JobState, const char*> kStateWords[] = {
    {JobState::Waiting, "waiting"},
    {JobState::Running, "running"},
    {JobState::Failed, "failed"},
    {JobState::SetAside, "set_aside"},
};

std::string stateWord(JobState state) {
  for (const auto& [value, word] : kStateWords)
    if (value == state) return word;
  return "waiting";
}

JobState stateFromWord(const std::string& word) {
  for (const auto& [value, known] : kStateWords)
    if (word == known) return value;
  throw Error(ErrorKind::CorruptFile, "the queue holds a job in the unknown state {}", word);
}

OrderedJson toJson(const StoredJob& job) {
  OrderedJson json{{"id", static_cast<qint64>(job.id)},
                   {"state", stateWord(job.state)},
                   {"batch", job.priority == JobPriority::Batch},
                   {"context", job.context.toStdString()},
                   {"done", job.done},
                   {"crashes", job.crashes}};
  if (!job.message.isEmpty()) json["message"] = job.message.toStdString();
  return json;
}

StoredJob jobFromJson(const Json& json) {
  StoredJob job;
  job.id = JobId{json.at("id").get<qint64>()};
  job.state = stateFromWord(json.at("state").get<std::string>());
  job.priority = json.value("batch", false) ? JobPriority::Batch : JobPriority::Interactive;
  job.context = QString::fromStdString(json.value("context", ""));
  job.done = json.value("done", 0);
  job.crashes = json.value("crashes", 0);
  job.message = QString::fromStdString(json.value("message", ""));
  return job;
}

}  // namespace

QueueStore::QueueStore(fs::path folder) : m_folder(std::move(folder)) {
  std::error_code failure;
  fs::create_directories(m_folder, failure);
  if (failure)
    throw Error(ErrorKind::Io, "cannot make the folder {}: {}", m_folder.string(),
                failure.message());
}

fs::path QueueStore::requestPath(JobId id) const {
  return m_folder / fmt::format("{:08}.job", static_cast<qint64>(id));
}

void QueueStore::saveRequest(JobId id, const GenerationRequest& request) {
  writeRequestFile(requestPath(id), request);
}

GenerationRequest QueueStore::loadRequest(JobId id) const {
  return readRequestFile(requestPath(id));
}

void QueueStore::removeRequest(JobId id) noexcept {
  std::error_code ignored;  // a file that stays behind is swept at the next start
  fs::remove(requestPath(id), ignored);
}

void QueueStore::saveIndex(const QueueIndex& index) {
  OrderedJson json{{"version", kIndexVersion}, {"paused", index.paused}, {"last_id", index.lastId}};
  json["jobs"] = OrderedJson::array();
  for (const StoredJob& job : index.jobs) json["jobs"].push_back(toJson(job));
  writeFileAtomically(m_folder / "index.json", json.dump(1), IfExists::Replace);
}

QueueIndex QueueStore::loadIndex() {
  const fs::path path = m_folder / "index.json";
  if (!fs::exists(path)) return {};
  try {
    const Json json = readJsonFile(path);
    QueueIndex index;
    index.paused = json.value("paused", false);
    index.lastId = json.value("last_id", qint64{0});
    for (const Json& job : json.at("jobs")) index.jobs.push_back(jobFromJson(job));
    return index;
  } catch (const std::exception&) {
    std::error_code ignored;
    fs::rename(path, path.string() + ".broken", ignored);
    return {};
  }
}

}  // namespace pentimento

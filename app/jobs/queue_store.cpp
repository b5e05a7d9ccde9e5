#include "app/jobs/queue_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/jobs/request_file.h"
#include "core/base/enum_words.h"
#include "core/base/files.h"
#include "core/base/json.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

constexpr int kIndexVersion = 1;

constexpr std::string_view kRequestExtension = ".job";

constexpr EnumWords<JobState, 4> kStateWords{{{JobState::Waiting, "waiting"},
                                              {JobState::Running, "running"},
                                              {JobState::Failed, "failed"},
                                              {JobState::SetAside, "set_aside"}}};

OrderedJson toJson(const StoredJob& job) {
  OrderedJson json{{"id", static_cast<qint64>(job.id)},
                   {"state", wordIn(kStateWords, job.state)},
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
  job.state = enumeratorIn(kStateWords, "state of a job", json.at("state").get<std::string>());
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
  return m_folder / fmt::format("{:08}{}", static_cast<qint64>(id), kRequestExtension);
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

std::vector<JobId> QueueStore::storedRequests() const {
  std::vector<JobId> ids;
  std::error_code failure;
  for (fs::directory_iterator entry(m_folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (entry->path().extension() != kRequestExtension) continue;
    const std::string name = entry->path().stem().string();
    qint64 id = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), id);
    if (error == std::errc{} && stop == name.data() + name.size()) ids.push_back(JobId{id});
  }
  std::ranges::sort(ids);
  return ids;
}

QueueIndex QueueStore::loadIndex() {
  const fs::path path = m_folder / "index.json";
  const std::vector<JobId> stored = storedRequests();
  std::error_code ignored;
  QueueIndex index;
  if (!stored.empty()) index.lastId = static_cast<qint64>(stored.back());
  if (!fs::exists(path, ignored)) return index;
  try {
    const Json json = readJsonFile(path);
    index.paused = json.value("paused", false);
    index.lastId = std::max(index.lastId, json.value("last_id", qint64{0}));
    for (const Json& job : json.at("jobs")) index.jobs.push_back(jobFromJson(job));
  } catch (const std::exception&) {
    fs::rename(path, path.string() + ".broken", ignored);
    index.paused = true;
    index.jobs.clear();
    for (const JobId id : stored) index.jobs.emplace_back().id = id;
  }
  for (const JobId id : stored)
    if (std::ranges::find(index.jobs, id, &StoredJob::id) == index.jobs.end()) removeRequest(id);
  return index;
}

}  // namespace pentimento

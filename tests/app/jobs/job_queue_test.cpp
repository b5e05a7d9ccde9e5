#include "app/jobs/job_queue.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <fstream>
#include <thread>

#include "tests/support/fake_generator.h"
#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

GenerationRequest requestFor(const char* prompt, int count = 1, uint64_t seed = 7) {
  GenerationRequest request;
  request.prompt = prompt;
  request.count = count;
  request.seed = {seed};
  request.size = Extent{32, 24};
  return request;
}

/// A queue in a temporary folder, and everything it said.
struct Session {
  explicit Session(const QString& folder, std::unique_ptr<Generator> generator = nullptr)
      : queue(
            generator ? std::move(generator) : std::make_unique<FakeGenerator>(),
            [this](const Job& job, int index, const GeneratedImage&) {
              if (diskIsFull) throw Error(ErrorKind::Io, "the disk is full");
              return QString("%1/%2").arg(qint64(job.id)).arg(index);
            },
            folder.toStdString()) {
    QObject::connect(&queue, &JobQueue::finished, [this](JobId id, const JobOutcome& outcome) {
      outcomes.emplace_back(id, outcome);
    });
    QObject::connect(&queue, &JobQueue::pictureKept, [this](JobId id, const KeptPicture& kept) {
      pictures.emplace_back(id, kept);
    });
    QObject::connect(&queue, &JobQueue::queued, [this](JobId id) { safe.push_back(id); });
    QObject::connect(&queue, &JobQueue::progressed,
                     [this](JobId id, const Progress&) { progressing.push_back(id); });
    QObject::connect(&queue, &JobQueue::generatorLost, [this](const QString&) { ++losses; });
  }
  bool finished(JobId id) const {
    return std::ranges::any_of(outcomes, [id](const auto& o) { return o.first == id; });
  }
  template <typename Outcome>
  const Outcome* outcome(JobId id) const {
    for (const auto& [which, what] : outcomes)
      if (which == id) return std::get_if<Outcome>(&what);
    return nullptr;
  }

  std::atomic<bool> diskIsFull = false;
  std::vector<std::pair<JobId, JobOutcome>> outcomes;
  std::vector<std::pair<JobId, KeptPicture>> pictures;
  std::vector<JobId> safe, progressing;
  int losses = 0;
  JobQueue queue;
};

class JobQueueTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
};

TEST_F(JobQueueTest, MakesEveryPictureOfABatchWithItsOwnSeed) {
  Session session(folder.path());
  const JobId id = session.queue.submit(requestFor("hills", 3, 40));
  ASSERT_TRUE(eventually([&] { return session.finished(id); }));
  ASSERT_NE(session.outcome<JobFinished>(id), nullptr);
  EXPECT_EQ(session.outcome<JobFinished>(id)->pictures, 3);
  ASSERT_EQ(session.pictures.size(), 3u);
  for (int k = 0; k < 3; ++k) {
    EXPECT_EQ(session.pictures[k].second.index, k);
    EXPECT_EQ(session.pictures[k].second.recipe.seed.value, 40u + k);
    FakeGenerator alone;
    const auto again = alone.generate(session.pictures[k].second.recipe, {});
    EXPECT_TRUE(again.images[0].image.samePixels(session.pictures[k].second.image));
  }
  EXPECT_TRUE(session.queue.jobs().empty());
}

TEST_F(JobQueueTest, CancelsARunningJobAndGoesOn) {
  Session session(folder.path());
  const JobId slow = session.queue.submit(requestFor("!slow"));
  const JobId next = session.queue.submit(requestFor("next"));
  ASSERT_TRUE(eventually([&] { return session.queue.busy(); }));
  session.queue.cancel(slow);
  ASSERT_TRUE(eventually([&] { return session.finished(next); }));
  EXPECT_NE(session.outcome<Cancelled>(slow), nullptr);
  EXPECT_NE(session.outcome<JobFinished>(next), nullptr);
}

TEST_F(JobQueueTest, CancelsAWaitingJob) {
  Session session(folder.path());
  session.queue.pause();
  const JobId id = session.queue.submit(requestFor("waits"));
  session.queue.cancel(id);
  ASSERT_TRUE(eventually([&] { return session.finished(id); }));
  EXPECT_NE(session.outcome<Cancelled>(id), nullptr);
  EXPECT_TRUE(session.queue.jobs().empty());
}

TEST_F(JobQueueTest, AnInteractiveJobInterruptsABatchWhichThenContinues) {
  Session session(folder.path());
  const JobId batch = session.queue.submit(requestFor("!slow batch", 2), {JobPriority::Batch});
  ASSERT_TRUE(eventually([&] { return !session.progressing.empty(); }));
  const JobId edit = session.queue.submit(requestFor("edit"));
  ASSERT_TRUE(eventually([&] { return session.finished(edit); }));
  EXPECT_FALSE(session.finished(batch));
  EXPECT_EQ(session.queue.jobs().size(), 1u);
  session.queue.cancel(batch);
  ASSERT_TRUE(eventually([&] { return session.finished(batch); }));
}

TEST_F(JobQueueTest, InteractiveJobsGoBeforeWaitingBatches) {
  Session session(folder.path());
  session.queue.pause();
  const JobId batch = session.queue.submit(requestFor("batch"), {JobPriority::Batch});
  const JobId edit = session.queue.submit(requestFor("edit"));
  const JobId urgent = session.queue.submit(requestFor("urgent"), {JobPriority::Interactive, true});
  session.queue.resume();
  ASSERT_TRUE(eventually([&] { return session.outcomes.size() == 3; }));
  EXPECT_EQ(session.outcomes[0].first, urgent);
  EXPECT_EQ(session.outcomes[1].first, edit);
  EXPECT_EQ(session.outcomes[2].first, batch);
}

TEST_F(JobQueueTest, CanBeReordered) {
  Session session(folder.path());
  session.queue.pause();
  const JobId a = session.queue.submit(requestFor("a"));
  const JobId b = session.queue.submit(requestFor("b"));
  const JobId c = session.queue.submit(requestFor("c"));
  session.queue.move(c, 0);
  session.queue.move(a, 2);
  const auto jobs = session.queue.jobs();
  ASSERT_EQ(jobs.size(), 3u);
  EXPECT_EQ(jobs[0].id, c);
  EXPECT_EQ(jobs[1].id, b);
  EXPECT_EQ(jobs[2].id, a);
}

TEST_F(JobQueueTest, KeepsAFailedJobUntilItIsRetried) {
  Session session(folder.path());
  const JobId id = session.queue.submit(requestFor("!fail"));
  ASSERT_TRUE(eventually([&] { return session.finished(id); }));
  ASSERT_NE(session.outcome<JobFailed>(id), nullptr);
  EXPECT_EQ(session.outcome<JobFailed>(id)->kind, ErrorKind::InvalidInput);
  ASSERT_EQ(session.queue.jobs().size(), 1u);
  EXPECT_EQ(session.queue.jobs()[0].state, JobState::Failed);
  session.queue.retry(id);
  ASSERT_TRUE(eventually([&] { return session.outcomes.size() == 2; }));
}

TEST_F(JobQueueTest, AFullDiskFailsTheJobAndARetryMakesTheRest) {
  Session session(folder.path());
  session.diskIsFull = true;
  const JobId id = session.queue.submit(requestFor("hills", 2));
  ASSERT_TRUE(eventually([&] { return session.finished(id); }));
  ASSERT_NE(session.outcome<JobFailed>(id), nullptr);
  EXPECT_TRUE(session.pictures.empty());
  session.diskIsFull = false;
  session.queue.retry(id);
  ASSERT_TRUE(eventually([&] { return session.outcomes.size() == 2; }));
  EXPECT_EQ(session.pictures.size(), 2u);
}

TEST_F(JobQueueTest, SetsAJobAsideThatEndsTheGeneratorTwice) {
  Session session(folder.path());
  session.queue.pause();
  const JobId poison = session.queue.submit(requestFor("!lost"));
  const JobId good = session.queue.submit(requestFor("good"));
  session.queue.resume();
  ASSERT_TRUE(eventually([&] { return session.finished(good); }));
  ASSERT_NE(session.outcome<JobFailed>(poison), nullptr);
  EXPECT_TRUE(session.outcome<JobFailed>(poison)->setAside);
  EXPECT_EQ(session.losses, 1);
  EXPECT_NE(session.outcome<JobFinished>(good), nullptr);
  ASSERT_EQ(session.queue.jobs().size(), 1u);
  EXPECT_EQ(session.queue.jobs()[0].state, JobState::SetAside);
}

TEST_F(JobQueueTest, ComesBackAfterARestartWithPixels) {
  GenerationRequest request = requestFor("edit");
  request.task = Task::MaskedEdit;
  request.size.reset();
  request.image = Image({8, 6}, ChannelLayout::Rgba, BitDepth::Sixteen);
  request.image->writableRow16(3)[5] = 4711;
  request.image->metadata = {.iccProfile = "a profile",
                             .texts = {{"Title", "kept"}},
                             .exif = std::string("MM\0*", 4),
                             .xmp = "<x/>",
                             .pixelsPerInch = 300,
                             .pngChunks = {{"prVt", "bytes"}}};
  request.mask = Mask({8, 6}, 9);
  {
    Session session(folder.path());
    session.queue.pause();
    const JobId id = session.queue.submit(request, {JobPriority::Batch, false, "layer 3"});
    ASSERT_TRUE(eventually([&] { return !session.safe.empty(); }));
    EXPECT_EQ(session.safe[0], id);
  }
  Session session(folder.path());
  EXPECT_FALSE(session.queue.recovered());
  EXPECT_TRUE(session.queue.paused());
  ASSERT_EQ(session.queue.jobs().size(), 1u);
  const Job job = session.queue.jobs()[0];
  EXPECT_EQ(job.context, "layer 3");
  EXPECT_EQ(job.priority, JobPriority::Batch);
  session.queue.resume();
  ASSERT_TRUE(eventually([&] { return session.finished(job.id); }));
  const GenerationRequest& recipe = session.pictures.at(0).second.recipe;
  ASSERT_TRUE(recipe.image && recipe.mask);
  EXPECT_TRUE(recipe.image->samePixels(*request.image));
  EXPECT_EQ(recipe.image->metadata, request.image->metadata);
  EXPECT_EQ(recipe.mask, request.mask);
}

TEST_F(JobQueueTest, AJobThatRunsAtTheEndContinuesAtTheNextStart) {
  JobId id{};
  {
    Session session(folder.path());
    id = session.queue.submit(requestFor("!slow", 2));
    ASSERT_TRUE(eventually([&] { return session.queue.busy() && !session.safe.empty(); }));
  }
  Session session(folder.path());
  EXPECT_FALSE(session.queue.recovered());
  EXPECT_FALSE(session.queue.paused());
  ASSERT_EQ(session.queue.jobs().size(), 1u);
  EXPECT_EQ(session.queue.jobs()[0].id, id);
}

TEST_F(JobQueueTest, StartsPausedAfterACrash) {
  QTemporaryDir copy;
  {
    Session session(folder.path());
    session.queue.submit(requestFor("!slow"));
    ASSERT_TRUE(eventually([&] {
      const auto jobs = QueueStore(folder.path().toStdString()).loadIndex().jobs;
      return !session.safe.empty() && !jobs.empty() && jobs[0].state == JobState::Running;
    }));
    // What a killed program leaves behind is what is on disk now.
    for (const auto& entry : std::filesystem::directory_iterator(folder.path().toStdString()))
      std::filesystem::copy(entry, copy.path().toStdString() / entry.path().filename());
  }
  Session session(copy.path());
  EXPECT_TRUE(session.queue.recovered());
  EXPECT_TRUE(session.queue.paused());
  EXPECT_EQ(session.queue.jobs().size(), 1u);
}

TEST_F(JobQueueTest, ABrokenIndexIsPutAside) {
  const std::filesystem::path index = folder.filePath("index.json").toStdString();
  std::ofstream(index) << "{ \"jobs\": [ { ";
  Session session(folder.path());
  EXPECT_TRUE(session.queue.jobs().empty());
  EXPECT_TRUE(std::filesystem::exists(index.string() + ".broken"));
}

TEST_F(JobQueueTest, TellsWhatAModelCanDo) {
  Session session(folder.path());
  std::optional<Capabilities> known;
  QString failure;
  QObject::connect(&session.queue, &JobQueue::capabilitiesKnown,
                   [&](const std::string&, const Capabilities& c) { known = c; });
  QObject::connect(&session.queue, &JobQueue::capabilitiesFailed,
                   [&](const std::string&, const QString& sentence) { failure = sentence; });
  session.queue.askCapabilities("");
  session.queue.askCapabilities("missing");
  ASSERT_TRUE(eventually([&] { return known && !failure.isEmpty(); }));
  EXPECT_TRUE(known->supports(Task::MaskedEdit));
}

TEST_F(JobQueueTest, TellsWhatPicturesAndTextsMean) {
  Session session(folder.path());
  EmbeddingRequest request;
  request.texts = {"red", "blue"};
  std::optional<EmbeddingResult> meant;
  QString failure;
  session.queue.askEmbeddings(request, [&](const std::variant<EmbeddingResult, QString>& said) {
    meant = std::get<EmbeddingResult>(said);
  });
  request.texts = {"!memory"};
  session.queue.askEmbeddings(request, [&](const std::variant<EmbeddingResult, QString>& said) {
    failure = std::get<QString>(said);
  });
  ASSERT_TRUE(eventually([&] { return meant && !failure.isEmpty(); }));
  EXPECT_EQ(meant->texts.size(), 2u);
}

TEST_F(JobQueueTest, RefusesAnInvalidRequest) {
  Session session(folder.path());
  EXPECT_THROW(session.queue.submit(requestFor("none", 0)), Error);
  EXPECT_TRUE(session.queue.jobs().empty());
}

/// Says that something went wrong when it is asked to stop for the first time.
class Stumbling final : public Generator {
 public:
  GenerationResult generate(const GenerationRequest& request, const RunContext& run) override {
    if (!std::exchange(m_stumbled, true)) {
      run.report({});
      while (!run.stop.stop_requested()) std::this_thread::yield();
      throw Error(ErrorKind::Io, "the stop went wrong");
    }
    return m_fake.generate(request, run);
  }
  Capabilities capabilities(const std::string& model) override {
    return m_fake.capabilities(model);
  }
  void unload() override {}

 private:
  FakeGenerator m_fake;
  bool m_stumbled = false;
};

TEST_F(JobQueueTest, ARetryForgetsThatTheJobWasBeingCancelled) {
  Session session(folder.path(), std::make_unique<Stumbling>());
  const JobId id = session.queue.submit(requestFor("hills", 3));
  ASSERT_TRUE(eventually([&] { return !session.progressing.empty(); }));
  session.queue.cancel(id);
  ASSERT_TRUE(eventually([&] { return session.finished(id); }));
  ASSERT_NE(session.outcome<JobFailed>(id), nullptr);
  session.queue.retry(id);
  ASSERT_TRUE(eventually([&] { return session.outcomes.size() == 2; }));
  EXPECT_TRUE(std::holds_alternative<JobFinished>(session.outcomes[1].second));
  EXPECT_EQ(session.pictures.size(), 3u);
}

QueueIndex indexOf(JobId id) {
  QueueIndex index;
  index.lastId = static_cast<qint64>(id);
  index.jobs.emplace_back().id = id;
  return index;
}

TEST_F(JobQueueTest, RequestsAreFoundWithoutTheirIndexAndSweptWithoutAnEntry) {
  const std::filesystem::path root = folder.path().toStdString();
  {
    QueueStore store(root);
    store.saveRequest(JobId{3}, requestFor("three"));
    store.saveRequest(JobId{12}, requestFor("twelve"));
    store.saveIndex(indexOf(JobId{3}));
  }
  {
    QueueStore store(root);
    const QueueIndex index = store.loadIndex();
    ASSERT_EQ(index.jobs.size(), 1u);
    EXPECT_EQ(index.lastId, 12) << "no number is given twice";
    EXPECT_THROW((void)store.loadRequest(JobId{12}), Error) << "nobody would ever remove it";
  }
  std::ofstream(root / "index.json") << "{ \"jobs\": [ { ";
  Session session(folder.path());
  EXPECT_TRUE(session.queue.paused());
  ASSERT_EQ(session.queue.jobs().size(), 1u);
  EXPECT_EQ(session.queue.jobs()[0].prompt, "three");
}

TEST_F(JobQueueTest, ARequestThatMakesNoSenseIsNotRestored) {
  GenerationRequest broken = requestFor("no mask");
  broken.task = Task::MaskedEdit;
  broken.image = Image({8, 6}, ChannelLayout::Rgb, BitDepth::Eight);
  QueueStore store(folder.path().toStdString());
  store.saveRequest(JobId{1}, broken);
  store.saveIndex(indexOf(JobId{1}));
  Session session(folder.path());
  EXPECT_TRUE(session.queue.jobs().empty());
}

}  // namespace
}  // namespace pentimento

// kill -9 at random moments: what was acknowledged is there, whole, at the next start.
#include <gtest/gtest.h>
#include <signal.h>

#include <QDirIterator>
#include <QElapsedTimer>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QThread>
#include <random>

#include "app/document/document_file.h"
#include "app/document/journal.h"
#include "app/history/history_store.h"
#include "app/history/picture_file.h"
#include "app/jobs/queue_store.h"
#include "app/storage/sqlite_file.h"
#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

constexpr int kKills = 200;
constexpr int kLongestLife = 200;  // ms after the first acknowledgement

class Crash : public testing::Test {
 protected:
  /// Runs the studio for a while, kills it, and notes what it had acknowledged.
  void runAndKill(int round, int milliseconds) {
    QProcess studio;
    studio.start(PENTIMENTO_CRASH_SUBJECT, {folder.path(), QString::number(round)});
    ASSERT_TRUE(studio.waitForReadyRead()) << studio.readAllStandardError().toStdString();
    QThread::msleep(milliseconds);
    ASSERT_EQ(studio.state(), QProcess::Running) << studio.readAllStandardError().toStdString();
    ::kill(pid_t(studio.processId()), SIGKILL);
    studio.waitForFinished();
    QByteArray said = studio.readAllStandardOutput();
    said.truncate(said.lastIndexOf('\n') + 1);  // a line that was cut off was not said
    for (const QByteArray& line : said.split('\n')) {
      const QByteArray value = line.mid(line.indexOf(' ') + 1);
      if (line.startsWith("kept ")) kept << QString(value);
      if (line.startsWith("queued ")) queued << QString(value);
      if (line.startsWith("strokes "))
        mostStrokes = std::max(mostStrokes, strokes = value.toUInt());
      if (line.startsWith("saved ")) mostLayers = std::max(mostLayers, layers = value.toUInt());
    }
  }

  void expectHistory() {
    QStringList failures;
    QElapsedTimer timer;
    timer.start();
    HistoryStore history({folder.filePath("pictures"), folder.filePath("data")});
    for (const auto signal : {&HistoryStore::failed, &HistoryStore::rebuilt})
      QObject::connect(&history, signal, [&](const QString& text) { failures << text; });
    ASSERT_TRUE(eventually([&] { return history.isReady() || !failures.isEmpty(); }));
    // On a free machine it takes a fraction of a second; a busy one is not a defect.
    EXPECT_LE(timer.elapsed(), 10'000) << "the next start";
    ASSERT_TRUE(failures.isEmpty()) << failures.join('\n').toStdString();
    EXPECT_NO_THROW(
        SqliteFile(folder.filePath("data/history.sqlite"), SqliteAccess::ReadOnly).check());
    for (const QString& key : kept) {
      // A picture that was on the disk but not yet indexed is adopted a moment after the start.
      ASSERT_TRUE(eventually([&] { return history.entry(key).has_value(); }, 5000))
          << key.toStdString();
      if (seen.contains(key)) continue;
      seen << key;
      const auto entry = history.entry(key);
      const Image picture = readPicture(entry->path);
      EXPECT_EQ(picture.extent(), (Extent{48, 32}));
      EXPECT_EQ(describePicture(entry->path)->key, key);
      prompts << entry->prompt;
    }
    for (const QString& prompt : waiting()) prompts << prompt;
    for (const QString& prompt : queued) {
      if (prompts.contains(prompt)) continue;
      HistoryQuery query;
      query.words = prompt;
      EXPECT_FALSE(history.items(query).empty())
          << prompt.toStdString() << " is neither in the queue nor done";
    }
    queued.clear();
  }
  /// What the queue still holds. Finished jobs have their pictures in the history.
  QStringList waiting() {
    QStringList prompts;
    QueueStore store(folder.filePath("queue").toStdString());
    for (const StoredJob& job : store.loadIndex().jobs) {
      try {
        prompts << QString::fromStdString(store.loadRequest(job.id).prompt);
      } catch (const Error&) {  // submitted at the very end and never acknowledged
      }
    }
    EXPECT_FALSE(QFile::exists(folder.filePath("queue/index.json.broken")));
    return prompts;
  }
  void expectDocument() {
    QStringList failures;
    Journal journal(folder.filePath("session/journal.sqlite"));
    QObject::connect(&journal, &Journal::failed, [&](const QString& text) { failures << text; });
    const Journal::Session session = journal.restore(journal.load());
    ASSERT_TRUE(failures.isEmpty()) << failures.join('\n').toStdString();
    if (strokes > 0) {
      ASSERT_TRUE(session.document);
      EXPECT_GE(session.document->history().done().size(), strokes);
      strokes = session.document->history().done().size();
    }
    if (layers > 0) {
      const auto project = openDocument(folder.filePath("project.ora").toStdString());
      EXPECT_GE(project.layers.size(), layers);
    }
    // What the journal had of it, up to 30 s less, is saved next, perhaps without a word.
    const size_t restored = session.document ? session.document->state().layers.size() : 0;
    layers = std::min(layers, restored);
  }
  /// Files that were being written when the studio died are the only thing left behind.
  void expectNoTornPictures() {
    QDirIterator files(folder.filePath("pictures"), {"*.png"}, QDir::Files,
                       QDirIterator::Subdirectories);
    int count = 0;
    while (files.hasNext()) {
      EXPECT_TRUE(describePicture(files.next())) << files.filePath().toStdString();
      ++count;
    }
    EXPECT_GE(count, kept.size());
  }

  QTemporaryDir folder;
  QStringList kept, queued;
  QSet<QString> seen, prompts;
  size_t strokes = 0, layers = 0;  // of the last document that was written, of the last file
  size_t mostStrokes = 0, mostLayers = 0;
};

TEST_F(Crash, LosesNothingThatWasAcknowledged) {
  std::mt19937 random(20261124);
  for (int round = 0; round < kKills && !HasFailure(); ++round) {
    SCOPED_TRACE(round);
    runAndKill(round, int(random() % kLongestLife));
    expectHistory();
    expectDocument();
  }
  expectNoTornPictures();
  EXPECT_GT(kept.size(), kKills) << "the studio must have had something to lose";
  EXPECT_GT(mostStrokes, 0u);
  EXPECT_GT(mostLayers, 0u);
  RecordProperty("pictures", int(kept.size()));
}

}  // namespace
}  // namespace pentimento

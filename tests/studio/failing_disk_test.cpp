// Folders that cannot be written and disks that are full, for real. failing_disk_test.sh runs these
// as an ordinary user on a small disk; anywhere else they are skipped.
#include <unistd.h>

#include <QFile>
#include <QStorageInfo>
#include <QTest>
#include <array>

#include "core/imaging/codec.h"
#include "tests/studio/running_studio.h"
#include "tests/support/document_steps.h"

namespace pentimento {
namespace {

constexpr qint64 kSmall = 64 << 20;

class FailingDisk : public RunningStudio {
 protected:
  void SetUp() override {
    if (::geteuid() == 0) GTEST_SKIP() << "permissions do not hold root back";
    if (QStorageInfo(root.path()).bytesTotal() > kSmall)
      GTEST_SKIP() << "needs TMPDIR on a small disk: see failing_disk_test.sh";
  }
  void TearDown() override { setWritable(folders.pictures, true); }

  void setWritable(const QString& folder, bool writable) {
    auto rights = QFile::ReadOwner | QFile::ExeOwner;
    if (writable) rights |= QFile::WriteOwner;
    QFile::setPermissions(folder, rights);
  }
  /// Takes all room that is left.
  void fillDisk() {
    QFile filler(root.filePath("filler"));
    ASSERT_TRUE(filler.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered));
    for (qint64 piece = 1 << 16; piece > 0; piece /= 2)
      while (filler.write(QByteArray(piece, 'x')) == piece) continue;
  }
  void freeDisk() { ASSERT_TRUE(QFile::remove(root.filePath("filler"))); }
  QString message() { return studio->window().messages().text(); }
  bool waitForFailure() {
    return eventually([&] {
      const auto jobs = studio->queue().jobs();
      return !jobs.empty() && jobs[0].state == JobState::Failed;
    });
  }
};

TEST_F(FailingDisk, AReadOnlyFolderForPicturesIsToldAndTheJobWaits) {
  generateAndAccept();
  const QByteArray before = digest(document().state());
  const QString today =
      QDir(folders.pictures)
          .filePath(QDir(folders.pictures).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
  setWritable(today, false);
  prompt("a hill", 1);
  studio->generation().run({});
  ASSERT_TRUE(waitForFailure());
  EXPECT_TRUE(eventually([&] { return message().contains(folders.pictures); }))
      << message().toStdString();
  EXPECT_EQ(digest(document().state()), before);
  setWritable(today, true);
  studio->queue().retry(studio->queue().jobs()[0].id);
  EXPECT_TRUE(waitForResults(1));
}

TEST_F(FailingDisk, AFullDiskLosesNeitherTheJobNorThePicture) {
  generateAndAccept();
  const QByteArray before = digest(document().state());
  fillDisk();
  prompt("a hill", 1);
  studio->generation().run({});
  ASSERT_TRUE(waitForFailure());
  EXPECT_TRUE(eventually([&] { return message().contains("space", Qt::CaseInsensitive); }))
      << message().toStdString();
  EXPECT_EQ(digest(document().state()), before);
  freeDisk();
  studio->queue().retry(studio->queue().jobs()[0].id);
  EXPECT_TRUE(waitForResults(1));
}

TEST_F(FailingDisk, SavingToAFullDiskLeavesTheOldFileWhole) {
  generateAndAccept();
  const QString path = root.filePath("picture.png");
  exportTo(path);
  const Image saved = readImage(path.toStdString());
  Mask mask({256, 256}, 255);
  setMask(document(), mask, "Mask");
  prompt("another", 1);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(1));
  fillDisk();
  exportTo(path);
  EXPECT_TRUE(message().contains("picture.png")) << message().toStdString();
  EXPECT_TRUE(readImage(path.toStdString()).samePixels(saved));
  EXPECT_NE(pending(), nullptr) << "the document is untouched";
  freeDisk();
  exportTo(path);
  EXPECT_TRUE(readImage(path.toStdString()).samePixels(document().picture()));
}

TEST_F(FailingDisk, PaintingGoesOnWhileTheAutosaveCannot) {
  generateAndAccept();
  fillDisk();
  for (int k = 0; k < 12; ++k) {
    paintMask({10 * k, 20, 60, 60});
    studio->documents().flush();
  }
  QCoreApplication::processEvents();
  EXPECT_TRUE(eventually([&] { return message().contains("autosave", Qt::CaseInsensitive); }))
      << message().toStdString();
  EXPECT_EQ(document().history().undoText(), "Mask");
  const QByteArray painted = digest(document().state());
  freeDisk();
  paintMask({0, 0, 10, 10});
  document().undo();
  studio->documents().flush();
  restart();
  EXPECT_EQ(digest(document().state()), painted);
}

}  // namespace
}  // namespace pentimento

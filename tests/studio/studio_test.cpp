// The studio in this process, with the fake engine as a real child process.
#include "app/studio/studio.h"

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSlider>
#include <QTabBar>
#include <QTemporaryDir>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "app/document/compositor.h"
#include "app/document/mask_edits.h"
#include "core/imaging/codec.h"
#include "core/imaging/composite.h"
#include "core/imaging/edit_masks.h"
#include "tests/support/qt_wait.h"
#include "ui/theme/theme.h"

namespace pentimento {
namespace {

class RunningStudio : public testing::Test {
 protected:
  RunningStudio() : folders(foldersBelow(root.path())) {
    applyTheme("dark");
    QDir().mkpath(folders.config);
    QSettings(folders.config + "/settings.ini", QSettings::IniFormat)
        .setValue("engine/command", QStringList{PENTIMENTO_FAKE_CLI, "engine"});
    start();
  }
  void start() {
    studio = std::make_unique<Studio>(folders);
    studio->window().show();
    studio->begin({});
    // The capabilities of the fake make the first canvas.
    ASSERT_TRUE(eventually([&] {
      return studio->generation().capabilities().nativeSize == Extent{256, 256} &&
             studio->generation().capabilities().architecture == "Test pattern";
    }));
  }
  void restart() {
    studio->window().close();
    studio.reset();
    start();
  }
  Document& document() { return studio->documents().document(); }
  void prompt(const QString& words, int count = 2) {
    PromptValues values = studio->window().promptPanel().values();
    values.prompt = words;
    values.count = count;
    studio->window().promptPanel().setValues(values);
  }
  const Layer* pending() {
    for (const Layer& layer : document().state().layers)
      if (layer.edit && layer.edit->pending) return &layer;
    return nullptr;
  }
  bool waitForResults(size_t count) {
    return eventually([&] {
      return pending() && pending()->edit->candidates.size() == count && !studio->queue().busy();
    });
  }
  void generateAndAccept() {
    prompt("a quiet lake");
    studio->generation().run({});
    ASSERT_TRUE(waitForResults(2));
    studio->window().actions().action("review.accept")->trigger();
  }
  void paintMask(const QRect& area) {
    Mask mask({256, 256});
    for (int y = area.top(); y <= area.bottom(); ++y)
      for (int x = area.left(); x <= area.right(); ++x) mask.writableRow(y)[x] = 255;
    setMask(document(), mask, "Mask");
  }
  static std::vector<pid_t> engines() {
    std::vector<pid_t> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
      std::ifstream children(entry.path() / "children");
      for (pid_t pid; children >> pid;) found.push_back(pid);
    }
    return found;
  }

  QTemporaryDir root;
  StandardFolders folders;
  std::unique_ptr<Studio> studio;
};

TEST_F(RunningStudio, GeneratesFillsAndProvesThatNothingElseChanged) {
  generateAndAccept();
  const Image before = document().picture();
  std::optional<qint64> proof;
  QObject::connect(&studio->generation(), &GenerationFlow::proved,
                   [&](qint64 changed) { proof = changed; });

  paintMask({60, 60, 80, 50});
  EXPECT_EQ(studio->generation().intent(), Intent::Fill);
  const Mask painted = document().mask();
  prompt("add a couch");
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(2));
  ASSERT_TRUE(eventually([&] { return proof.has_value(); }));
  EXPECT_EQ(*proof, 0);
  studio->window().actions().action("review.accept")->trigger();

  const Image after = document().picture();
  EXPECT_FALSE(after.samePixels(before));
  EXPECT_EQ(countChangedOutside(before, after, effectiveMask(painted, {})), 0);
  EXPECT_FALSE(document().hasMask());
  const Layer& edit = document().state().layers.back();
  ASSERT_TRUE(edit.edit.has_value());
  EXPECT_EQ(edit.properties.name, "add a couch");
  EXPECT_EQ(edit.edit->candidates.size(), 2u);
  EXPECT_FALSE(edit.edit->mask.empty());
}

TEST_F(RunningStudio, GoesOnAfterARestartWithUndo) {
  generateAndAccept();
  paintMask({10, 10, 40, 40});
  prompt("a balloon");
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(2));
  studio->window().actions().action("review.accept")->trigger();
  const QByteArray whole = digest(document().state());
  studio->window().actions().action("edit.undo")->trigger();
  studio->window().actions().action("edit.undo")->trigger();
  const QByteArray undone = digest(document().state());
  EXPECT_NE(undone, whole);
  restart();
  EXPECT_EQ(digest(document().state()), undone);
  EXPECT_EQ(studio->window().promptPanel().values().prompt, "a balloon");
  studio->window().actions().action("edit.redo")->trigger();
  studio->window().actions().action("edit.redo")->trigger();
  EXPECT_EQ(digest(document().state()), whole);
  EXPECT_TRUE(eventually([&] { return studio->history().items({}).size() == 4; }));
}

TEST_F(RunningStudio, SurvivesAnEngineThatIsKilled) {
  prompt("!slow mountains", 1);
  studio->generation().run({});
  ASSERT_TRUE(eventually([&] { return studio->queue().busy() && !engines().empty(); }));
  for (const pid_t pid : engines()) kill(pid, SIGKILL);
  ASSERT_TRUE(eventually(
      [&] { return studio->window().messages().text().contains("engine", Qt::CaseInsensitive); }));
  // It is run again by itself.
  studio->queue().cancelRunning();
  ASSERT_TRUE(
      eventually([&] { return !studio->queue().busy() && studio->queue().jobs().empty(); }));
  prompt("mountains", 1);
  studio->generation().run({});
  EXPECT_TRUE(waitForResults(1));
}

TEST_F(RunningStudio, SetsAsideAJobThatEndsTheEngineTwiceAndDoesTheRest) {
  prompt("!abort", 1);
  studio->generation().run({});
  prompt("mountains", 1);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(1));
  const auto jobs = studio->queue().jobs();
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].state, JobState::SetAside);
}

TEST_F(RunningStudio, DiscardedResultsComeBackByUndo) {
  prompt("a lake", 1);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(1));
  studio->window().actions().action("review.discard")->trigger();
  EXPECT_EQ(pending(), nullptr);
  studio->window().actions().action("edit.undo")->trigger();
  EXPECT_NE(pending(), nullptr);
}

TEST_F(RunningStudio, APhotoKeepsEveryByteOutsideOfTheMaskUpToTheFile) {
  for (const BitDepth depth : {BitDepth::Eight, BitDepth::Sixteen}) {
    Image photo({451, 309}, ChannelLayout::Rgb, depth);  // odd on purpose
    uint32_t noise = 1;
    for (std::byte& byte : photo.writableBytes())
      byte = std::byte((noise = noise * 1664525 + 1013904223) >> 24);
    const QString path = root.filePath("photo.png"), saved = root.filePath("saved.png");
    writeImage(path.toStdString(), photo, {}, IfExists::Replace);
    ASSERT_TRUE(studio->documents().open(path));
    Mask mask({451, 309});
    for (int y = 100; y < 180; ++y)
      for (int x = 120; x < 260; ++x) mask.writableRow(y)[x] = 255;
    setMask(document(), mask, "Mask");
    prompt("add a couch", 1);
    studio->generation().run({});
    ASSERT_TRUE(waitForResults(1));
    studio->window().actions().action("review.accept")->trigger();
    studio->documents().exportTo(saved);
    const Image after = readImage(saved.toStdString());
    ASSERT_EQ(after.depth(), depth);
    EXPECT_EQ(countChangedOutside(photo, after, effectiveMask(mask, {})), 0);
    EXPECT_FALSE(after.samePixels(photo));
  }
}

TEST_F(RunningStudio, WhatOthersTakeThePlaceOfIsKept) {
  generateAndAccept();
  const Image before = document().picture();
  studio->documents().newBlank({64, 64});
  const QStringList kept = QDir(folders.data + "/kept").entryList({"*.ora"});
  ASSERT_EQ(kept.size(), 1);
  ASSERT_TRUE(studio->documents().open(folders.data + "/kept/" + kept[0]));
  EXPECT_TRUE(document().picture().samePixels(before));
}

TEST_F(RunningStudio, AFileThatIsNoPictureChangesNothing) {
  generateAndAccept();
  const QByteArray before = digest(document().state());
  const QString path = root.filePath("broken.png");
  std::ofstream(path.toStdString()) << "\x89PNG\r\n\x1a\n and then nothing";
  EXPECT_FALSE(studio->documents().open(path));
  EXPECT_EQ(digest(document().state()), before);
  EXPECT_TRUE(studio->window().messages().text().contains("broken.png"));
}

TEST_F(RunningStudio, ExpandsBeyondTheEdge) {
  generateAndAccept();
  const Image before = document().picture();
  {
    DocumentEdit edit(document(), "Frame");
    edit.state().frame = QRect(128, 0, 256, 256);
    edit.commit();
  }
  EXPECT_EQ(studio->generation().intent(), Intent::Expand);
  prompt("more of it", 1);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(1));
  EXPECT_EQ(document().size(), QSize(384, 256));
  const Image after = document().picture();
  for (int y = 0; y < 256; y += 17)
    for (int x = 0; x < 200; x += 13)
      ASSERT_EQ(after.row8(y)[x * after.channels()], before.row8(y)[x * before.channels()]);
}

TEST_F(RunningStudio, EveryControlHasANameAndATooltip) {
  generateAndAccept();
  int checked = 0;
  for (QWidget* widget : studio->window().findChildren<QWidget*>()) {
    const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QSlider*>(widget) ||
                         qobject_cast<QAbstractSpinBox*>(widget) ||
                         qobject_cast<QComboBox*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                         qobject_cast<QPlainTextEdit*>(widget);
    // Parts that Qt puts into its own widgets are reached through those.
    if (!control || widget->objectName().startsWith("qt_")) continue;
    if (qobject_cast<QAbstractSpinBox*>(widget->parent()) ||
        qobject_cast<QComboBox*>(widget->parent()) || qobject_cast<QTabBar*>(widget->parent()) ||
        qobject_cast<QLineEdit*>(widget->parent()))
      continue;
    if (QString(widget->metaObject()->className()) == "QDockWidgetTitleButton") continue;
    if (QString(widget->metaObject()->className()) == "QToolBarExtension" ||
        QString(widget->metaObject()->className()) == "QMenuBarExtension")
      continue;
    const QString where = QString("%1 “%2” in %3")
                              .arg(widget->metaObject()->className(), widget->accessibleName(),
                                   widget->parent()->metaObject()->className());
    const QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
    EXPECT_FALSE(accessible->text(QAccessible::Name).isEmpty()) << where.toStdString();
    EXPECT_FALSE(widget->toolTip().isEmpty()) << where.toStdString();
    ++checked;
  }
  EXPECT_GT(checked, 60);
}

TEST_F(RunningStudio, NoTwoActionsShareAKey) {
  std::map<QString, QString> owners;
  for (const QAction* action : studio->window().actions().all())
    for (const QKeySequence& keys : action->shortcuts()) {
      const QString name = keys.toString();
      EXPECT_FALSE(owners.contains(name))
          << name.toStdString() << ": " << owners[name].toStdString() << " and "
          << action->objectName().toStdString();
      EXPECT_FALSE(name.isEmpty()) << action->objectName().toStdString();
      owners[name] = action->objectName();
    }
}

}  // namespace
}  // namespace pentimento

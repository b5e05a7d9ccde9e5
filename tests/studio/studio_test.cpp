// The studio in this process, with the fake engine as a real child process.
#include "app/studio/studio.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QMimeData>
#include <QTemporaryDir>
#include <QUrl>
#include <csignal>
#include <fstream>

#include "app/document/compositor.h"
#include "app/pictures/picture_mime.h"
#include "core/api/recipe_text.h"
#include "core/imaging/codec.h"
#include "core/imaging/composite.h"
#include "core/imaging/edit_masks.h"
#include "tests/studio/running_studio.h"

namespace pentimento {
namespace {

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

TEST_F(RunningStudio, WhoIsQuickerThanTheEngineGetsThePicturesToo) {
  newBlank({512, 512});  // not the size that the model likes best
  studio->window().close();
  studio.reset();
  studio = std::make_unique<Studio>(folders);
  studio->window().show();
  studio->begin({});
  prompt("a quiet lake");
  studio->generation().run({});
  EXPECT_TRUE(waitForResults(2));
  EXPECT_EQ(document().size(), QSize(512, 512));
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
    ASSERT_TRUE(opens(path));
    Mask mask({451, 309});
    for (int y = 100; y < 180; ++y)
      for (int x = 120; x < 260; ++x) mask.writableRow(y)[x] = 255;
    setMask(document(), mask, "Mask");
    prompt("add a couch", 1);
    studio->generation().run({});
    ASSERT_TRUE(waitForResults(1));
    studio->window().actions().action("review.accept")->trigger();
    exportTo(saved);
    const Image after = readImage(saved.toStdString());
    ASSERT_EQ(after.depth(), depth);
    EXPECT_EQ(countChangedOutside(photo, after, effectiveMask(mask, {})), 0);
    EXPECT_FALSE(after.samePixels(photo));
  }
}

TEST_F(RunningStudio, WhatOthersTakeThePlaceOfIsKept) {
  generateAndAccept();
  const Image before = document().picture();
  newBlank({64, 64});
  const QStringList kept = QDir(folders.data + "/kept").entryList({"*.ora"});
  ASSERT_EQ(kept.size(), 1);
  ASSERT_TRUE(opens(folders.data + "/kept/" + kept[0]));
  EXPECT_TRUE(document().picture().samePixels(before));
}

TEST_F(RunningStudio, AFileThatIsNoPictureChangesNothing) {
  generateAndAccept();
  const QByteArray before = digest(document().state());
  const QString path = root.filePath("broken.png");
  std::ofstream(path.toStdString()) << "\x89PNG\r\n\x1a\n and then nothing";
  EXPECT_FALSE(opens(path));
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

TEST_F(RunningStudio, RecentFilesAreInTheMenuAndCanBeForgotten) {
  const QString path = root.filePath("lake & hills.png");
  writeImage(path.toStdString(), Image({8, 8}, ChannelLayout::Rgb, BitDepth::Eight), {},
             IfExists::Refuse);
  ASSERT_TRUE(opens(path));
  newBlank({16, 16});
  const auto recent = [this] {
    for (QMenu* menu : studio->window().findChildren<QMenu*>())
      if (menu->title() == "Open &Recent") return menu;
    return static_cast<QMenu*>(nullptr);
  };
  ASSERT_NE(recent(), nullptr);
  QAction* entry = recent()->actions().first();
  EXPECT_EQ(entry->text(), "lake && hills.png");
  EXPECT_EQ(entry->toolTip(), path);
  entry->trigger();
  finish();
  EXPECT_EQ(document().size(), QSize(8, 8));
  restart();
  ASSERT_TRUE(recent()->isEnabled());
  EXPECT_EQ(recent()->actions().first()->toolTip(), path);
  recent()->actions().last()->trigger();
  EXPECT_FALSE(recent()->isEnabled());
}

TEST_F(RunningStudio, WhatIsDroppedBecomesWhatItsZoneSays) {
  generateAndAccept();
  const int layers = int(document().state().layers.size());
  Image photo({40, 30}, ChannelLayout::Rgb, BitDepth::Sixteen);
  GenerationRequest recipe;
  recipe.prompt = "a lighthouse";
  recipe.seed = {77};
  stampRecipe(photo.metadata, recipe, {});
  const QString path = root.filePath("photo.png");
  writeImage(path.toStdString(), photo, {}, IfExists::Refuse);
  QMimeData file;
  file.setUrls({QUrl::fromLocalFile(path)});

  studio->documents().take(file, DropPurpose::Settings);
  finish();
  EXPECT_EQ(int(document().state().layers.size()), layers);
  EXPECT_EQ(studio->window().promptPanel().values().prompt, "a lighthouse");
  EXPECT_EQ(studio->window().promptPanel().values().seed, 77u);

  studio->documents().take(file, DropPurpose::Layer);
  finish();
  EXPECT_EQ(int(document().state().layers.size()), layers + 1);
  EXPECT_EQ(document().size(), QSize(256, 256));

  studio->documents().take(file, DropPurpose::Open);
  finish();
  EXPECT_EQ(document().size(), QSize(40, 30));
  EXPECT_EQ(document().state().depth, BitDepth::Sixteen);

  Image plain = photo;
  plain.metadata = {};
  studio->documents().take(*mimeDataFor(plain), DropPurpose::Settings);
  finish();
  EXPECT_TRUE(studio->window().messages().text().contains("no settings"));
}

TEST_F(RunningStudio, LorasBelongToThePanelsValues) {
  PromptValues values = studio->window().promptPanel().values();
  values.loras = {{"brush", 0.6, std::nullopt}};
  studio->window().promptPanel().setValues(values);
  const auto said = [this](const QString& words) {
    for (const QLabel* label : studio->window().promptPanel().findChildren<QLabel*>())
      if (!label->isHidden() && label->text().contains(words)) return true;
    return false;
  };
  EXPECT_TRUE(said("brush 0.6"));
  restart();
  EXPECT_EQ(studio->window().promptPanel().values().loras, values.loras);
  studio->window().actions().action("model.choose")->trigger();
  EXPECT_EQ(studio->window().findChild<ModelsDialog*>()->loras(), values.loras);
  // The fake engine's model takes none: they rest, and the run does not fail.
  EXPECT_FALSE(studio->generation().capabilities().loras);
  EXPECT_TRUE(said("takes no LoRAs"));
  generateAndAccept();
  EXPECT_EQ(studio->history().entry(studio->history().items({})[0].key)->recipe.find("brush"),
            std::string::npos);
}

TEST_F(RunningStudio, AKilledStudioRemembersTheLastRun) {
  prompt("a quiet lake", 3);
  studio->generation().run({});
  studio->settings().flush();
  const auto kept = promptValuesFromJson(
      Settings(folders.config + "/settings.ini").get(setting::kPanel).toUtf8());
  EXPECT_EQ(kept.prompt, "a quiet lake");
  EXPECT_EQ(kept.count, 3);
  ASSERT_TRUE(waitForResults(3));
}

TEST_F(RunningStudio, CopyAndPasteKeepSixteenBits) {
  Image photo({20, 10}, ChannelLayout::Rgb, BitDepth::Sixteen);
  uint32_t noise = 1;
  for (std::byte& byte : photo.writableBytes())
    byte = std::byte((noise = noise * 1664525 + 1013904223) >> 24);
  const QString path = root.filePath("photo.png");
  writeImage(path.toStdString(), photo, {}, IfExists::Refuse);
  ASSERT_TRUE(opens(path));
  studio->window().actions().action("edit.copy")->trigger();
  newBlank({64, 64});
  studio->window().actions().action("file.paste_new")->trigger();
  finish();
  EXPECT_TRUE(document().picture().samePixels(photo));
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

TEST_F(RunningStudio, WhatCannotBeKeptIsNotReplaced) {
  generateAndAccept();
  const QByteArray before = digest(document().state());
  std::ofstream((folders.data + "/kept").toStdString()) << "a file where the folder should be";
  newBlank({64, 64});
  EXPECT_EQ(digest(document().state()), before);
  EXPECT_TRUE(studio->window().messages().text().contains("kept"));
  const QString picture = root.filePath("other.png");
  writeImage(picture.toStdString(), Image({8, 8}, ChannelLayout::Rgb, BitDepth::Eight), {},
             IfExists::Refuse);
  EXPECT_FALSE(opens(picture));
  EXPECT_EQ(digest(document().state()), before);
}

TEST_F(RunningStudio, ARecipeThatCannotBeReadIsToldAndNothingElse) {
  generateAndAccept();
  {
    DocumentEdit edit(document(), "damage");
    Layer& layer = edit.state().layers.back();
    layer.edit->recipe = "made by hand";
    for (Candidate& candidate : layer.edit->candidates) candidate.recipe = R"({"version": 99})";
    edit.commit();
  }
  const LayerId layer = document().state().layers.back().id;
  studio->generation().rerun(layer);
  EXPECT_TRUE(studio->window().messages().text().contains("recipe"));
  studio->generation().reopen(layer);
  studio->window().actions().action("recall.all")->setEnabled(true);
  studio->window().actions().action("recall.all")->trigger();
  EXPECT_TRUE(studio->window().messages().text().contains("99"));

  Image picture({8, 8}, ChannelLayout::Rgb, BitDepth::Eight);
  picture.metadata.setText("pentimento", R"({"version": 1, "request": {"version": 99}})");
  const QString path = root.filePath("newer.png");
  writeImage(path.toStdString(), picture, {}, IfExists::Refuse);
  EXPECT_TRUE(opens(path)) << "the picture itself is well";
  EXPECT_EQ(document().size(), QSize(8, 8));
}

TEST_F(RunningStudio, ACanvasThatWouldBecomeTooLargeIsRefusedBeforeItIsMade) {
  GenerationRequest request;
  request.task = Task::MaskedEdit;
  request.image = Image({100, 10}, ChannelLayout::Rgb, BitDepth::Eight);
  request.margins.right = 16384;
  EXPECT_THROW((void)planOf(request, QRect(0, 0, 100, 10)), Error);
}

}  // namespace
}  // namespace pentimento

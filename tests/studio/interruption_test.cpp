// What comes in between: hands that go on while pictures are made, keys, failures, impatience.
#include <QElapsedTimer>
#include <QTest>
#include <QTimer>
#include <stdexcept>

#include "app/document/document_file.h"
#include "app/studio/application.h"
#include "tests/studio/running_studio.h"
#include "ui/queue/queue_indicator.h"

namespace pentimento {
namespace {

class Interruption : public RunningStudio {
 protected:
  void startSlowEdit(const QString& words) {
    generateAndAccept();
    paintMask({60, 60, 80, 50});
    prompt(words, 1);
    studio->generation().run({});
    ASSERT_TRUE(eventually([&] { return studio->queue().busy(); }));
  }
  /// A red square, as a brush leaves it on the active layer.
  void paintRed(const QRect& area) {
    Image red({area.width(), area.height()}, ChannelLayout::Rgba, BitDepth::Eight);
    for (int y = 0; y < red.height(); ++y)
      for (int x = 0; x < red.width(); ++x) {
        red.writableRow8(y)[4 * x] = 255;
        red.writableRow8(y)[4 * x + 3] = 255;
      }
    DocumentEdit edit(document(), "Paint");
    edit.layer(document().state().active)
        ->pixels.write(area, red.bytes().data(), red.bytesPerRow());
    edit.commit();
  }
  QPoint onCanvas(QPointF at) {
    return studio->window().canvas().transform().toWidget(at).toPoint();
  }
  CanvasView& canvas() { return studio->window().canvas(); }
};

TEST_F(Interruption, WhatIsPaintedWhileAPictureIsMadeStaysSeen) {
  startSlowEdit("!slow couch");
  std::optional<qint64> proof;
  QObject::connect(&studio->generation(), &GenerationFlow::proved,
                   [&](qint64 changed) { proof = changed; });
  const QRect area(8, 8, 20, 20);  // far from the mask
  paintRed(area);
  ASSERT_TRUE(waitForResults(1));
  const Image shown = document().picture();
  for (int y = area.top(); y <= area.bottom(); ++y)
    for (int x = area.left(); x <= area.right(); ++x) {
      const uint8_t* pixel = shown.row8(y).data() + x * shown.channels();
      ASSERT_EQ(pixel[0], 255) << x << ", " << y;
      ASSERT_EQ(pixel[1], 0) << x << ", " << y;
    }
  ASSERT_TRUE(eventually([&] { return proof.has_value(); }));
  EXPECT_EQ(*proof, 0);
}

TEST_F(Interruption, APictureWaitsUntilTheHandIsLifted) {
  startSlowEdit("!slow couch");
  canvas().setTool(ToolId::Paint);
  QTest::mousePress(&canvas(), Qt::LeftButton, {}, onCanvas({20, 200}));
  ASSERT_TRUE(document().isBeingEdited());
  ASSERT_TRUE(eventually([&] { return studio->history().items({}).size() == 3; }));
  ASSERT_TRUE(eventually([&] { return !studio->queue().busy(); }));
  QTest::qWait(200);
  EXPECT_TRUE(document().isBeingEdited());
  EXPECT_EQ(pending(), nullptr);
  QTest::mouseMove(&canvas(), onCanvas({60, 200}));
  QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, onCanvas({60, 200}));
  EXPECT_TRUE(waitForResults(1));
}

TEST_F(Interruption, EscapeTakesBackTheGestureFirstAndThenCancels) {
  startSlowEdit("!slow couch");
  canvas().setTool(ToolId::MaskBrush);
  const QByteArray before = digest(document().state());
  QTest::mousePress(&canvas(), Qt::LeftButton, {}, onCanvas({20, 200}));
  EXPECT_NE(digest(document().state()), before);
  QTest::keyClick(&canvas(), Qt::Key_Escape);
  EXPECT_EQ(digest(document().state()), before);
  EXPECT_EQ(studio->queue().jobs().size(), 1u);
  QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, onCanvas({20, 200}));
  QTest::keyClick(&canvas(), Qt::Key_Escape);
  EXPECT_TRUE(eventually([&] { return studio->queue().jobs().empty(); }, 1000));
  EXPECT_EQ(pending(), nullptr);
}

TEST_F(Interruption, AStrokeInTheMakingIsKeptWithTheDocumentItWasBegunOn) {
  newBlank({120, 90});
  canvas().setTool(ToolId::Paint);
  QTest::mousePress(&canvas(), Qt::LeftButton, {}, onCanvas({20, 20}));
  QTest::mouseMove(&canvas(), onCanvas({80, 60}));
  ASSERT_TRUE(document().isBeingEdited());
  const Image painted = document().picture();
  newBlank({64, 64});
  EXPECT_EQ(document().size(), QSize(64, 64));
  QTest::mouseMove(&canvas(), onCanvas({30, 30}));
  QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, onCanvas({30, 30}));
  EXPECT_FALSE(document().canUndo()) << "the rest of the stroke is nobody's";
  const QStringList kept = QDir(folders.data + "/kept").entryList({"*.ora"});
  ASSERT_EQ(kept.size(), 1);
  ASSERT_TRUE(opens(folders.data + "/kept/" + kept[0]));
  EXPECT_TRUE(document().picture().samePixels(painted));
}

TEST_F(Interruption, WhatIsPaintedWhileTheDocumentIsKeptIsKeptToo) {
  newBlank({120, 90});
  paintRed({10, 10, 20, 20});
  studio->documents().newBlank({64, 64});  // which keeps this one first, beside the window
  paintRed({60, 40, 20, 20});
  const Image painted = document().picture();
  finish();
  ASSERT_EQ(document().size(), QSize(64, 64));
  const QStringList kept =
      QDir(folders.data + "/kept").entryList({"*.ora"}, QDir::Files, QDir::Time);
  ASSERT_FALSE(kept.isEmpty());
  bool found = false;
  for (const QString& name : kept)
    found |= opens(folders.data + "/kept/" + name) && document().picture().samePixels(painted);
  EXPECT_TRUE(found);
}

TEST_F(Interruption, SavingGoesOnBesideTheWindowAndKnowsWhatItSaved) {
  newBlank({120, 90});
  paintRed({10, 10, 20, 20});
  const QString path = root.filePath("project.ora");
  exportTo(path);
  ASSERT_TRUE(opens(path));
  paintRed({40, 10, 20, 20});
  const QByteArray saved = digest(document().state());
  studio->window().actions().action("file.save")->trigger();
  EXPECT_TRUE(document().isModified()) << "nothing is said before it is on the disk";
  paintRed({60, 40, 20, 20});
  finish();
  EXPECT_TRUE(document().isModified()) << "what was painted meanwhile is not in the file";
  EXPECT_EQ(digest(openDocument(path.toStdString())), saved);
  document().undo();
  EXPECT_FALSE(document().isModified());
}

TEST_F(Interruption, CancelSaysAtOnceThatItWasHeard) {
  startSlowEdit("!deaf couch");  // from the middle on the engine hears nothing
  QTest::qWait(400);
  const auto* indicator = studio->window().findChild<QueueIndicator*>();
  auto* stop = studio->window().promptPanel().findChild<QToolButton*>("cancel");
  ASSERT_NE(stop, nullptr);
  ASSERT_FALSE(stop->isHidden());
  stop->click();
  EXPECT_TRUE(stop->isHidden());
  EXPECT_TRUE(indicator->findChild<QToolButton*>()->text().contains("Stopping"));
  EXPECT_TRUE(eventually([&] { return studio->queue().jobs().empty(); }, 1000));
}

TEST_F(Interruption, NobodyWaitsForAnEngineThatIsBusyWithAModel) {
  studio->generation().setModel("a sleepy model");
  prompt("a lake", 1);
  studio->generation().run({});
  ASSERT_TRUE(eventually([&] { return studio->queue().jobs().size() == 1; }));
  QTest::keyClick(&canvas(), Qt::Key_Escape);
  EXPECT_TRUE(studio->queue().jobs().empty());
  QElapsedTimer timer;
  timer.start();
  studio->window().close();
  studio.reset();
  EXPECT_LT(timer.elapsed(), 3000);
}

TEST_F(Interruption, AnExceptionIsToldAndCostsOnlyTheGesture) {
  QObject::connect(static_cast<Application*>(qApp), &Application::failed, studio.get(),
                   &Studio::recoverFrom);
  generateAndAccept();
  canvas().setTool(ToolId::MaskBrush);
  const QByteArray before = digest(document().state());
  QTest::mousePress(&canvas(), Qt::LeftButton, {}, onCanvas({20, 200}));
  QTimer::singleShot(0, &studio->window(), [] { throw std::runtime_error("a wire came loose"); });
  ASSERT_TRUE(
      eventually([&] { return studio->window().messages().text().contains("wire came loose"); }));
  EXPECT_EQ(digest(document().state()), before);
  QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, onCanvas({20, 200}));
  paintMask({60, 60, 80, 50});
  prompt("a couch", 1);
  studio->generation().run({});
  EXPECT_TRUE(waitForResults(1));
}

TEST_F(Interruption, WhatIsUnfoldedIsSoAtTheNextStart) {
  PromptPanel& panel = studio->window().promptPanel();
  EXPECT_TRUE(panel.openSections().isEmpty());
  panel.setOpenSections({"advanced", "styles"});
  restart();
  QStringList open = studio->window().promptPanel().openSections();
  open.sort();
  EXPECT_EQ(open, QStringList({"advanced", "styles"}));
}

TEST_F(Interruption, ResultsCoverNothingOfAFittedPicture) {
  studio->window().resize(1360, 860);
  prompt("a lake", 2);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(2));
  const QRectF picture = canvas().transform().canvasToWidget().mapRect(QRectF(0, 0, 256, 256));
  EXPECT_LE(picture.bottom(), studio->window().results().y());
  studio->window().actions().action("review.accept")->trigger();
  EXPECT_GT(canvas().transform().canvasToWidget().mapRect(QRectF(0, 0, 256, 256)).height(),
            picture.height());
}

}  // namespace
}  // namespace pentimento

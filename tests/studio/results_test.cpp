// Results: where they appear, side by side, and enlarged.
#include <QTest>
#include <cstdlib>

#include "core/imaging/composite.h"
#include "core/imaging/edit_masks.h"
#include "core/imaging/resize.h"
#include "tests/studio/running_studio.h"

namespace pentimento {
namespace {

TEST_F(RunningStudio, PicturesOfTheLastSessionAppearWhereTheyWereAskedFor) {
  generateAndAccept();
  paintMask({60, 60, 80, 50});
  prompt("!slow couch", 2);
  studio->generation().run({});
  ASSERT_TRUE(eventually([&] { return studio->queue().busy(); }));
  restart();
  ASSERT_TRUE(waitForResults(2));
  EXPECT_EQ(pending()->edit->frame.intersected(QRect(60, 60, 80, 50)), QRect(60, 60, 80, 50));
  EXPECT_FALSE(pending()->edit->mask.empty());
}

TEST_F(RunningStudio, PicturesOfAnotherCanvasStayInTheHistory) {
  generateAndAccept();
  prompt("!slow couch", 1);
  paintMask({60, 60, 80, 50});
  studio->generation().run({});
  newBlank({64, 256});
  ASSERT_TRUE(eventually([&] { return studio->history().items({}).size() == 3; }));
  EXPECT_EQ(pending(), nullptr);
  EXPECT_FALSE(studio->window().messages().text().isEmpty());
}

TEST_F(RunningStudio, EnlargesWithEditsThatStayEdits) {
  generateAndAccept();
  paintMask({60, 60, 80, 50});
  prompt("a couch");
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(2));
  const QRect frame = pending()->edit->frame;
  const Image small = document().picture();
  studio->window().actions().action("edit.enlarge")->trigger();
  finish();
  EXPECT_EQ(document().size(), QSize(512, 512));
  const Layer& edit = document().state().layers.back();
  EXPECT_EQ(edit.edit->frame, QRect(frame.topLeft() * 2, frame.size() * 2));
  EXPECT_EQ(edit.edit->candidates.size(), 2u);
  // Shrunk again it looks as before.
  const Image back = resized(document().picture(), small.extent(), ResizeFilter::Area);
  double difference = 0;
  for (size_t i = 0; i < small.bytes().size(); ++i)
    difference +=
        std::abs(std::to_integer<int>(small.bytes()[i]) - std::to_integer<int>(back.bytes()[i]));
  EXPECT_LT(difference / double(small.bytes().size()), 2.0);
  studio->window().actions().action("edit.undo")->trigger();
  EXPECT_TRUE(document().picture().samePixels(small));
}

TEST_F(RunningStudio, AReopenedEditIsMovedAndRunAgainInItsOwnLayer) {
  generateAndAccept();
  const Image before = document().picture();
  paintMask({20, 30, 60, 50});
  prompt("a couch");
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(2));
  const LayerId id = pending()->id;
  studio->window().actions().action("review.accept")->trigger();
  const size_t layers = document().state().layers.size();

  studio->generation().reopen(id);
  ASSERT_TRUE(pending() && pending()->id == id);
  EXPECT_TRUE(document().hasMask());
  const QRect place(150, 160, 60, 50);
  paintMask(place);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(4));
  studio->window().actions().action("review.accept")->trigger();

  EXPECT_EQ(document().state().layers.size(), layers);
  const EditRecord& edit = *document().layer(id)->edit;
  EXPECT_EQ(edit.chosen, 2) << "the first of the new ones";
  EXPECT_EQ(edit.mask.contentBounds(), place);
  // Where the couch was first the picture is as it was before it.
  Mask moved({256, 256});
  for (int y = place.top(); y <= place.bottom(); ++y)
    for (int x = place.left(); x <= place.right(); ++x) moved.writableRow(y)[x] = 255;
  EXPECT_EQ(countChangedOutside(before, document().picture(), effectiveMask(moved, {})), 0);
  EXPECT_FALSE(document().picture().samePixels(before));
}

TEST_F(RunningStudio, AllCandidatesSideBySideAndOneIsChosen) {
  prompt("a lake", 3);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(3));
  studio->window().actions().action("review.grid")->trigger();
  ResultsGrid& grid = studio->window().resultsGrid();
  ASSERT_TRUE(eventually([&] { return grid.isVisible(); }));
  QTest::keyClick(&grid, Qt::Key_Right);
  QTest::keyClick(&grid, Qt::Key_Return);
  EXPECT_FALSE(grid.isVisible());
  EXPECT_EQ(pending()->edit->chosen, 1);
  studio->window().actions().action("review.grid")->trigger();
  ASSERT_TRUE(eventually([&] { return grid.isVisible(); }));
  QTest::mouseClick(&grid, Qt::LeftButton, {}, QPoint(grid.width() / 6, grid.height() / 4));
  EXPECT_EQ(pending()->edit->chosen, 0);
}

}  // namespace
}  // namespace pentimento

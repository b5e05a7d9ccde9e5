#include "ui/history/history_panel.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QDropEvent>
#include <QMainWindow>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "app/pictures/picture_mime.h"
#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

GeneratedImage picture(const std::string& prompt, uint64_t seed) {
  GeneratedImage made{Image({40, 30}, ChannelLayout::Rgb, BitDepth::Eight), {}, 0};
  for (std::byte& b : made.image.writableBytes()) b = std::byte(seed);
  made.recipe.prompt = prompt;
  made.recipe.seed = {seed};
  return made;
}

class HistoryPanelTest : public testing::Test {
 protected:
  HistoryPanelTest()
      : store({root.filePath("pictures"), root.filePath("data")}),
        thumbnails(root.filePath("cache")),
        panel(store, thumbnails) {
    EXPECT_TRUE(eventually([&] { return store.isReady(); }));
    keys << store.add(picture("a blue couch", 1), {}) << store.add(picture("a red lamp", 2), {});
    model = panel.findChild<HistoryModel*>();
    for (auto* view : panel.findChildren<QListView*>())
      if (view->model() == model) list = view;
    EXPECT_TRUE(eventually([&] { return model->rowCount() == 2; }));
  }
  QAction* action(const QString& text) {
    for (QAction* candidate : list->actions())
      if (candidate->text() == text) return candidate;
    return nullptr;
  }

  QTemporaryDir root;
  HistoryStore store;
  ThumbnailStore thumbnails;
  HistoryPanel panel;
  QStringList keys;
  HistoryModel* model = nullptr;
  QListView* list = nullptr;
};

TEST_F(HistoryPanelTest, ListsTheNewestFirstUnderItsDay) {
  EXPECT_EQ(model->keyAt(model->index(0)), keys[1]);
  EXPECT_EQ(model->index(0).data(HistoryModel::DayRole).toString(), "Today");
  EXPECT_EQ(model->index(1).data(HistoryModel::DayRole).toString(), "");
}

TEST_F(HistoryPanelTest, SearchNarrowsTheList) {
  panel.findChild<QLineEdit*>()->setText("cou");
  ASSERT_EQ(model->rowCount(), 1);
  EXPECT_EQ(model->keyAt(model->index(0)), keys[0]);
  panel.findChild<QLineEdit*>()->clear();
  EXPECT_EQ(model->rowCount(), 2);
}

TEST_F(HistoryPanelTest, ANewPictureKeepsTheSelection) {
  panel.select(keys[0]);
  store.add(picture("new", 3), {});
  ASSERT_TRUE(eventually([&] { return model->rowCount() == 3; }));
  EXPECT_EQ(panel.selectedKeys(), QStringList{keys[0]});
}

TEST_F(HistoryPanelTest, RecallsWhatIsAskedFor) {
  Recall what{};
  GenerationRequest recipe;
  QObject::connect(&panel, &HistoryPanel::recallRequested,
                   [&](Recall asked, const GenerationRequest& given) {
                     what = asked;
                     recipe = given;
                   });
  panel.select(keys[0]);
  action("Use Seed")->trigger();
  EXPECT_EQ(what, Recall::Seed);
  EXPECT_EQ(recipe.seed.value, 1u);
  EXPECT_EQ(recipe.prompt, "a blue couch");
}

TEST_F(HistoryPanelTest, StarsAndTrashesWhatIsSelected) {
  panel.select(keys[0]);
  action("Star")->trigger();
  ASSERT_TRUE(
      eventually([&] { return model->indexOf(keys[0]).data(HistoryModel::StarRole).toBool(); }));
  QStringList moved;
  QObject::connect(&panel, &HistoryPanel::movedToTrash,
                   [&](const QStringList& which) { moved = which; });
  action("Move to the Trash")->trigger();
  EXPECT_EQ(moved, QStringList{keys[0]}) << "so that it can be undone";
  ASSERT_TRUE(eventually([&] { return model->rowCount() == 1; }));
  EXPECT_EQ(model->keyAt(model->index(0)), keys[1]);
}

TEST_F(HistoryPanelTest, ItsLettersGoBeforeThoseOfTheWindow) {
  QMainWindow window;
  QAction paint("Paint Brush");
  paint.setShortcut(Qt::Key_P);
  window.addAction(&paint);
  QSignalSpy painted(&paint, &QAction::triggered);
  QSignalSpy recalled(&panel, &HistoryPanel::recallRequested);
  window.setCentralWidget(&panel);
  window.show();
  window.activateWindow();
  panel.select(keys[0]);
  list->setFocus();
  QTest::keyClick(list, Qt::Key_P);
  EXPECT_EQ(recalled.count(), 1);
  EXPECT_EQ(painted.count(), 0);
  window.takeCentralWidget();
  panel.setParent(nullptr);
}

TEST_F(HistoryPanelTest, MakesThumbnailsOfWhatIsDrawn) {
  panel.resize(600, 300);
  panel.show();
  EXPECT_TRUE(eventually([&] {
    panel.grab();
    return !model->index(0).data(Qt::DecorationRole).value<QPixmap>().isNull();
  }));
}

TEST_F(HistoryPanelTest, ADragCarriesKeysAndFiles) {
  const std::unique_ptr<QMimeData> data(model->mimeData({model->index(0)}));
  EXPECT_EQ(data->data(kHistoryKeysMime), keys[1].toUtf8());
  ASSERT_EQ(data->urls().size(), 1);
  EXPECT_EQ(data->urls().first().toLocalFile(), store.entry(keys[1])->path);
  EXPECT_TRUE(pictureFrom(*data)->samePixels(picture("", 2).image));
}

TEST_F(HistoryPanelTest, BoardsAreShelvesThatTakeWhatIsDropped) {
  auto* boards = panel.findChild<BoardsList*>();
  const auto shelf = [&](const QString& name) {
    const auto found = boards->findItems(name, Qt::MatchExactly);
    return found.isEmpty() ? nullptr : found.first();
  };
  // Onto the lower part of the line: a drop is for the line that it is on, not the next.
  const auto drop = [&](const QString& key, const QString& onto) {
    const std::unique_ptr<QMimeData> drag(model->mimeData({model->indexOf(key)}));
    const QRect line = boards->visualItemRect(shelf(onto));
    const QPoint at(line.center().x(), line.bottom() - 1);
    QDragEnterEvent enters(at, Qt::CopyAction, drag.get(), Qt::LeftButton, {});
    QApplication::sendEvent(boards->viewport(), &enters);
    QDragMoveEvent moves(at, Qt::CopyAction, drag.get(), Qt::LeftButton, {});
    QApplication::sendEvent(boards->viewport(), &moves);
    QDropEvent drops(at, Qt::CopyAction, drag.get(), Qt::LeftButton, {});
    QApplication::sendEvent(boards->viewport(), &drops);
    return drops.isAccepted();
  };
  store.setBoard({keys[0]}, "Cover");
  ASSERT_TRUE(eventually([&] { return shelf("Cover") != nullptr; }));
  boards->setCurrentItem(shelf("Cover"));
  ASSERT_EQ(model->rowCount(), 1);
  EXPECT_EQ(model->keyAt(model->index(0)), keys[0]);

  boards->setCurrentItem(shelf("All pictures"));
  EXPECT_FALSE(drop(keys[1], "All pictures"));
  EXPECT_TRUE(drop(keys[1], "Cover"));
  boards->setCurrentItem(shelf("Cover"));
  ASSERT_TRUE(eventually([&] { return model->rowCount() == 2; }));
  EXPECT_TRUE(drop(keys[0], "Trash"));
  ASSERT_TRUE(eventually([&] { return model->rowCount() == 1; }));

  Q_EMIT boards->removalAsked("Cover");
  ASSERT_TRUE(eventually([&] { return shelf("Cover") == nullptr; }));
  EXPECT_EQ(model->rowCount(), 1) << "all that is not in the trash";
  boards->setCurrentItem(shelf("Trash"));
  ASSERT_EQ(model->rowCount(), 1);
  EXPECT_EQ(model->keyAt(model->index(0)), keys[0]);
  EXPECT_EQ(store.entry(keys[0])->board, "") << "also what lay in the trash";
}

TEST_F(HistoryPanelTest, ANewBoardWithoutPicturesIsExplained) {
  QString said;
  QObject::connect(&panel, &HistoryPanel::hinted,
                   [&](const QString& sentence) { said = sentence; });
  list->clearSelection();
  Q_EMIT panel.findChild<BoardsList*>()->newBoardAsked({});
  EXPECT_TRUE(eventually([&] { return !said.isEmpty(); }));
}

TEST_F(HistoryPanelTest, WarnsAboveTheLimitAndDeletesNothing) {
  const auto warns = [&] {
    for (const QLabel* label : panel.findChildren<QLabel*>())
      if (label->text().contains("GiB") && !label->isHidden()) return true;
    return false;
  };
  panel.setWarningLimit(1);
  EXPECT_FALSE(warns());
  panel.setWarningLimit(1e-9);
  EXPECT_TRUE(warns());
  EXPECT_EQ(model->rowCount(), 2);
}

}  // namespace
}  // namespace pentimento

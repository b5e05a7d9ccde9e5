#include "ui/window/shortcut_dialog.h"

#include <gtest/gtest.h>

#include <QMainWindow>
#include <QTemporaryDir>

#include "ui/window/command_palette.h"
#include "ui/window/fixed_keys.h"

namespace pentimento {
namespace {

class ShortcutDialogTest : public testing::Test {
 protected:
  ShortcutDialogTest()
      : settings(root.filePath("settings.ini")),
        actions(&window, settings),
        dialog(actions, &window) {
    list = dialog.findChild<QTreeWidget*>();
  }
  void select(const QString& name) {
    const auto found = list->findItems(name, Qt::MatchExactly);
    ASSERT_EQ(found.size(), 1) << name.toStdString();
    list->setCurrentItem(found.first());
  }
  QPushButton* button(const QString& text) {
    for (QPushButton* candidate : dialog.findChildren<QPushButton*>())
      if (candidate->text() == text) return candidate;
    return nullptr;
  }
  void assign(const QString& keys) {
    dialog.findChild<QKeySequenceEdit*>()->setKeySequence(QKeySequence(keys));
    button("Assign")->click();
  }
  [[nodiscard]] QString note() const {
    for (const QLabel* label : dialog.findChildren<QLabel*>())
      if (label->wordWrap()) return label->text();
    return {};
  }

  QTemporaryDir root;
  Settings settings;
  QMainWindow window;
  ActionSet actions;
  ShortcutDialog dialog;
  QTreeWidget* list;
};

TEST_F(ShortcutDialogTest, KeysAreChangedTakenAwayAndRestored) {
  select("Fit");
  assign("Ctrl+Shift+F");
  EXPECT_EQ(actions.keys("view.fit"), "Ctrl+Shift+F");
  button("None")->click();
  EXPECT_TRUE(actions.action("view.fit")->shortcuts().isEmpty());
  ActionSet later(&window, settings);
  EXPECT_TRUE(later.action("view.fit")->shortcuts().isEmpty()) << "also at the next start";
  button("Default")->click();
  EXPECT_EQ(actions.keys("view.fit"), "Ctrl+0");
}

TEST_F(ShortcutDialogTest, KeysThatBelongToAnotherActionOrToTheCanvasAreRefused) {
  select("Fit");
  assign("Ctrl+N");
  EXPECT_EQ(actions.keys("view.fit"), "Ctrl+0");
  EXPECT_TRUE(note().contains("New")) << note().toStdString();
  assign("[");
  EXPECT_EQ(actions.keys("view.fit"), "Ctrl+0");
  EXPECT_TRUE(note().contains("brush")) << note().toStdString();
}

TEST_F(ShortcutDialogTest, KeysOfTheCanvasAreListedAndFixed) {
  select("Canvas: Pan while held");
  EXPECT_FALSE(button("Assign")->isEnabled());
  EXPECT_FALSE(button("None")->isEnabled());
}

TEST_F(ShortcutDialogTest, NoTwoDefaultsAreTheSame) {
  for (const QAction* action : actions.all()) {
    const QString keys = actions.keys(action->objectName());
    const QAction* other = actions.conflicting(action->objectName(), keys);
    EXPECT_EQ(other, nullptr) << action->objectName().toStdString() << " and "
                              << other->objectName().toStdString() << ": " << keys.toStdString();
    for (const FixedKey& fixed : fixedKeys())
      for (const QKeySequence& key : action->shortcuts())
        EXPECT_FALSE(fixed.taken.contains(key)) << action->objectName().toStdString();
  }
}

TEST_F(ShortcutDialogTest, ThePaletteFindsEveryActionByItsName) {
  CommandPalette palette(actions, &window);
  auto* words = palette.findChild<QLineEdit*>();
  auto* found = palette.findChild<QTreeWidget*>();
  for (const QAction* action : actions.all()) {
    words->setText(ActionSet::nameOf(action));
    bool there = false;
    for (int row = 0; row < found->topLevelItemCount(); ++row)
      there |= found->topLevelItem(row)->data(0, Qt::UserRole) == action->objectName();
    EXPECT_TRUE(there) << action->objectName().toStdString();
  }
}

}  // namespace
}  // namespace pentimento

#include "ui/prompt/prompt_panel.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QKeyEvent>
#include <QSignalSpy>

#include "ui/prompt/prompt_bar.h"

namespace pentimento {
namespace {

template <typename Widget>
Widget* named(const QWidget& within, const QString& name) {
  for (Widget* widget : within.findChildren<Widget*>())
    if (widget->accessibleName() == name) return widget;
  return nullptr;
}

void press(QWidget* widget, int key, Qt::KeyboardModifiers modifiers = {}) {
  QKeyEvent event(QEvent::KeyPress, key, modifiers);
  QApplication::sendEvent(widget, &event);
}

/// Words are tokens, and the model reads three.
TokenCount threeWords(std::string_view prompt) {
  TokenCount count{.room = 3, .readTo = prompt.size()};
  for (size_t i = 0; i < prompt.size(); ++i)
    if (prompt[i] == ' ' && ++count.tokens == 3) count.readTo = i;
  ++count.tokens;
  return count;
}

QString struckThrough(const PromptEdit& edit) {
  QString text;
  for (const QTextEdit::ExtraSelection& part : edit.extraSelections())
    if (part.format.fontStrikeOut()) text += part.cursor.selectedText();
  return text;
}

Capabilities editing() {
  Capabilities model;
  model.tasks = {Task::TextToImage, Task::ImageToImage, Task::MaskedEdit};
  model.defaultSchedule = "karras";
  return model;
}

TEST(PromptPanelTest, StrikesThroughWhatTheModelDoesNotRead) {
  PromptPanel panel;
  auto* prompt = named<PromptEdit>(panel, "Prompt");
  panel.setTokenCounter(threeWords);
  prompt->setText("größe a b");
  EXPECT_EQ(struckThrough(*prompt), "");
  const auto said = [&](const QString& words) {
    for (const QLabel* label : panel.findChildren<QLabel*>())
      if (label->text() == words) return true;
    return false;
  };
  EXPECT_TRUE(said("3 of 3 tokens"));
  prompt->setText("größe");
  EXPECT_TRUE(said("1 of 3 tokens"));
  prompt->setText("größe a b c d");
  EXPECT_EQ(struckThrough(*prompt), " c d") << "letters of more than one byte count once";
  panel.setTokenCounter({});
  EXPECT_EQ(struckThrough(*prompt), "") << "nobody can say";
}

TEST(PromptPanelTest, WeightKeysAreForModelsThatKnowWeights) {
  PromptPanel panel;
  auto* prompt = named<PromptEdit>(panel, "Prompt");
  panel.setCapabilities(editing());
  prompt->setText("couch");
  press(prompt, Qt::Key_Up, Qt::ControlModifier);
  EXPECT_EQ(prompt->toPlainText(), "(couch:1.1)");
  press(prompt, Qt::Key_Down, Qt::ControlModifier);
  EXPECT_EQ(prompt->toPlainText(), "couch");
  Capabilities literal = editing();
  literal.clipPromptGrammar = false;
  panel.setCapabilities(literal);
  press(prompt, Qt::Key_Up, Qt::ControlModifier);
  EXPECT_EQ(prompt->toPlainText(), "couch");
}

TEST(PromptPanelTest, EarlierPromptsComeBackAndSoDoesWhatWasTyped) {
  PromptPanel panel;
  panel.setPromptHistory({"second", "first"});
  auto* prompt = named<PromptEdit>(panel, "Prompt");
  prompt->setText("typed");
  press(prompt, Qt::Key_Up, Qt::AltModifier);
  EXPECT_EQ(prompt->toPlainText(), "second");
  press(prompt, Qt::Key_Up, Qt::AltModifier);
  press(prompt, Qt::Key_Up, Qt::AltModifier);
  EXPECT_EQ(prompt->toPlainText(), "first");
  for (int i = 0; i < 2; ++i) press(prompt, Qt::Key_Down, Qt::AltModifier);
  EXPECT_EQ(prompt->toPlainText(), "typed");
}

TEST(PromptPanelTest, OffersWhatTheModelCanUse) {
  PromptPanel panel;
  const auto hidden = [&](const QString& name) {
    const auto* control = named<QComboBox>(panel, name);
    return !control->isVisibleTo(control->parentWidget()->parentWidget());
  };
  panel.setCapabilities(editing());
  EXPECT_FALSE(hidden("Sampler"));
  EXPECT_FALSE(hidden("Start from"));
  EXPECT_FALSE(named<QSlider>(panel, "Strength")->parentWidget()->isHidden());
  Capabilities plain;
  plain.tasks = {Task::TextToImage};
  plain.negativePrompt = false;
  panel.setCapabilities(plain);
  EXPECT_TRUE(hidden("Sampler"));
  EXPECT_TRUE(hidden("Start from"));
  EXPECT_TRUE(named<QSlider>(panel, "Strength")->parentWidget()->isHidden());
  EXPECT_TRUE(panel.findChild<QWidget*>("negative")->isHidden());
}

TEST(PromptPanelTest, ALockedSeedStaysAndAnOpenOneIsDrawn) {
  PromptPanel panel;
  PromptValues values;
  values.seed = 77;
  values.seedLocked = true;
  panel.setValues(values);
  panel.drawSeed();
  EXPECT_EQ(panel.values().seed, 77u);
  named<QToolButton>(panel, "Keep the seed")->click();
  panel.drawSeed();
  EXPECT_NE(panel.values().seed, 77u);
  const quint64 before = panel.values().seed;
  named<QToolButton>(panel, "Draw a new seed")->click();
  EXPECT_NE(panel.values().seed, before);
}

TEST(PromptBarTest, IsAPromptLikeTheOther) {
  QWidget canvas;
  PromptBar bar(&canvas);
  QSignalSpy edited(&bar, &PromptBar::promptEdited), asked(&bar, &PromptBar::generateRequested);
  auto* prompt = named<PromptEdit>(bar, "Prompt for the mask");
  bar.setPrompt("couch");
  EXPECT_EQ(edited.count(), 0) << "it was set, not typed";
  press(prompt, Qt::Key_Up, Qt::ControlModifier);
  ASSERT_EQ(edited.count(), 1);
  EXPECT_EQ(edited[0][0].toString(), "(couch:1.1)");
  bar.setPromptHistory({"an earlier one"});
  press(prompt, Qt::Key_Up, Qt::AltModifier);
  EXPECT_EQ(prompt->toPlainText(), "an earlier one");
  press(prompt, Qt::Key_Return);
  EXPECT_EQ(asked.count(), 1);
  EXPECT_EQ(prompt->toPlainText(), "an earlier one") << "Enter makes no new line";
}

}  // namespace
}  // namespace pentimento

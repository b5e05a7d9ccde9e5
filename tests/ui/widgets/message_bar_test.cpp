#include "ui/widgets/message_bar.h"

#include <gtest/gtest.h>

#include <QToolButton>

#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

class MessageBarTest : public testing::Test {
 protected:
  MessageBarTest() : bar(new MessageBar(&window)) {
    window.resize(800, 600);
    window.show();
  }
  void close() { bar->findChild<QToolButton*>()->click(); }

  QWidget window;
  MessageBar* bar;
};

TEST_F(MessageBarTest, AnErrorStaysInFrontOfWhatComesLater) {
  bar->showMessage(MessageKind::Error, "The disk is full.");
  bar->showMessage(MessageKind::Information, "Enlarged.");
  EXPECT_EQ(bar->text(), "The disk is full.");
  close();
  EXPECT_EQ(bar->text(), "Enlarged.");
  EXPECT_TRUE(bar->isVisible());
  close();
  EXPECT_FALSE(bar->isVisible());
}

TEST_F(MessageBarTest, AnErrorThatCanHaveBeenReadGivesWayForAMoment) {
  bar->showMessage(MessageKind::Error, "The disk is full.");
  ASSERT_TRUE(eventually([&] {
    bar->showMessage(MessageKind::Information, "Enlarged.");
    return bar->text() == "Enlarged.";
  }));
  close();
  EXPECT_EQ(bar->text(), "The disk is full.");
}

TEST_F(MessageBarTest, ANewerErrorComesFirstAndTheEarlierIsNotLost) {
  bar->showMessage(MessageKind::Warning, "One.");
  bar->showMessage(MessageKind::Error, "Two.");
  EXPECT_EQ(bar->text(), "Two.");
  bar->showMessage(MessageKind::Error, "Two.");
  close();
  EXPECT_EQ(bar->text(), "One.") << "what is said again is one message";
}

TEST_F(MessageBarTest, AnInformationGivesWayToTheNextOne) {
  bar->showMessage(MessageKind::Information, "One.");
  bar->showMessage(MessageKind::Information, "Two.");
  EXPECT_EQ(bar->text(), "Two.");
  close();
  EXPECT_FALSE(bar->isVisible());
}

TEST_F(MessageBarTest, TheOfferIsOfTheMessageInFront) {
  QString taken;
  bar->showMessage(MessageKind::Error, "One.", {"Do one", [&] { taken += "one "; }});
  bar->showMessage(MessageKind::Error, "Two.", {"Do two", [&] { taken += "two "; }});
  auto* offer = bar->findChild<QPushButton*>();
  EXPECT_EQ(offer->text(), "Do two");
  offer->click();
  EXPECT_EQ(offer->text(), "Do one");
  offer->click();
  EXPECT_EQ(taken, "two one ");
}

TEST_F(MessageBarTest, WhatLibrariesSayBecomesASentence) {
  bar->showMessage(MessageKind::Error, "the disk is full");
  EXPECT_EQ(bar->text(), "The disk is full.");
  bar->showMessage(MessageKind::Error, "lake.png is no picture");
  EXPECT_EQ(bar->text(), "lake.png is no picture.") << "a file's name stays as it is";
}

}  // namespace
}  // namespace pentimento

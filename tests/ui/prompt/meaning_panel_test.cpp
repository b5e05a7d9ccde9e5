#include "ui/prompt/meaning_panel.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QDropEvent>
#include <QImage>
#include <QMimeData>
#include <QUrl>

namespace pentimento {
namespace {

Capabilities unclipModel() {
  Capabilities model;
  model.tasks = {Task::TextToImage, Task::Variations, Task::Interpolate, Task::TextDiff};
  model.ranksByClip = true;
  return model;
}

template <typename Widget>
Widget* named(QWidget& panel, const QString& name) {
  for (Widget* widget : panel.findChildren<Widget*>())
    if (widget->accessibleName() == name) return widget;
  return nullptr;
}

TEST(MeaningPanelTest, ShowsWhatTheModelCanDo) {
  MeaningPanel panel;
  EXPECT_FALSE(MeaningPanel::serves({}));
  EXPECT_TRUE(MeaningPanel::serves(unclipModel()));
  panel.setCapabilities(unclipModel());
  EXPECT_FALSE(named<PictureWell>(panel, "Second picture")->isHidden());
  EXPECT_FALSE(named<QLineEdit>(panel, "What it shows now")->isHidden());
  EXPECT_FALSE(named<QCheckBox>(panel, "Rank by match")->isHidden());
  Capabilities ranking;
  ranking.ranksByClip = true;
  EXPECT_TRUE(MeaningPanel::serves(ranking));
  panel.setCapabilities(ranking);
  EXPECT_TRUE(named<PictureWell>(panel, "Second picture")->isHidden());
}

TEST(MeaningPanelTest, WhatIsSetIsSaidWhileItIsFoldedAway) {
  MeaningPanel panel;
  EXPECT_EQ(panel.summary(), "");
  named<QLineEdit>(panel, "What it shows now")->setText("a room");
  named<QCheckBox>(panel, "Rank by match")->setChecked(true);
  EXPECT_EQ(panel.summary(), "a room, Rank by match");
}

TEST(MeaningPanelTest, ValuesComeBackAsTheyWereSet) {
  MeaningPanel panel;
  UnclipOptions values;
  values.variationNoise = 0.4;
  values.amount = 0.75;
  values.steps = 5;
  values.baselinePrompt = "a room";
  values.rank = true;
  values.priorSteps = 9;  // has no control, and stays
  int changes = 0;
  QObject::connect(&panel, &MeaningPanel::changed, [&] { ++changes; });
  panel.setValues(values);
  EXPECT_EQ(changes, 1);
  EXPECT_EQ(panel.over(values), values);
}

TEST(MeaningPanelTest, ASecondPictureIsDropped) {
  MeaningPanel panel;
  panel.setCapabilities(unclipModel());
  auto* well = named<PictureWell>(panel, "Second picture");
  ASSERT_TRUE(well);
  QString complaint;
  QObject::connect(&panel, &MeaningPanel::failed, [&](const QString& said) { complaint = said; });
  const auto drop = [&](const QMimeData& data) {
    QDragEnterEvent enter(QPoint(4, 4), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(well, &enter);
    QDropEvent event(QPointF(4, 4), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(well, &event);
  };
  QMimeData missing;
  missing.setUrls({QUrl::fromLocalFile("/nowhere/missing.png")});
  drop(missing);
  EXPECT_TRUE(complaint.contains("missing.png")) << complaint.toStdString();
  EXPECT_FALSE(panel.secondPicture());
  QImage red(20, 10, QImage::Format_RGB888);
  red.fill(Qt::red);
  QMimeData picture;
  picture.setImageData(red);
  drop(picture);
  ASSERT_TRUE(panel.secondPicture());
  EXPECT_EQ(panel.secondPicture()->extent(), (Extent{20, 10}));
  panel.setCapabilities({});
  EXPECT_FALSE(panel.secondPicture()) << "this model cannot interpolate";
  panel.setCapabilities(unclipModel());
  well->click();
  EXPECT_FALSE(panel.secondPicture());
}

}  // namespace
}  // namespace pentimento

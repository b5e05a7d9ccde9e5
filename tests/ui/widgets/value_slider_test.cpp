#include "ui/widgets/value_slider.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QSignalSpy>
#include <QWheelEvent>

#include "tests/support/qt_wait.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

TEST(ValueSlider, KeepsWhatItShowsWithFewerDecimals) {
  ValueSlider slider("Strength", "", {5, 100, 1, 0, " %"});
  QSignalSpy changes(&slider, &ValueSlider::changed);
  slider.setValue(75.5);
  EXPECT_EQ(slider.value(), 75.5);
  EXPECT_EQ(changes.count(), 1);
  slider.setValue(75.5);
  EXPECT_EQ(changes.count(), 1);
  slider.setValue(1000);
  EXPECT_EQ(slider.value(), 100);
}

TEST(ValueSlider, BothPartsSetTheValueOnce) {
  ValueSlider slider("Steps", "", {0, 150, 1, 0});
  QSignalSpy changes(&slider, &ValueSlider::changed);
  slider.findChild<QDoubleSpinBox*>()->setValue(30);
  EXPECT_EQ(slider.value(), 30);
  EXPECT_EQ(slider.findChild<QSlider*>()->value(), 30);
  slider.findChild<QSlider*>()->setValue(40);
  EXPECT_EQ(slider.value(), 40);
  EXPECT_EQ(changes.count(), 2);
}

TEST(ValueSlider, TheWheelChangesOnlyWhatHasTheFocus) {
  ValueSlider slider("Steps", "", {0, 150, 1, 0});
  slider.setValue(30);
  slider.show();
  const auto turn = [](QWidget* control) {
    QWheelEvent wheel({5, 5}, control->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(control, &wheel);
    return wheel.isAccepted();  // else the panel around it gets it
  };
  auto* number = slider.findChild<QDoubleSpinBox*>();
  EXPECT_FALSE(turn(slider.findChild<QSlider*>()));
  EXPECT_FALSE(turn(number));
  EXPECT_EQ(slider.value(), 30);
  slider.activateWindow();
  number->setFocus();
  ASSERT_TRUE(eventually([&] { return number->hasFocus(); }));
  EXPECT_TRUE(turn(number));
  EXPECT_EQ(slider.value(), 29);
}

TEST(PlainTip, DoesNotReadHtml) {
  EXPECT_EQ(plainTip("a red fox"), "a red fox");
  EXPECT_EQ(plainTip("<img src='/dev/zero'>"), "<qt>&lt;img src='/dev/zero'&gt;</qt>");
}

}  // namespace
}  // namespace pentimento

#include "ui/widgets/value_slider.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

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

TEST(PlainTip, DoesNotReadHtml) {
  EXPECT_EQ(plainTip("a red fox"), "a red fox");
  EXPECT_EQ(plainTip("<img src='/dev/zero'>"), "<qt>&lt;img src='/dev/zero'&gt;</qt>");
}

}  // namespace
}  // namespace pentimento

#include "ui/canvas/canvas_view.h"

#include <gtest/gtest.h>

#include <QPointingDevice>
#include <QTabletEvent>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "app/document/edit_operations.h"

namespace pentimento {
namespace {

/// A picture whose pixels all differ.
Image gradient(Extent extent) {
  Image image(extent, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < extent.height; ++y) {
    const auto row = image.writableRow8(y);
    for (int x = 0; x < extent.width; ++x) {
      row[3 * x] = static_cast<uint8_t>(x);
      row[3 * x + 1] = static_cast<uint8_t>(y);
      row[3 * x + 2] = static_cast<uint8_t>(x * 7 + y * 13);
    }
  }
  return image;
}

class CanvasViewWindow : public testing::Test {
 protected:
  CanvasViewWindow() : document(Document::fromImage(gradient({200, 150}), "photo")) {
    view.resize(400, 300);
    view.setDocument(document.get());
    view.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&view));
  }
  QPoint onScreen(QPointF canvas) { return view.transform().toWidget(canvas).toPoint(); }
  void drag(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(&view, Qt::LeftButton, modifiers, onScreen(from));
    QTest::mouseMove(&view, onScreen((from + to) / 2));
    QTest::mouseMove(&view, onScreen(to));
    QTest::mouseRelease(&view, Qt::LeftButton, modifiers, onScreen(to));
  }

  std::unique_ptr<Document> document;
  CanvasView view;
};

TEST_F(CanvasViewWindow, ShowsEveryPixelExactlyAt100And400Percent) {
  for (const double scale : {1.0, 4.0}) {
    view.zoomTo(scale);
    const QImage shown = view.grab().toImage();
    const Image picture = document->picture();
    int compared = 0;
    for (int y = 0; y < picture.height(); y += 7)
      for (int x = 0; x < picture.width(); x += 5) {
        // The screen pixel that holds the middle of the image pixel (toPoint would round it up).
        const QPointF middle = view.transform().toWidget(QPointF(x + 0.5, y + 0.5));
        const QPoint at(int(std::floor(middle.x())), int(std::floor(middle.y())));
        if (!view.rect().contains(at)) continue;
        const uint8_t* p = picture.row8(y).data() + 3 * x;
        ASSERT_EQ(shown.pixelColor(at), QColor(p[0], p[1], p[2]))
            << x << ", " << y << " at " << scale;
        ++compared;
      }
    EXPECT_GT(compared, 100);
  }
}

TEST_F(CanvasViewWindow, WheelKeepsThePointUnderThePointer) {
  const QPointF pointer(130, 90);
  const QPointF before = view.transform().toCanvas(pointer);
  for (const double scale : {0.5, 2.0, 8.0}) {
    CanvasTransform next = view.transform();
    next.setRotation(30, pointer);
    next.setScale(scale, pointer);
    view.setTransform(next);
    const QPointF after = view.transform().toCanvas(pointer);
    EXPECT_NEAR(after.x(), before.x(), 1 / scale + 0.01);
    EXPECT_NEAR(after.y(), before.y(), 1 / scale + 0.01);
  }
}

TEST_F(CanvasViewWindow, MaskBrushPaintsUnderThePointerAsOneStep) {
  view.toolOptions().mask = {20, 1.0, 1.0};
  drag({50, 60}, {120, 60});
  const Mask mask = document->mask();
  EXPECT_EQ(mask.row(60)[80], 255);
  EXPECT_EQ(mask.row(90)[80], 0);
  EXPECT_EQ(document->history().done().size(), 1u);
  document->undo();
  EXPECT_FALSE(document->hasMask());
}

TEST_F(CanvasViewWindow, EraserTakesAwayMaskOnly) {
  view.toolOptions().mask = view.toolOptions().eraser = {20, 1.0, 1.0};
  const Image before = document->picture();
  drag({50, 60}, {120, 60});
  view.setTool(ToolId::Eraser);
  drag({80, 60}, {81, 60});
  EXPECT_EQ(document->mask().row(60)[80], 0);
  EXPECT_EQ(document->mask().row(60)[50], 255);
  EXPECT_TRUE(document->picture().samePixels(before));
}

TEST_F(CanvasViewWindow, ShapesAddAndSubtract) {
  view.setTool(ToolId::Shapes);
  drag({20, 20}, {120, 120});
  EXPECT_EQ(document->mask().row(60)[60], 255);
  drag({50, 50}, {80, 80}, Qt::AltModifier);
  EXPECT_EQ(document->mask().row(60)[60], 0);
  EXPECT_EQ(document->mask().row(30)[30], 255);
}

TEST_F(CanvasViewWindow, PressureDrivesSizeAndTheEraserEndErases) {
  view.toolOptions().mask = {40, 1.0, 1.0};
  const auto stroke = [&](QPointingDevice::PointerType type, double pressure) {
    const QPointingDevice pen("pen", 7, QInputDevice::DeviceType::Stylus, type,
                              QInputDevice::Capability::Pressure, 1, 1);
    for (const auto& [kind, x] : {std::pair{QEvent::TabletPress, 60.0},
                                  {QEvent::TabletMove, 100.0},
                                  {QEvent::TabletRelease, 100.0}}) {
      const QPointF at = view.transform().toWidget({x, 75});
      QTabletEvent event(kind, &pen, at, at, pressure, 0, 0, 0, 0, 0, {}, Qt::LeftButton,
                         Qt::LeftButton);
      QCoreApplication::sendEvent(&view, &event);
    }
  };
  stroke(QPointingDevice::PointerType::Pen, 0.25);
  EXPECT_EQ(document->mask().row(75)[80], 255);
  EXPECT_EQ(document->mask().row(75 + 12)[80], 0);  // radius 5, where full pressure has 20
  stroke(QPointingDevice::PointerType::Eraser, 1.0);
  EXPECT_EQ(document->mask().row(75)[80], 0);
}

TEST_F(CanvasViewWindow, FrameFollowsTheMaskUntilItIsDragged) {
  view.setFrameOptions({}, {64, 64});
  view.setTool(ToolId::Shapes);
  drag({80, 60}, {110, 90});
  const QRect automatic = view.frame();
  EXPECT_TRUE(automatic.contains(QRect(80, 60, 30, 30)));
  EXPECT_TRUE(QRect(0, 0, 200, 150).contains(automatic));
  view.setTool(ToolId::Frame);
  drag(QPointF(automatic.right() + 1, automatic.center().y()),
       QPointF(230, automatic.center().y()));
  EXPECT_NEAR(view.frame().right(), 229, 2);  // past the canvas: Expand
}

TEST_F(CanvasViewWindow, AHeldNumberPaintsWithThatCandidateAndATapChoosesIt) {
  EditDescription description;
  description.area = description.frame = {0, 0, 200, 150};
  const LayerId layer = beginReview(*document, description);
  for (const uint8_t value : {10, 200}) {
    EditResult result;
    result.image = Image({200, 150}, ChannelLayout::Rgb, BitDepth::Eight);
    std::ranges::fill(result.image.writableBytes(), std::byte{value});
    addResult(*document, layer, description, result);
  }
  int chosen = -1;
  QObject::connect(&view, &CanvasView::candidateRequested, [&](int index) { chosen = index; });
  view.toolOptions().pentimento = {30, 1.0, 1.0};
  QTest::keyPress(&view, Qt::Key_2);
  drag({60, 70}, {120, 70});
  QTest::keyRelease(&view, Qt::Key_2);
  EXPECT_EQ(chosen, -1);
  const Image mixed = document->picture();
  EXPECT_EQ(mixed.row8(70)[90 * mixed.channels()], 200);
  EXPECT_EQ(mixed.row8(120)[90 * mixed.channels()], 10);
  EXPECT_EQ(view.tool(), ToolId::MaskBrush);
  QTest::keyClick(&view, Qt::Key_2);
  EXPECT_EQ(chosen, 1);
}

}  // namespace
}  // namespace pentimento

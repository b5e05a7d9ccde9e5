#include "ui/canvas/canvas_view.h"
#include "tests/support/document_steps.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QFocusEvent>
#include <QPointingDevice>
#include <QTabletEvent>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "tests/support/review_result.h"

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
  CanvasViewWindow() : document(documentOf(gradient({200, 150}), "photo")) {
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
    view.work().finish();
  }

  std::unique_ptr<Document> document;
  CanvasView view;
};

TEST_F(CanvasViewWindow, AStrokeEndsWhenSomethingElseChangesTheDocument) {
  for (const ToolId tool : {ToolId::Paint, ToolId::MaskBrush, ToolId::Move, ToolId::Frame})
    for (const bool byUndo : {false, true}) {
      duplicateLayer(*document, document->state().active);
      view.setTool(tool);
      const QByteArray before = digest(document->state());
      QTest::mousePress(&view, Qt::LeftButton, {}, onScreen({50, 50}));
      QTest::mouseMove(&view, onScreen({80, 60}));
      if (byUndo)
        document->undo();
      else
        removeLayer(*document, document->state().active);
      const QByteArray after = digest(document->state());
      QTest::mouseMove(&view, onScreen({120, 90}));
      QTest::mouseRelease(&view, Qt::LeftButton, {}, onScreen({120, 90}));
      EXPECT_EQ(digest(document->state()), after) << int(tool);
      if (byUndo) EXPECT_EQ(after, before) << int(tool);
      while (document->canUndo()) document->undo();
      while (document->canRedo()) document->redo();
      EXPECT_EQ(digest(document->state()), after) << int(tool);
    }
}

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

TEST_F(CanvasViewWindow, TurnedUpsideDownItShowsTheSamePixels) {
  // Upright views are drawn by rows, others pixel by pixel: two ways to one picture.
  for (const double scale : {0.3, 0.5, 0.77, 2.0, 3.5}) {
    view.resetRotation();
    view.zoomTo(scale);
    const QImage upright = view.grab().toImage();
    view.rotateBy(180);
    const QImage turned = view.grab().toImage().mirrored(true, true);
    ASSERT_EQ(upright.size(), turned.size());
    int differing = 0, worst = 0;
    for (int y = 20; y < upright.height() - 20; ++y)
      for (int x = 20; x < upright.width() - 20; ++x) {
        const QRgb a = upright.pixel(x, y), b = turned.pixel(x, y);
        const int apart = std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                                    std::abs(qBlue(a) - qBlue(b))});
        differing += apart > 4;
        worst = std::max(worst, apart);
      }
    // On the canvas' edge a pixel may fall to either side.
    EXPECT_LT(differing, 2 * (upright.width() + upright.height()))
        << "scale " << scale << ", worst " << worst;
  }
}

TEST_F(CanvasViewWindow, AGripBesideTheCanvasExtendsIt) {
  view.setFrameOptions({}, {64, 64});
  view.zoomTo(1);
  const QPoint grip = onScreen({200, 75}) + QPoint(14, 0);
  QTest::mouseMove(&view, grip);
  QTest::mousePress(&view, Qt::LeftButton, {}, grip);
  QTest::mouseMove(&view, grip + QPoint(30, 0));
  QTest::mouseMove(&view, grip + QPoint(50, 0));
  QTest::mouseRelease(&view, Qt::LeftButton, {}, grip + QPoint(50, 0));
  ASSERT_TRUE(document->state().frame);
  // All that is new on that side, and as much of the picture as is new.
  EXPECT_EQ(*document->state().frame, QRect(150, 0, 100, 150));
  EXPECT_EQ(view.tool(), ToolId::MaskBrush);
  EXPECT_FALSE(document->hasMask()) << "no stroke began";
  document->undo();
  EXPECT_FALSE(document->state().frame);
}

TEST_F(CanvasViewWindow, AWeakMaskLooksOtherThanAStrongOne) {
  view.zoomTo(1);
  view.setFrameOptions({}, {64, 64});
  view.toolOptions().mask = {30, 1.0, 0.3};
  drag({50, 40}, {150, 40});
  view.toolOptions().mask = {30, 1.0, 1.0};
  drag({50, 110}, {150, 110});
  EXPECT_NEAR(document->mask().row(40)[100], 77, 1);  // the strength of the change there
  EXPECT_EQ(document->mask().row(110)[100], 255);
  const QImage shown = view.grab().toImage();
  const auto tint = [&](QPointF canvas) {
    const QColor with = shown.pixelColor(onScreen(canvas));
    const uint8_t* p = document->picture().row8(int(canvas.y())).data() + 3 * int(canvas.x());
    return QPoint(with.red() - p[0], with.blue() - p[2]);
  };
  EXPECT_NE(tint({100.2, 40.2}), tint({100.2, 110.2}));
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

TEST_F(CanvasViewWindow, TheMaskIsMovedWhereItIsTakenHoldOf) {
  view.toolOptions().mask = {20, 1.0, 1.0};
  drag({50, 60}, {70, 60});
  const QPoint layer = document->activeLayer()->pixels.origin();
  view.setTool(ToolId::Move);
  drag({60, 60}, {90, 100});
  EXPECT_EQ(document->mask().row(60)[60], 0);
  EXPECT_EQ(document->mask().row(100)[90], 255);
  EXPECT_EQ(document->activeLayer()->pixels.origin(), layer);
  EXPECT_EQ(document->history().undoText(), "Move Mask");
  drag({90, 100}, {12, 100});  // partly over the left edge
  EXPECT_TRUE(document->state().canvas().contains(document->state().mask.contentBounds()));
  drag({150, 20}, {160, 30});
  EXPECT_EQ(document->activeLayer()->pixels.origin(), layer + QPoint(10, 10));
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
  const auto stroke = [&](QPointingDevice::PointerType type, double pressure, int tilt = 0) {
    const QPointingDevice pen("pen", 7, QInputDevice::DeviceType::Stylus, type,
                              QInputDevice::Capability::Pressure, 1, 1);
    for (const auto& [kind, x] : {std::pair{QEvent::TabletPress, 60.0},
                                  {QEvent::TabletMove, 100.0},
                                  {QEvent::TabletRelease, 100.0}}) {
      const QPointF at = view.transform().toWidget({x, 75});
      QTabletEvent event(kind, &pen, at, at, pressure, tilt, 0, 0, 0, 0, {}, Qt::LeftButton,
                         Qt::LeftButton);
      QCoreApplication::sendEvent(&view, &event);
    }
  };
  stroke(QPointingDevice::PointerType::Pen, 0.25);
  EXPECT_EQ(document->mask().row(75)[80], 255);
  EXPECT_EQ(document->mask().row(75 + 12)[80], 0);  // radius 5, where full pressure has 20
  stroke(QPointingDevice::PointerType::Eraser, 1.0);
  EXPECT_EQ(document->mask().row(75)[80], 0);
  view.toolOptions().tiltSize = true;
  stroke(QPointingDevice::PointerType::Pen, 0.25, 25);
  EXPECT_EQ(document->mask().row(75 + 12)[80], 0) << "as a hand holds it";
  stroke(QPointingDevice::PointerType::Pen, 0.25, 60);
  EXPECT_EQ(document->mask().row(75 + 12)[80], 255) << "laid down it is three times as broad";
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

  // The results are taken while their number is held: the brush has nothing to bring in any more.
  QTest::keyPress(&view, Qt::Key_2);
  acceptEdit(*document, layer);
  drag({60, 100}, {120, 100});
  QTest::keyRelease(&view, Qt::Key_2);
}

TEST_F(CanvasViewWindow, KeysThatAreLetGoElsewhereAreNotHeld) {
  QString hint;
  QObject::connect(&view, &CanvasView::hintChanged, [&](const QString& now) { hint = now; });
  view.setTool(ToolId::Paint);
  const QString painting = hint;
  for (const Qt::Key key : {Qt::Key_Alt, Qt::Key_Space}) {
    QTest::keyPress(&view, key);
    EXPECT_NE(hint, painting);
    QFocusEvent away(QEvent::FocusOut, Qt::ActiveWindowFocusReason);
    QApplication::sendEvent(&view, &away);
    EXPECT_EQ(hint, painting);
  }
}

TEST_F(CanvasViewWindow, AGripThatIsGivenUpIsLetGo) {
  view.resetRotation();
  const QRect frame = view.frame();
  const QPoint grip = onScreen({200, 75}) + QPoint(14, 0);
  QTest::mouseMove(&view, grip);
  QTest::mousePress(&view, Qt::LeftButton, {}, grip);
  QTest::mouseMove(&view, grip + QPoint(30, 0));
  EXPECT_NE(view.frame(), frame);
  QTest::keyClick(&view, Qt::Key_Escape);
  EXPECT_EQ(view.frame(), frame);
  QTest::mouseRelease(&view, Qt::LeftButton, {}, grip + QPoint(30, 0));
  drag({60, 70}, {120, 70});  // the mask brush again, not the frame
  EXPECT_TRUE(document->hasMask());
}

}  // namespace
}  // namespace pentimento

// A thousand steps with every tool and every action of the window, back to the beginning and forth
// again: each state is the one that was there before; and all of it survives a restart.
#include <QApplication>
#include <QClipboard>
#include <QTest>
#include <random>
#include <set>

#include "app/document/canvas_operations.h"
#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "tests/studio/running_studio.h"
#include "tests/support/review_result.h"
#include "ui/window/action_set.h"

namespace pentimento {
namespace {

constexpr size_t kSteps = 1000;
constexpr QSize kCanvas{160, 120};

/// Actions that change no document, or ask first, or need an engine. Whoever adds an action to the
/// window decides where it belongs.
bool changesNoDocument(const QString& id) {
  static const std::set<QString> single{
      "edit.undo",   "edit.redo",      "edit.copy",   "edit.settings", "edit.shortcuts",
      "review.grid", "review.compare", "review.star", "layer.rerun",   "edit.resize_canvas"};
  for (const char* prefix : {"file.", "generate.", "recall.", "view.", "tool.", "model.", "help."})
    if (id.startsWith(prefix)) return true;
  return single.contains(id);
}

class UndoOfEverything : public RunningStudio {
 protected:
  void SetUp() override {
    newBlank(kCanvas);
    document().setUndoMemoryLimit(qint64{3} << 30);
    QImage picture(60, 40, QImage::Format_RGB32);
    picture.fill(Qt::darkGreen);
    QApplication::clipboard()->setImage(picture);
    for (const ActionDescription& action : actionTable())
      if (!changesNoDocument(action.id)) actions.append(action.id);
  }

  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); }
  QPointF somewhere() {
    const QSize size = document().size();
    return {double(number(-20, size.width() + 20)), double(number(-20, size.height() + 20))};
  }
  Image noise(QSize size) {
    Image image({size.width(), size.height()}, ChannelLayout::Rgb, document().state().depth);
    for (std::byte& b : image.writableBytes()) b = std::byte(number(0, 255));
    return image;
  }

  void step() {
    const int kind = number(0, 9);
    if (kind < 5)
      gesture(ToolId(number(0, kToolCount - 1)));
    else if (kind < 9)
      trigger(actions[number(0, int(actions.size()) - 1)]);
    else
      restructure();
    // The rest of the steps should not have to carry hundreds of layers.
    while (document().state().layers.size() > 6)
      removeLayer(document(), document().state().layers.front().id);
    if (document().size().width() > 2 * kCanvas.width())
      resizeCanvas(document(), {QPoint(number(0, 40), number(0, 40)), kCanvas});
  }

  void gesture(ToolId tool) {
    CanvasView& canvas = studio->window().canvas();
    ToolOptions& options = canvas.toolOptions();
    options.lassoIsPolygon = number(0, 1);
    options.shapeIsEllipse = number(0, 1);
    options.smartSelectIsBox = number(0, 9) == 0;  // takes its time
    options.colour = QColor::fromRgb(QRgb(number(0, 0xffffff)));
    for (BrushOptions* brush :
         {&options.mask, &options.eraser, &options.paint, &options.pentimento})
      *brush = {double(number(1, 60)), number(0, 10) / 10.0, number(1, 10) / 10.0};
    canvas.setTool(tool);
    canvas.toolOptionsChanged();
    static constexpr Qt::KeyboardModifiers kModifiers[] = {
        Qt::NoModifier, Qt::NoModifier, Qt::ShiftModifier, Qt::AltModifier, Qt::ControlModifier};
    const Qt::KeyboardModifiers held = kModifiers[number(0, 4)];
    const auto at = [&](QPointF point) { return canvas.transform().toWidget(point).toPoint(); };
    const int corners = number(1, 4);
    QTest::mousePress(&canvas, Qt::LeftButton, held, at(somewhere()));
    for (int k = 0; k < corners; ++k) QTest::mouseMove(&canvas, at(somewhere()));
    QTest::mouseRelease(&canvas, Qt::LeftButton, held, at(somewhere()));
    if (number(0, 3) == 0) {
      const QPoint place = at(somewhere());
      QTest::mouseDClick(&canvas, Qt::LeftButton, held, place);
      QTest::mouseRelease(&canvas, Qt::LeftButton, held, place);
    }
    if (number(0, 3) == 0) QTest::keyClick(&canvas, number(0, 1) ? Qt::Key_Return : Qt::Key_Escape);
    finish();
    used.insert(QString("tool %1").arg(int(tool)));
    canvas.setTransform([&] {  // zoom and pan have had their turn
      CanvasTransform fitted;
      fitted.fit(document().size(), canvas.size(), 24);
      return fitted;
    }());
  }

  void trigger(const QString& id) {
    QAction* action = studio->window().actions().action(id);
    if (id.startsWith("review.") && !pending()) review();
    if (!action->isEnabled()) return;
    action->trigger();
    finish();
    used.insert(id);
  }

  void review() {
    EditDescription description;
    description.name = "edit";
    description.area = QRect(somewhere().toPoint(), QSize(60, 50));
    description.frame = description.area;
    description.recipe = "{}";
    description.mask = document().mask();
    const LayerId id = beginReview(document(), description);
    for (int k = 0; k < 2; ++k)
      addResult(document(), id, description, {noise({60, 50}), "", "key"});
    chooseCandidate(document(), id, number(0, 1));
  }

  void restructure() {
    const auto& layers = document().state().layers;
    if (layers.empty()) return;
    const LayerId id = layers[size_t(number(0, int(layers.size()) - 1))].id;
    switch (number(0, 4)) {
      case 0:
        return moveLayer(document(), id, number(0, 5));
      case 1: {
        LayerProperties how = document().layer(id)->properties;
        how.opacity = number(0, 10) / 10.0;
        how.visible = number(0, 3) > 0;
        how.blend = kBlendModes[size_t(number(0, int(kBlendModes.size()) - 1))];
        return setLayerProperties(document(), id, how);
      }
      case 2:
        return studio->generation().reopen(id);
      case 3:
        return document().setActiveLayer(id);
      default:
        return resizeCanvas(
            document(), QRect(number(-20, 20), number(-20, 20), number(120, 200), number(90, 150)));
    }
  }

  std::mt19937 random{20261124};
  QStringList actions;
  std::set<QString> used;
};

TEST_F(UndoOfEverything, BringsBackEveryStateAndSurvivesARestart) {
  const QByteArray blank = digest(document().state());
  const auto done = [this] { return document().history().done().size(); };
  std::vector<QByteArray> states{blank};
  for (int tries = 0; done() < kSteps && tries < int(kSteps) * 10; ++tries) {
    step();
    states.resize(done() + 1);  // of several steps at once only the last state is known
    // A slider that is dragged, a candidate that is chosen again: they join the last step.
    states.back() = digest(document().state());
  }
  ASSERT_GE(done(), kSteps);
  ASSERT_EQ(states.size(), done() + 1);
  for (const QString& id : actions) EXPECT_TRUE(used.contains(id)) << id.toStdString();
  for (int tool = 0; tool < kToolCount; ++tool)
    EXPECT_TRUE(used.contains(QString("tool %1").arg(tool))) << tool;

  const QByteArray last = states.back();
  const auto there = [&](size_t index, const char* way) {
    const QByteArray now = digest(document().state());
    if (states[index].isEmpty()) states[index] = now;
    return now == states[index] ? testing::AssertionSuccess()
                                : testing::AssertionFailure()
                                      << way << ' ' << index << ", between "
                                      << document().history().undoText().toStdString() << " and "
                                      << document().history().redoText().toStdString();
  };
  for (size_t i = states.size() - 1; i-- > 0;) {
    document().undo();
    ASSERT_TRUE(there(i, "undo to"));
  }
  EXPECT_FALSE(document().canUndo());
  EXPECT_EQ(digest(document().state()), blank);
  for (size_t i = 1; i < states.size(); ++i) {
    document().redo();
    ASSERT_TRUE(there(i, "redo to"));
  }
  EXPECT_FALSE(document().canRedo());

  // What the usual limit of memory leaves of it is there after a restart.
  restart();
  ASSERT_EQ(digest(document().state()), last);
  EXPECT_GT(done(), kSteps / 4);
  for (size_t i = states.size() - 1; document().canUndo();) {
    document().undo();
    ASSERT_TRUE(there(--i, "after a restart, undo to"));
  }
}

}  // namespace
}  // namespace pentimento

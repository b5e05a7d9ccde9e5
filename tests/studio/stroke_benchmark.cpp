// Stroke to screen on an 8192 x 8192 canvas with a 500 pixel brush: the time from a pointer event
// to the end of the repaint it causes, into the window's own backing store. Run it on a quiet
// machine; on a busy one look at the processor time of the whole program.
//   stroke_benchmark [moves]
#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include "tests/support/document_steps.h"
#include "ui/canvas/canvas_view.h"

namespace pentimento {
namespace {

constexpr int kSide = 8192;
constexpr double kBrush = 500;

void send(CanvasView& view, QEvent::Type type, QPointF at) {
  const bool move = type == QEvent::MouseMove;
  QMouseEvent event(type, at, at, move ? Qt::NoButton : Qt::LeftButton, Qt::LeftButton, {});
  QCoreApplication::sendEvent(&view, &event);
}

double processorMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

struct Times {
  std::vector<double> wall, processor;  ///< milliseconds per move, sorted
};

Times measure(CanvasView& view, int moves) {
  Times times;
  send(view, QEvent::MouseButtonPress, {200, 200});
  QCoreApplication::processEvents();
  for (int k = 0; k < moves; ++k) {
    const double t = double(k) / moves;
    const QPointF at(200 + 700 * t, 300 + 150 * std::sin(t * 20));
    QElapsedTimer timer;
    timer.start();
    const double begin = processorMilliseconds();
    send(view, QEvent::MouseMove, at);
    // Paints what was marked, as the next pass of the event loop would.
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
    times.wall.push_back(timer.nsecsElapsed() / 1e6);
    times.processor.push_back(processorMilliseconds() - begin);
  }
  send(view, QEvent::MouseButtonRelease, {900, 400});
  std::ranges::sort(times.wall);
  std::ranges::sort(times.processor);
  return times;
}

}  // namespace
}  // namespace pentimento

int main(int argc, char** argv) {
  using namespace pentimento;
  QApplication application(argc, argv);
  const int moves = argc > 1 ? std::atoi(argv[1]) : 400;
  Image image({kSide, kSide}, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < kSide; ++y) {
    const auto row = image.writableRow8(y);
    for (size_t x = 0; x < row.size(); ++x) row[x] = uint8_t(x * 7 + size_t(y) * 3);
  }
  const auto document = documentOf(image, "benchmark");
  CanvasView view;
  view.resize(1600, 1000);
  view.setDocument(document.get());
  view.show();
  QCoreApplication::processEvents();
  for (const double scale : {0.12, 1.0}) {
    scale < 1 ? view.zoomToFit() : view.zoomTo(scale);
    for (const ToolId tool : {ToolId::MaskBrush, ToolId::Paint}) {
      view.setTool(tool);
      view.toolOptions().mask.size = view.toolOptions().paint.size = kBrush;
      view.toolOptionsChanged();
      QCoreApplication::processEvents();
      const Times times = measure(view, moves);
      std::printf("%-6s zoom %4.0f %%", tool == ToolId::MaskBrush ? "mask" : "paint",
                  view.transform().scale() * 100);
      for (const auto& [name, list] : {std::pair{"wall", &times.wall}, {"cpu", &times.processor}})
        std::printf("   %s: median %6.2f  p95 %6.2f  max %6.2f ms", name, (*list)[list->size() / 2],
                    (*list)[list->size() * 95 / 100], list->back());
      std::printf("\n");
    }
  }
}

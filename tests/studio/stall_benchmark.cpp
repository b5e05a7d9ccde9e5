// How long the window does not answer while large pictures are opened, changed and saved: the
// longest time between two passes of the event loop. Run it on a quiet machine; on a busy one look
// at the processor time that the window's thread spent between them.
//   stall_benchmark [megapixels] [8|16]
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTimer>
#include <cmath>
#include <cstdio>
#include <ctime>

#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "app/studio/application.h"
#include "app/studio/studio.h"
#include "core/imaging/codec.h"
#include "tests/support/document_steps.h"
#include "tests/support/qt_wait.h"
#include "ui/theme/theme.h"

namespace pentimento {
namespace {

double processorMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/// Ticks with the event loop and remembers the longest pauses.
class StallProbe : public QObject {
 public:
  StallProbe() {
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { tick(); });
    m_timer.start(2);
    reset();
  }
  void reset() {
    m_last.start();
    m_lastProcessor = processorMilliseconds();
    wall = processor = 0;
  }
  void tick() {
    const double now = processorMilliseconds();
    wall = std::max(wall, m_last.nsecsElapsed() / 1e6);
    processor = std::max(processor, now - m_lastProcessor);
    m_last.start();
    m_lastProcessor = now;
  }
  double wall = 0, processor = 0;

 private:
  QTimer m_timer;
  QElapsedTimer m_last;
  double m_lastProcessor = 0;
};

Image photo(double megapixels, BitDepth depth) {
  const int width = int(std::sqrt(megapixels * 1e6 * 1.5)), height = int(width / 1.5);
  Image image({width, height}, ChannelLayout::Rgb, depth);
  uint32_t noise = 1;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width * 3; ++x) {
      noise = noise * 1664525 + 1013904223;
      const auto value = uint8_t(x / 48 + y / 16 + (noise >> 29));
      if (depth == BitDepth::Eight)
        image.writableRow8(y)[x] = value;
      else
        image.writableRow16(y)[x] = uint16_t(value * 257);
    }
  return image;
}

class Benchmark {
 public:
  Benchmark(double megapixels, BitDepth depth)
      : m_studio(folders()), m_photo(m_root.filePath("photo.png").toStdString()) {
    ImageWriteOptions fast;
    fast.compression = 1;
    const Image picture = photo(megapixels, depth);
    std::printf("%d x %d, %d bit\n", picture.width(), picture.height(), int(depth));
    writeImage(m_photo, picture, fast, IfExists::Replace);
    writeImage(m_root.filePath("photo.jpg").toStdString(), picture, {}, IfExists::Replace);
    m_studio.window().resize(1400, 900);
    m_studio.window().show();
    m_studio.begin({});
    settle(500);
  }

  void run() {
    measure(
        "open PNG", [this] { m_studio.documents().open(QString::fromStdString(m_photo)); },
        [this] { return document().size().width() > 1000; });
    measure(
        "autosave", [] {}, [] { return false; }, 6000);
    tool(ToolId::MaskBrush);
    canvas().brush()->size = 900;
    measure("mask stroke", [this] { drag({300, 200}, {700, 500}); });
    for (const char* id : {"select.grow", "select.feather", "select.fill_holes", "select.invert",
                           "select.invert", "select.all", "select.clear"})
      measure(id, [this, id] { act(id); });
    tool(ToolId::SmartSelect);
    measure("colour wand", [this] { drag({400, 300}, {400, 300}); });
    measure("object in a box", [this] { drag({300, 200}, {700, 500}); });
    tool(ToolId::Lasso);
    measure("lasso", [this] { drag({300, 200}, {700, 500}); });
    tool(ToolId::Paint);
    measure("paint stroke", [this] { drag({300, 200}, {700, 500}); });
    tool(ToolId::Pentimento);
    measure("pentimento stroke", [this] { drag({350, 250}, {650, 450}); });
    measure("undo", [this] { document().undo(); });
    measure("redo", [this] { document().redo(); });
    measure("new layer", [this] { act("layer.new"); });
    measure("duplicate layer", [this] { act("layer.duplicate"); });
    measure("layer's opacity", [this] {
      LayerProperties half = document().activeLayer()->properties;
      half.opacity = 0.5;
      setLayerProperties(document(), document().state().active, half);
    });
    measure("merge down", [this] { act("layer.merge"); });
    measure("merge down", [this] { act("layer.merge"); });
    measure("hide and show", [this] {
      LayerProperties hidden = document().activeLayer()->properties;
      hidden.visible = !hidden.visible;
      setLayerProperties(document(), document().state().active, hidden);
      document().undo();
    });
    measure(
        "copy", [this] { act("edit.copy"); }, [] { return false; }, 4000);
    measure(
        "paste", [this] { act("edit.paste"); }, [] { return false; }, 3000);
    measure(
        "autosave", [] {}, [] { return false; }, 8000);
    const QString project = m_root.filePath("photo.ora"), saved = m_root.filePath("out.png");
    measure(
        "export PNG", [&] { m_studio.documents().exportTo(saved); },
        [&] { return QFile::exists(saved); });
    measure(
        "save .ora", [&] { m_studio.documents().exportTo(project); },
        [&] { return QFile::exists(project); });
    measure(
        "open .ora, keep unsaved", [&] { m_studio.documents().open(project); },
        [this] { return !document().isModified(); });
    measure("zoom 100 %", [this] { canvas().zoomTo(1); });
    measure("fit", [this] { canvas().zoomToFit(); });
    measure(
        "open JPEG", [this] { m_studio.documents().open(m_root.filePath("photo.jpg")); },
        [this] { return document().state().layers.size() == 1; });
    tool(ToolId::MaskBrush);
    measure("mask stroke", [this] { drag({300, 200}, {700, 500}); });
    const int before = int(document().state().layers.size());
    measure(
        "generate", [this] { act("generate.run"); },
        [&] { return int(document().state().layers.size()) > before; });
    measure(
        "results", [] {}, [this] { return !m_studio.queue().busy(); });
    measure("next result", [this] { act("review.accept"); });
    const QSize size = document().size();
    measure(
        "enlarge", [this] { act("edit.enlarge"); }, [&] { return document().size() != size; });
    measure("undo of it", [this] { document().undo(); });
    measure(
        "new",
        [this] {
          m_studio.documents().newBlank({256, 256});
        },
        [this] { return document().size().width() == 256; });
  }

 private:
  StandardFolders folders() {
    const StandardFolders made = foldersBelow(m_root.path());
    QDir().mkpath(made.config);
    QSettings(made.config + "/settings.ini", QSettings::IniFormat)
        .setValue("engine/command", QStringList{PENTIMENTO_FAKE_CLI, "engine"});
    return made;
  }
  Document& document() { return m_studio.documents().document(); }
  CanvasView& canvas() { return m_studio.window().canvas(); }
  void act(const char* id) { m_studio.window().actions().action(id)->trigger(); }
  void tool(ToolId id) { canvas().setTool(id); }

  void send(QEvent::Type type, QPointF at) {
    const bool move = type == QEvent::MouseMove;
    QMouseEvent event(type, at, at, move ? Qt::NoButton : Qt::LeftButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&canvas(), &event);
    settle(1);
  }
  void drag(QPointF from, QPointF to) {
    send(QEvent::MouseButtonPress, from);
    for (int k = 1; k <= 20; ++k) send(QEvent::MouseMove, from + (to - from) * k / 20);
    send(QEvent::MouseButtonRelease, to);
  }
  static void settle(int milliseconds) {
    eventually([] { return false; }, milliseconds);
  }
  /// Runs `what` from the event loop, until `done` and a while more.
  void measure(
      const char* name, const std::function<void()>& what,
      const std::function<bool()>& done = [] { return true; }, int limit = 60000) {
    settle(300);
    m_probe.reset();
    QElapsedTimer timer;
    timer.start();
    QTimer::singleShot(0, qApp, what);
    settle(1);
    eventually(done, limit);
    const qint64 took = timer.elapsed();
    settle(600);
    std::printf("%-26s longest pause %6.0f ms, processor %6.0f ms   (after %lld ms)\n", name,
                m_probe.wall, m_probe.processor, static_cast<long long>(took));
    std::fflush(stdout);
  }

  QTemporaryDir m_root;
  Studio m_studio;
  std::string m_photo;
  StallProbe m_probe;
};

}  // namespace
}  // namespace pentimento

int main(int argc, char** argv) {
  using namespace pentimento;
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  Application application(argc, argv);
  applyTheme("dark");
  const double megapixels = argc > 1 ? std::atof(argv[1]) : 24;
  const bool wide = argc > 2 && std::atoi(argv[2]) == 16;
  Benchmark(megapixels, wide ? BitDepth::Sixteen : BitDepth::Eight).run();
}

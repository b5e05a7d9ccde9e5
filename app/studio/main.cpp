// The studio. Never links torch: pictures are computed by the engine in a process of its own.
#include <QCommandLineParser>
#include <QFileInfo>
#include <QTimer>
#include <cstdio>
#include <functional>
#include <utility>

#include "app/settings/single_instance.h"
#include "app/studio/application.h"
#include "app/studio/studio.h"
#include "ui/theme/language.h"
#include "ui/theme/theme.h"

namespace pentimento {
namespace {

/// Calls what it was given once the widget has painted, or soon when it cannot (a window that
/// starts out of sight).
class FirstFrame final : public QObject {
 public:
  FirstFrame(QWidget& widget, std::function<void()> act) : m_act(std::move(act)) {
    constexpr int kPatience = 400;  // ms
    widget.installEventFilter(this);
    QTimer::singleShot(kPatience, this, [this] { once(); });
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::Paint) {
      watched->removeEventFilter(this);
      QMetaObject::invokeMethod(
          this, [this] { once(); }, Qt::QueuedConnection);
    }
    return false;
  }

 private:
  void once() {
    if (const auto act = std::exchange(m_act, nullptr)) act();
  }
  std::function<void()> m_act;
};

int runStudio(const Application& application, const StandardFolders& folders,
              const QStringList& files) {
  SingleInstance instance(folders.data);
  if (!instance.become()) {
    if (instance.handOver(files)) return 0;
    std::fputs("Another studio is using this data folder and does not answer.\n", stderr);
    return 1;
  }
  QString theme;
  {
    const Settings settings(folders.config + "/settings.ini");
    theme = settings.get(setting::kTheme);
    preparePalette(theme);
    installLanguage(settings.get(setting::kLanguage));
  }
  Studio studio(folders);
  QObject::connect(&instance, &SingleInstance::received, &studio, &Studio::openFiles);
  QObject::connect(&application, &Application::failed, &studio, &Studio::recoverFrom);
  applyTheme(theme);
  const FirstFrame begin(studio.window().canvas(), [&studio, files] { studio.begin(files); });
  studio.window().show();
  return QApplication::exec();
}

}  // namespace
}  // namespace pentimento

int main(int argc, char** argv) {
  pentimento::Application application(argc, argv);
  QApplication::setApplicationName("pentimento");
  QApplication::setApplicationDisplayName("Pentimento");
  QApplication::setApplicationVersion(PENTIMENTO_VERSION);
  QApplication::setDesktopFileName("pentimento");
  QCommandLineParser parser;
  parser.setApplicationDescription("An image studio that keeps every earlier state.");
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption data("data", "Keep everything below this folder.", "folder");
  parser.addOption(data);
  parser.addPositionalArgument("files", "Pictures and projects to open.", "[files...]");
  parser.process(application);
  QStringList files;
  for (const QString& file : parser.positionalArguments())
    files.append(QFileInfo(file).absoluteFilePath());
  try {
    return pentimento::runStudio(application,
                                 parser.isSet(data) ? pentimento::foldersBelow(parser.value(data))
                                                    : pentimento::platformFolders(),
                                 files);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

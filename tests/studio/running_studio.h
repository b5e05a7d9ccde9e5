/// The studio in this process, with the fake engine as a real child process.
#pragma once

#include <gtest/gtest.h>

#include <QDir>
#include <QSettings>
#include <QTemporaryDir>
#include <filesystem>
#include <fstream>

#include "app/studio/studio.h"
#include "tests/support/document_steps.h"
#include "tests/support/qt_wait.h"
#include "ui/theme/language.h"
#include "ui/theme/theme.h"

namespace pentimento {

class RunningStudio : public testing::Test {
 protected:
  explicit RunningStudio(const QString& theme = "dark", const QString& language = "en")
      : folders(foldersBelow(root.path())) {
    applyTheme(theme);
    installLanguage(language);
    QDir().mkpath(folders.config);
    useEngine(PENTIMENTO_FAKE_CLI);
    start();
  }
  /// From the next start on.
  void useEngine(const QString& program) {
    QSettings(folders.config + "/settings.ini", QSettings::IniFormat)
        .setValue("engine/command", QStringList{program, "engine"});
  }
  void start() {
    studio = std::make_unique<Studio>(folders);
    studio->window().show();
    studio->begin({});
    studio->documents().finish();  // however long the last session was
    // The capabilities of the fake make the first canvas.
    ASSERT_TRUE(eventually([&] {
      return studio->generation().capabilities().nativeSize == Extent{256, 256} &&
             studio->generation().capabilities().architecture == "Test pattern";
    }));
  }
  void restart() {
    studio->window().close();
    studio.reset();
    start();
  }
  Document& document() { return studio->documents().document(); }
  /// Waits until what was begun is there.
  void finish() {
    studio->documents().finish();
    studio->window().canvas().work().finish();
  }
  /// @return whether the file took the document's place
  bool opens(const QString& path) {
    bool there = false;
    studio->documents().open(path, [&there] { there = true; });
    finish();
    return there;
  }
  void newBlank(QSize size) {
    studio->documents().newBlank(size);
    finish();
  }
  void exportTo(const QString& path) {
    studio->documents().exportTo(path);
    finish();
  }
  void prompt(const QString& words, int count = 2) {
    PromptValues values = studio->window().promptPanel().values();
    values.prompt = words;
    values.count = count;
    studio->window().promptPanel().setValues(values);
  }
  const Layer* pending() {
    for (const Layer& layer : document().state().layers)
      if (layer.edit && layer.edit->pending) return &layer;
    return nullptr;
  }
  bool waitForResults(size_t count) {
    return eventually([&] {
      return pending() && pending()->edit->candidates.size() == count && !studio->queue().busy();
    });
  }
  void generateAndAccept() {
    prompt("a quiet lake");
    studio->generation().run({});
    ASSERT_TRUE(waitForResults(2));
    studio->window().actions().action("review.accept")->trigger();
  }
  void paintMask(const QRect& area) {
    Mask mask({256, 256});
    for (int y = area.top(); y <= area.bottom(); ++y)
      for (int x = area.left(); x <= area.right(); ++x) mask.writableRow(y)[x] = 255;
    setMask(document(), mask, "Mask");
  }
  static std::vector<pid_t> engines() {
    std::vector<pid_t> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
      std::ifstream children(entry.path() / "children");
      for (pid_t pid; children >> pid;) found.push_back(pid);
    }
    return found;
  }

  QTemporaryDir root;
  StandardFolders folders;
  std::unique_ptr<Studio> studio;
};

}  // namespace pentimento

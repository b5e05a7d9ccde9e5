#include "ui/queue/queue_panel.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QTemporaryDir>

namespace pentimento {
namespace {

/// Is never asked for anything: the queue is paused.
class NoGenerator final : public Generator {
 public:
  GenerationResult generate(const GenerationRequest&, const RunContext&) override { return {}; }
  Capabilities capabilities(const std::string&) override { return {}; }
  void unload() override {}
};

TEST(QueuePanel, AJobGoesWhereItIsDragged) {
  const QTemporaryDir folder;
  JobQueue queue(
      std::make_unique<NoGenerator>(),
      [](const Job&, int, const GeneratedImage&) { return QString(); },
      folder.path().toStdString());
  queue.pause();
  for (const char* prompt : {"first", "second", "third"}) {
    GenerationRequest request;
    request.prompt = prompt;
    queue.submit(request);
  }
  QueuePanel panel(queue);
  QAbstractItemModel* rows = panel.findChild<QListWidget*>()->model();
  const auto order = [&] {
    QStringList prompts;
    for (const Job& job : queue.jobs()) prompts << job.prompt;
    return prompts.join(' ');
  };
  ASSERT_TRUE(rows->moveRow({}, 0, {}, 3));
  QCoreApplication::processEvents();
  EXPECT_EQ(order(), "second third first");
  ASSERT_TRUE(rows->moveRow({}, 2, {}, 0));
  QCoreApplication::processEvents();
  EXPECT_EQ(order(), "first second third");
}

}  // namespace
}  // namespace pentimento

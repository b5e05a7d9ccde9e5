// Esc and Cancel are obeyed within 150 ms: while pictures are made, by an engine that does not
// listen, and by the real engine.
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>

#include "app/engine/engine_process.h"
#include "tests/studio/running_studio.h"

namespace pentimento {
namespace {

constexpr int kBar = 150;   // ms
constexpr int kRounds = 5;  // the quickest counts: others also show what else the machine was doing

class CancelInTheWindow : public RunningStudio {
 protected:
  /// From the click to a queue that is free again.
  int cancelOnce(const std::function<bool()>& ready) {
    studio->generation().run({});
    EXPECT_TRUE(eventually(ready));
    QElapsedTimer timer;
    timer.start();
    studio->window().actions().action("generate.cancel")->trigger();
    EXPECT_TRUE(eventually([&] { return !studio->queue().busy(); }));
    const int elapsed = int(timer.elapsed());
    EXPECT_TRUE(studio->queue().jobs().empty());
    EXPECT_EQ(pending(), nullptr);
    return elapsed;
  }
  /// @param share of the steps after which it is cancelled @param pause after that
  int quickestCancel(double share, int pause) {
    double reached = 0;
    const QObject listener;
    QObject::connect(&studio->queue(), &JobQueue::progressed, &listener,
                     [&](JobId, const Progress& progress) {
                       if (progress.steps > 0) reached = double(progress.step) / progress.steps;
                     });
    int quickest = 1 << 30;
    for (int round = 0; round < kRounds; ++round) {
      reached = 0;
      quickest = std::min(quickest, cancelOnce([&] {
                            const bool there = reached > 0 && reached >= share;
                            if (there) QTest::qWait(pause);
                            return there;
                          }));
    }
    RecordProperty("quickest", quickest);
    return quickest;
  }
};

TEST_F(CancelInTheWindow, WhileAPictureIsMade) {
  prompt("!slow mountains", 1);
  EXPECT_LE(quickestCancel(0, 0), kBar);
}

TEST_F(CancelInTheWindow, OfAnEngineThatDoesNotListen) {
  prompt("!deaf mountains", 1);
  const int quickest = quickestCancel(0.45, 60);  // from the middle on it hears nothing
  EXPECT_LE(quickest, kBar);
  EXPECT_GE(quickest, EngineProcess::kCancelPatience.count()) << "it must have been deaf";
  prompt("mountains", 1);
  studio->generation().run({});
  EXPECT_TRUE(waitForResults(1));
}

#ifdef PENTIMENTO_REAL_CLI
TEST_F(CancelInTheWindow, OfTheRealEngineAndItsModel) {
  studio->window().close();
  studio.reset();
  useEngine(PENTIMENTO_REAL_CLI);
  studio = std::make_unique<Studio>(folders);
  studio->window().show();
  studio->begin({});
  prompt("a red ball on a table", 4);
  // Also while it starts and loads the model: nothing has come back yet.
  EXPECT_LE(cancelOnce([&] { return studio->queue().busy(); }), kBar * 4);
  EXPECT_LE(quickestCancel(0, 0), kBar);
}
#endif

}  // namespace
}  // namespace pentimento

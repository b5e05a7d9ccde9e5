// Training as a process: killed and started again, and as two processes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "tests/cli/run_program.h"

namespace pentimento::cli {
namespace {
namespace fs = std::filesystem;
using testing::HasSubstr;

/// A decoder of a few thousand weights; a checkpoint after every step.
fs::path configurationIn(const fs::path& folder) {
  const fs::path path = folder / "training.json";
  std::ofstream(path) << R"({
    "seed": 3, "world": {"kinds": ["ball", "cube"], "families": {"tabletop": 1}, "styles": {"photo": 1}},
    "decoder": {"batch": 4, "steps": 100, "size": 32, "warm_up_steps": 5, "checkpoint_minutes": 1e-6,
      "caption": {"vocabulary": 600, "width": 16, "layers": 1, "neighbours": 3},
      "unet": {"widths": [16, 32], "time_width": 32, "attention": [false, true]}}})";
  return path;
}

std::vector<std::string> training(const fs::path& configuration, const fs::path& folder) {
  return {"train", "decoder", "--config", configuration, "--folder", folder};
}

/// step → loss
std::map<int, double> lossesIn(const fs::path& folder) {
  std::ifstream file(folder / "decoder" / "loss.csv");
  std::map<int, double> losses;
  for (std::string line; std::getline(file, line);) {
    std::istringstream row(line);
    int step = 0;
    char comma = 0;
    double loss = 0;
    if (row >> step >> comma >> loss) losses[step] = loss;
  }
  return losses;
}

TEST(TrainingProcess, KilledRunsEndLikeTheUninterruptedOne) {
  const fs::path folder = freshFolder("train_killed");
  const fs::path configuration = configurationIn(folder);
  const ProgramRun whole = runCli(training(configuration, folder / "whole"));
  ASSERT_EQ(whole.exitCode, 0) << whole.error;
  const fs::path state = folder / "killed" / "decoder" / "state.safetensors";
  int kills = 0;
  for (const int milliseconds : {0, 90, 170, 260}) {
    const auto before = fs::exists(state) ? fs::last_write_time(state) : fs::file_time_type::min();
    const ProgramRun killed =
        runCli(training(configuration, folder / "killed"), "", [&](int process) {
          const auto moved = [&] {
            return fs::exists(state) && fs::last_write_time(state) > before;
          };
          for (int i = 0; i < 3000 && !moved(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
          std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
          ::kill(process, SIGKILL);
        });
    kills += killed.exitCode == 128 + SIGKILL;
  }
  EXPECT_GT(kills, 0);
  const ProgramRun last = runCli(training(configuration, folder / "killed"));
  ASSERT_EQ(last.exitCode, 0) << last.error;
  EXPECT_EQ(bytesOf(folder / "killed" / "decoder.safetensors"),
            bytesOf(folder / "whole" / "decoder.safetensors"));
}

TEST(TrainingProcess, TwoProcessesHaveTheLossesOfOne) {
  const fs::path folder = freshFolder("train_two");
  const fs::path configuration = configurationIn(folder);
  const ProgramRun one = runCli(training(configuration, folder / "one"));
  ASSERT_EQ(one.exitCode, 0) << one.error;
  ::setenv("WORLD_SIZE", "2", 1);
  ::setenv("MASTER_ADDR", "127.0.0.1", 1);
  ::setenv("MASTER_PORT", std::to_string(20000 + ::getpid() % 20000).c_str(), 1);
  ::setenv("RANK", "0", 1);
  ProgramRun second;
  const ProgramRun first = runCli(training(configuration, folder / "two"), "", [&](int) {
    ::setenv("RANK", "1", 1);
    second = runCli(training(configuration, folder / "two"));
  });
  for (const char* name : {"WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT", "RANK"}) ::unsetenv(name);
  if (first.error.find("built without gloo") != std::string::npos)
    GTEST_SKIP() << "needs libgloo-dev";
  ASSERT_EQ(first.exitCode, 0) << first.error;
  ASSERT_EQ(second.exitCode, 0) << second.error;
  const auto alone = lossesIn(folder / "one"), shared = lossesIn(folder / "two");
  ASSERT_FALSE(alone.empty());
  ASSERT_EQ(alone.size(), shared.size());
  for (const auto& [step, loss] : alone) EXPECT_NEAR(shared.at(step), loss, 1e-3 * loss) << step;
}

TEST(TrainingProcess, StartsFromGivenWeightsAndRefusesOthers) {
  const fs::path folder = freshFolder("train_from");
  const fs::path configuration = configurationIn(folder);
  ASSERT_EQ(runCli(training(configuration, folder / "first")).exitCode, 0);
  auto again = training(configuration, folder / "second");
  again.insert(again.end(), {"--from", folder / "first" / "decoder.safetensors"});
  ASSERT_EQ(runCli(again).exitCode, 0);
  EXPECT_LT(lossesIn(folder / "second").at(50), 0.9 * lossesIn(folder / "first").at(50));

  auto judge = training(configuration, folder / "third");
  judge[1] = "judge";
  judge.insert(judge.end(), {"--from", folder / "first" / "decoder.safetensors"});
  const ProgramRun refused = runCli(judge);
  EXPECT_NE(refused.exitCode, 0);
  EXPECT_THAT(refused.error, HasSubstr("no weights of a judge"));
}

}  // namespace
}  // namespace pentimento::cli

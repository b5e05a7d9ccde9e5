#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sstream>
#include <thread>

#include "core/api/recipe_text.h"
#include "core/base/json.h"
#include "core/imaging/codec.h"
#include "tests/cli/run_program.h"

namespace pentimento::cli {
namespace {

using testing::HasSubstr;

std::vector<Json> linesOf(const std::string& output) {
  std::vector<Json> lines;
  std::istringstream in(output);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  return lines;
}

TEST(CliGenerate, WritesAPictureWithItsRecipe) {
  const auto folder = freshFolder("generate");
  const auto run = runCli({"generate", "--prompt", "a castle", "--seed", "7", "--size", "64x48",
                           "--output", (folder / "a.png").string()});
  ASSERT_EQ(run.exitCode, 0) << run.error;
  EXPECT_EQ(run.output, (folder / "a.png").string() + "\n");
  const Image image = readImage(folder / "a.png");
  EXPECT_EQ(image.extent(), (Extent{64, 48}));
  const auto recipe = readRecipe(image.metadata);
  ASSERT_TRUE(recipe);
  EXPECT_EQ(recipe->prompt, "a castle");
  EXPECT_EQ(recipe->seed.value, 7u);
  EXPECT_THAT(*image.metadata.text(kParametersKeyword), HasSubstr("Seed: 7"));
}

TEST(CliGenerate, ARecipeRepeatsByteForByte) {
  const auto folder = freshFolder("recipe");
  const std::string first = folder / "first.png", again = folder / "again.png";
  ASSERT_EQ(runCli({"generate", "-p", "a fox, (red:1.2)", "--size", "40x40", "-o", first}).exitCode,
            0);
  const auto run = runCli({"generate", "--recipe", first, "--output", again});
  ASSERT_EQ(run.exitCode, 0) << run.error;
  EXPECT_EQ(bytesOf(first), bytesOf(again));
  // The command line changes what it names and nothing else.
  const std::string other = folder / "other.png";
  ASSERT_EQ(runCli({"generate", "--recipe", first, "--seed", "1", "-o", other}).exitCode, 0);
  EXPECT_NE(bytesOf(first), bytesOf(other));
}

TEST(CliGenerate, NumbersABatch) {
  const auto folder = freshFolder("batch");
  const auto run = runCli({"generate", "-p", "x", "--seed", "5", "--count", "3", "--size", "16x16",
                           "-o", folder.string()});
  ASSERT_EQ(run.exitCode, 0) << run.error;
  EXPECT_EQ(filesIn(folder),
            (std::vector<std::string>{"pentimento-5.png", "pentimento-6.png", "pentimento-7.png"}));
}

TEST(CliGenerate, KeepsFilesUnlessForced) {
  const auto folder = freshFolder("force");
  const std::string file = folder / "a.png";
  ASSERT_EQ(runCli({"generate", "-p", "x", "--size", "16x16", "-o", file}).exitCode, 0);
  const std::string before = bytesOf(file);
  const auto refused = runCli({"generate", "-p", "y", "--size", "16x16", "-o", file});
  EXPECT_NE(refused.exitCode, 0);
  EXPECT_THAT(refused.error, HasSubstr("--force"));
  EXPECT_EQ(bytesOf(file), before);
  ASSERT_EQ(runCli({"generate", "-p", "y", "--size", "16x16", "-o", file, "--force"}).exitCode, 0);
  EXPECT_NE(bytesOf(file), before);
}

TEST(CliGenerate, SpeaksJsonToMachines) {
  const auto folder = freshFolder("json");
  const auto run =
      runCli({"--json", "generate", "-p", "x", "--size", "16x16", "-o", folder.string()});
  ASSERT_EQ(run.exitCode, 0) << run.error;
  const auto lines = linesOf(run.output);
  ASSERT_GE(lines.size(), 3u);
  EXPECT_EQ(lines.front().at("event"), "progress");
  EXPECT_EQ(lines[lines.size() - 2].at("event"), "saved");
  EXPECT_EQ(lines.back().at("event"), "done");
  const auto failed = runCli({"--json", "generate", "--size", "0x16"});
  EXPECT_NE(failed.exitCode, 0);
  EXPECT_EQ(linesOf(failed.output).back().at("event"), "error");
}

TEST(CliGenerate, PlainLinesWhenPiped) {
  const auto folder = freshFolder("piped");
  const auto run = runCli({"generate", "-p", "x", "--size", "16x16", "-o", folder.string()});
  EXPECT_EQ(run.error.find('\r'), std::string::npos);
  EXPECT_EQ(run.error.find('\x1b'), std::string::npos);
}

TEST(CliGenerate, CtrlCLeavesNothingBehind) {
  const auto folder = freshFolder("interrupt");
  const auto run = runCli(
      {"generate", "-p", "!slow", "--steps", "200", "--size", "16x16", "-o", folder.string()}, "",
      [](int child) {
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
        kill(child, SIGINT);
      });
  EXPECT_EQ(run.exitCode, 130) << run.error;
  EXPECT_TRUE(filesIn(folder).empty());
}

TEST(CliGenerate, EachPictureIsSavedAsItIsFinished) {
  const auto folder = freshFolder("one-by-one");
  const auto run = runCli({"generate", "-p", "!slow", "--steps", "2", "--count", "50", "--size",
                           "16x16", "-o", folder.string()},
                          "", [&](int child) {
                            for (int i = 0; i < 2000 && filesIn(folder).empty(); ++i)
                              std::this_thread::sleep_for(std::chrono::milliseconds(10));
                            kill(child, SIGINT);
                          });
  EXPECT_EQ(run.exitCode, 130) << run.error;
  const auto files = filesIn(folder);
  ASSERT_FALSE(files.empty());
  EXPECT_LT(files.size(), 50u);
  EXPECT_TRUE(readRecipe(readImage(folder / files.front()).metadata));
}

}  // namespace
}  // namespace pentimento::cli

// Whatever is wrong: one sentence, a non-zero exit, nothing written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "tests/cli/run_program.h"

namespace pentimento::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

/// Runs `generate` with these arguments into an empty folder.
ProgramRun refused(std::vector<std::string> arguments, const char* expected) {
  const auto folder = freshFolder("refused");
  std::vector<std::string> all{"generate", "--output", (folder / "x.png").string()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  ProgramRun run = runCli(all);
  EXPECT_NE(run.exitCode, 0);
  EXPECT_LT(run.exitCode, 128) << "it died";
  EXPECT_THAT(run.error, HasSubstr(expected));
  EXPECT_EQ(std::count(run.error.begin(), run.error.end(), '\n'), 1) << run.error;
  EXPECT_TRUE(filesIn(folder).empty());
  return run;
}

std::string fileWith(const char* name, const std::string& bytes) {
  const fs::path file = freshFolder(std::string("input-") + name) / name;
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

TEST(CliWrongInput, Sizes) {
  refused({"--size", "0x64"}, "width");
  refused({"--size", "1000000x64"}, "width");
  refused({"--size", "64x-1"}, "height");
  refused({"--size", "large"}, "512x768");
  refused({"--size", "99999999999999x1"}, "512x768");
}

TEST(CliWrongInput, Numbers) {
  const std::string image = fileWith("i.png", "");
  writeImage(image, Image({8, 8}, ChannelLayout::Rgb, BitDepth::Eight), {}, IfExists::Replace);
  refused({"--image", image, "--strength", "nan"}, "strength");
  refused({"--image", image, "--strength", "1.5"}, "strength");
  refused({"--guidance", "inf"}, "guidance");
  refused({"--count", "0"}, "number of pictures");
  refused({"--seed", "-1"}, "seed \"-1\"");
  refused({"--seed", "18446744073709551616"}, "18446744073709551616");
  refused({"--steps", "1e3"}, "--steps");
  refused({"--steps", "100000"}, "steps");
  refused({"--device", "toaster"}, "toaster");
  refused({"--prompt", "caf\xe9"}, "UTF-8");
}

TEST(CliWrongInput, Files) {
  refused({"--image", fileWith("empty.png", "")}, "empty");
  refused({"--image", fileWith("text.png", "no picture")}, "text.png");
  refused({"--image", "/nonexistent/a.png"}, "/nonexistent/a.png");
  refused({"--recipe", fileWith("bad.json", "{")}, "bad.json");
  refused({"--prompt-file", fileWith("utf16.txt", std::string("\xff\xfe"
                                                              "a\0",
                                                              4))},
          "UTF-16");
  refused({"--prompt-file", fileWith("latin1.txt", "caf\xe9")}, "UTF-8");
  refused({"--prompt-file", "/nonexistent"}, "/nonexistent");
}

// Fails after some steps: their progress stands above the sentence.
ProgramRun failed(const char* prompt) {
  const auto folder = freshFolder("failed");
  const ProgramRun run =
      runCli({"generate", "--size", "16x16", "-o", (folder / "x.png").string(), "-p", prompt});
  const size_t end = run.error.find_last_not_of('\n');
  const size_t line = run.error.find_last_of('\n', end) + 1;
  EXPECT_THAT(run.error.substr(line), StartsWith("pentimento-cli: ")) << run.error;
  EXPECT_TRUE(filesIn(folder).empty());
  return run;
}

TEST(CliWrongInput, FailuresOfTheEngine) {
  const int failure = failed("!fail").exitCode;
  const int memory = failed("!memory").exitCode;
  EXPECT_NE(failure, 0);
  EXPECT_NE(memory, 0);
  EXPECT_NE(failure, memory) << "scripts tell kinds of errors apart by the exit code";
}

TEST(CliWrongInput, Folders) {
  const auto missing = runCli({"generate", "-p", "x", "-o", "/nonexistent/folder/a.png"});
  EXPECT_NE(missing.exitCode, 0);
  EXPECT_THAT(missing.error, HasSubstr("/nonexistent/folder"));
  const auto format = runCli({"generate", "-p", "x", "-o", freshFolder("gif") / "a.gif"});
  EXPECT_NE(format.exitCode, 0);
  if (geteuid() == 0) GTEST_SKIP() << "root may write into read-only folders";
  const auto folder = freshFolder("readonly");
  chmod(folder.c_str(), 0555);
  const auto run = runCli({"generate", "-p", "x", "-o", (folder / "a.png").string()});
  chmod(folder.c_str(), 0755);
  EXPECT_NE(run.exitCode, 0);
  EXPECT_THAT(run.error, HasSubstr("refuses"));
}

TEST(CliWrongInput, AFullDisk) {
  const auto folder = freshFolder("full");
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit full{1024, before.rlim_max};  // inherited by the program; no file grows beyond
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &full), 0);
  const auto run =
      runCli({"generate", "-p", "x", "--size", "512x512", "--steps", "1", "-o", folder / "a.png"});
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(run.exitCode, exitCode(ErrorKind::Io)) << run.error;
  EXPECT_THAT(run.error, HasSubstr("a.png"));
  EXPECT_TRUE(filesIn(folder).empty()) << "a part was left behind";
}

TEST(CliWrongInput, AnOutputThatTakesNothing) {
  const int status = std::system(PENTIMENTO_CLI " doctor > /dev/full 2> /dev/null");
  EXPECT_EQ(WEXITSTATUS(status), exitCode(ErrorKind::Io));
}

TEST(CliWrongInput, UnknownOptionsAndCommands) {
  for (const auto& [arguments, expected] : {std::pair<std::vector<std::string>, const char*>{
                                                {"generate", "--colour", "red"}, "--colour"},
                                            {{"paint"}, "no command \"paint\""},
                                            {{}, "no command was named"},
                                            {{"generate", "-p", "a", "-p", "b"}, "--prompt"}}) {
    const ProgramRun run = runCli(arguments);
    EXPECT_EQ(run.exitCode, 1);
    EXPECT_THAT(run.error, StartsWith("pentimento-cli: "));
    EXPECT_THAT(run.error, HasSubstr(expected));
    EXPECT_EQ(std::count(run.error.begin(), run.error.end(), '\n'), 1) << run.error;
  }
  EXPECT_EQ(runCli({"--help"}).exitCode, 0);
}

}  // namespace
}  // namespace pentimento::cli

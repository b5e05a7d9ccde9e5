#include "app/engine/engine_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <thread>

#include "tests/support/fake_generator.h"

namespace pentimento {
namespace {

std::vector<std::string> fakeEngine() {
  return {std::string(PENTIMENTO_BIN) + "/pentimento-cli-fake", "engine"};
}

GenerationRequest requestFor(const char* prompt) {
  GenerationRequest request;
  request.prompt = prompt;
  request.size = Extent{32, 24};
  return request;
}

TEST(EngineProcessTest, GivesTheSamePictureAsTheGeneratorItself) {
  EngineProcess engine(fakeEngine());
  GenerationRequest request = requestFor("hills");
  request.task = Task::MaskedEdit;
  request.size.reset();
  request.image = Image({16, 12}, ChannelLayout::Rgb, BitDepth::Sixteen);
  request.mask = Mask({16, 12}, 200);
  int steps = 0;
  RunContext run;
  run.onProgress = [&](const Progress&) { ++steps; };
  const GenerationResult far = engine.generate(request, run);
  const GenerationResult near = FakeGenerator().generate(request, {});
  ASSERT_EQ(far.images.size(), 1u);
  EXPECT_TRUE(far.images[0].image.samePixels(near.images[0].image));
  EXPECT_EQ(toJson(far.images[0].recipe), toJson(near.images[0].recipe));
  ASSERT_TRUE(far.images[0].recipe.image);
  EXPECT_TRUE(far.images[0].recipe.image->samePixels(*request.image));
  EXPECT_GT(steps, 1);
}

TEST(EngineProcessTest, TellsWhatAModelCanDo) {
  EngineProcess engine(fakeEngine());
  EXPECT_EQ(toJson(engine.capabilities("")), toJson(FakeGenerator().capabilities("")));
  EXPECT_THROW((void)engine.capabilities("missing"), Error);
}

TEST(EngineProcessTest, TellsWhatPicturesAndTextsMean) {
  EngineProcess engine(fakeEngine());
  EmbeddingRequest request;
  request.texts = {"a red ball", "a blue ball"};
  request.pictures = {Image({8, 8}, ChannelLayout::Rgb, BitDepth::Eight)};
  const EmbeddingResult far = engine.embed(request, {});
  const EmbeddingResult near = FakeGenerator().embed(request, {});
  EXPECT_EQ(far.clip, near.clip);
  EXPECT_EQ(far.pictures, near.pictures);
  EXPECT_EQ(far.texts, near.texts);
  request.texts = {"!memory"};
  EXPECT_THROW((void)engine.embed(request, {}), Error);
  EXPECT_THROW((void)engine.embed({}, {}), Error);
}

TEST(EngineProcessTest, ARefusedRequestLeavesItUsable) {
  EngineProcess engine(fakeEngine());
  try {
    (void)engine.generate(requestFor("!memory"), {});
    FAIL();
  } catch (const GeneratorLost&) {
    FAIL() << "the engine did not die";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::OutOfMemory);
  }
  EXPECT_EQ(engine.generate(requestFor("hills"), {}).images.size(), 1u);
}

TEST(EngineProcessTest, AnotherCommandIsUsedFromTheNextCallOn) {
  EngineProcess engine(fakeEngine());
  (void)engine.capabilities("");
  engine.setCommand({"/nowhere/engine"});
  EXPECT_THROW((void)engine.capabilities(""), Error);
  engine.setCommand(fakeEngine());
  EXPECT_EQ(engine.capabilities("").architecture, FakeGenerator().capabilities("").architecture);
}

TEST(EngineProcessTest, StartsAgainAfterACrash) {
  EngineProcess engine(fakeEngine());
  for (int round = 0; round < 3; ++round) {
    EXPECT_THROW((void)engine.generate(requestFor("!abort"), {}), GeneratorLost);
    EXPECT_EQ(engine.generate(requestFor("hills"), {}).images.size(), 1u);
  }
}

TEST(EngineProcessTest, ObeysACancellation) {
  EngineProcess engine(fakeEngine());
  std::stop_source stop;
  RunContext run;
  run.stop = stop.get_token();
  run.onProgress = [&](const Progress&) { stop.request_stop(); };
  EXPECT_THROW((void)engine.generate(requestFor("!slow"), run), Cancelled);
  EXPECT_EQ(engine.generate(requestFor("hills"), {}).images.size(), 1u);
}

TEST(EngineProcessTest, KillsAnEngineThatDoesNotListen) {
  EngineProcess engine({"sleep", "100"});
  std::stop_source stop;
  RunContext run;
  run.stop = stop.get_token();
  std::thread impatient([&] { stop.request_stop(); });
  EXPECT_THROW((void)engine.generate(requestFor("hills"), run), Cancelled);
  impatient.join();
}

TEST(EngineProcessTest, SaysWhatTheEngineSaidLast) {
  EngineProcess engine({"sh", "-c", "echo no such device >&2; exit 3"});
  try {
    (void)engine.generate(requestFor("hills"), {});
    FAIL();
  } catch (const GeneratorLost& lost) {
    EXPECT_NE(std::string(lost.what()).find("exit code 3"), std::string::npos) << lost.what();
    EXPECT_NE(std::string(lost.what()).find("no such device"), std::string::npos) << lost.what();
  }
}

TEST(EngineProcessTest, ATalkerThatIsNoEngineIsRefused) {
  EngineProcess engine({"echo", "Welcome to gpu-box! You have mail."});
  EXPECT_THROW((void)engine.generate(requestFor("hills"), {}), Error);
}

TEST(EngineProcessTest, NamesACommandThatDoesNotExist) {
  EngineProcess engine({"pentimento-no-such-program"});
  try {
    (void)engine.capabilities("");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::NotFound);
    EXPECT_NE(std::string(error.what()).find("pentimento-no-such-program"), std::string::npos);
  }
}

TEST(ChildProcessTest, LeavesNoZombie) {
  pid_t child = 0;
  {
    const ChildProcess process({"sleep", "100"});
    child = process.id();
    ASSERT_EQ(::kill(child, 0), 0);
  }
  EXPECT_EQ(::kill(child, 0), -1);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "nothing is left to wait for";
}

TEST(ChildProcessTest, AnEndlessTalkerIsHeardInPieces) {
  ChildProcess talker({"yes", std::string(100'000, 'y')});
  const std::string heard = talker.exchange(std::chrono::seconds(20));
  EXPECT_FALSE(heard.empty());
  EXPECT_LT(heard.size(), size_t{20} << 20);
}

TEST(ChildProcessTest, WhatIsSentInManyPiecesArrivesInOrder) {
  std::string sent;
  for (int i = 0; i < 3'000'000; ++i) sent += static_cast<char>('a' + i % 23);
  ChildProcess echo({"cat"});
  echo.write(sent);
  std::string heard;
  while (heard.size() < sent.size() && !echo.ended())
    heard += echo.exchange(std::chrono::seconds(20));
  EXPECT_TRUE(heard == sent);
  echo.write("and on");
  EXPECT_EQ(echo.exchange(std::chrono::seconds(20)), "and on");
}

}  // namespace
}  // namespace pentimento

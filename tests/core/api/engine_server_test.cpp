// The engine's loop over real pipes, with a generator that needs no torch.
#include "core/api/engine_server.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "core/api/engine_protocol.h"
#include "core/base/error.h"
#include "tests/support/fake_generator.h"

namespace pentimento::engine {
namespace {

class ApiEngineServer : public testing::Test {
 protected:
  ApiEngineServer() {
    std::signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(pipe(m_toEngine), 0);
    EXPECT_EQ(pipe(m_fromEngine), 0);
    m_client = connectionOver(m_fromEngine[0], m_toEngine[1]);
    m_engine = std::thread([this] {
      FakeGenerator generator;
      m_orderly = serve(generator, connectionOver(m_toEngine[0], m_fromEngine[1]), "test");
      close(m_fromEngine[1]);
    });
  }
  ~ApiEngineServer() override {
    hangUp();
    close(m_toEngine[0]);
    close(m_fromEngine[0]);
  }

  void hangUp() {
    if (!m_engine.joinable()) return;
    close(m_toEngine[1]);
    m_engine.join();
  }
  void send(const Message& message) { m_client.write(encode(message)); }
  /// The next message, or nothing at the end of the stream.
  std::optional<Message> receive() {
    char buffer[4096];
    while (true) {
      if (auto frame = m_decoder.next()) return decode(*frame);
      const size_t count = m_client.read(buffer);
      if (count == 0) return std::nullopt;
      m_decoder.push({buffer, count});
    }
  }
  /// Skips progress and pictures.
  Message answer() {
    while (auto message = receive())
      if (!std::holds_alternative<Progressed>(*message) &&
          !std::holds_alternative<PictureReady>(*message) &&
          !std::holds_alternative<Hello>(*message))
        return *message;
    ADD_FAILURE() << "the engine hung up";
    return Hello{};
  }
  static Generate request(CallId id, std::string prompt) {
    Generate message;
    message.id = id;
    message.request.prompt = std::move(prompt);
    message.request.size = Extent{32, 32};
    return message;
  }

  bool m_orderly = false;

 private:
  int m_toEngine[2], m_fromEngine[2];
  Connection m_client;
  EngineFrameDecoder m_decoder;
  std::thread m_engine;
};

TEST_F(ApiEngineServer, GreetsAndAnswersAsTheGeneratorItselfWould) {
  const auto hello = receive();
  ASSERT_TRUE(hello);
  EXPECT_EQ(std::get<Hello>(*hello).version, kProtocolVersion);
  send(Hello{});
  send(request(5, "a castle"));
  const Message reply = answer();
  const auto* finished = std::get_if<Finished>(&reply);
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->id, 5u);
  FakeGenerator local;
  const auto expected = local.generate(request(5, "a castle").request, {});
  ASSERT_EQ(finished->result.images.size(), expected.images.size());
  EXPECT_TRUE(finished->result.images[0].image.samePixels(expected.images[0].image));

  send(Describe{6, ""});
  const Message described = answer();
  ASSERT_TRUE(std::holds_alternative<Described>(described));
  EXPECT_EQ(toJson(std::get<Described>(described).capabilities), toJson(local.capabilities("")));

  Embed embed;
  embed.id = 7;
  embed.request.texts = {"a red ball"};
  embed.request.pictures = {expected.images[0].image};
  send(embed);
  const Message embedded = answer();
  ASSERT_TRUE(std::holds_alternative<Embedded>(embedded));
  const EmbeddingResult meant = local.embed(embed.request, {});
  EXPECT_EQ(std::get<Embedded>(embedded).result.texts, meant.texts);
  EXPECT_EQ(std::get<Embedded>(embedded).result.pictures, meant.pictures);
  hangUp();
  EXPECT_TRUE(m_orderly);
}

TEST_F(ApiEngineServer, CancelsWhatRunsAndWhatWaits) {
  send(request(1, "!slow"));
  send(request(2, "!slow"));
  send(Cancel{2});
  send(Cancel{1});
  send(request(3, "quick"));
  EXPECT_EQ(std::get<Stopped>(answer()).id, 1u);
  EXPECT_EQ(std::get<Stopped>(answer()).id, 2u);
  EXPECT_EQ(std::get<Finished>(answer()).id, 3u);
}

TEST_F(ApiEngineServer, FailuresNameTheirCallAndTheEngineGoesOn) {
  send(request(1, "!memory"));
  const Failed failed = std::get<Failed>(answer());
  EXPECT_EQ(failed.id, 1u);
  EXPECT_EQ(failed.kind, ErrorKind::OutOfMemory);
  Generate invalid = request(2, "x");
  invalid.request.size = Extent{0, 1};
  send(invalid);
  EXPECT_EQ(std::get<Failed>(answer()).kind, ErrorKind::InvalidInput);
  send(Finished{3, {}});
  EXPECT_EQ(std::get<Failed>(answer()).id, 3u);
  send(Embed{5, {}});
  EXPECT_EQ(std::get<Failed>(answer()).id, 5u);
  send(request(4, "fine"));
  EXPECT_EQ(std::get<Finished>(answer()).id, 4u);
}

TEST_F(ApiEngineServer, EndsWhenTheClientLeavesOrTalksNonsense) {
  send(request(1, "!slow"));
  hangUp();
  EXPECT_TRUE(m_orderly);
}

TEST_F(ApiEngineServer, RefusesAnotherVersionAndNonsense) {
  send(Hello{kProtocolVersion + 1, "future"});
  const Failed failed = std::get<Failed>(answer());
  EXPECT_EQ(failed.id, 0u);
  hangUp();
  EXPECT_FALSE(m_orderly);
}

TEST(ApiEngineServerAlone, AConnectionThatFailsInAnyWayEndsAndDoesNotHang) {
  FakeGenerator generator;
  std::string said;
  const auto write = [&said](std::string_view bytes) { said += bytes; };
  const Connection starved{[](std::span<char>) -> size_t { throw std::bad_alloc(); }, write};
  EXPECT_FALSE(serve(generator, starved, "test"));
  EXPECT_NE(said.find("out_of_memory"), std::string::npos);
  const Connection broken{[](std::span<char>) -> size_t { throw std::runtime_error("?"); }, write};
  EXPECT_THROW(serve(generator, broken, "test"), std::runtime_error);
}

}  // namespace
}  // namespace pentimento::engine

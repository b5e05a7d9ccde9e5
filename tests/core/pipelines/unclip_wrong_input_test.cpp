// What models of the DALL·E 2 family say when parts are missing or do not belong together, through
// the engine's protocol: the command line prints the same sentences.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>

#include "core/api/engine_protocol.h"
#include "core/api/engine_server.h"
#include "core/imaging/convert.h"
#include "core/pipelines/torch_generator.h"
#include "tests/support/golden.h"
#include "tests/support/gradient_picture.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;
using testing::HasSubstr;

/// A client that asks once and hangs up when it has been answered.
class OneQuestion {
 public:
  explicit OneQuestion(engine::Message question) : m_question(std::move(question)) {}

  /// The engine's last message: an answer, or what failed.
  [[nodiscard]] engine::Message answer() {
    const auto generator = makeTorchGenerator();
    engine::Connection connection;
    connection.read = [this](std::span<char> buffer) { return read(buffer); };
    connection.write = [this](std::string_view bytes) { write(bytes); };
    EXPECT_TRUE(engine::serve(*generator, connection, "test"));
    return m_last;
  }

 private:
  size_t read(std::span<char> buffer) {
    if (m_bytes.empty() && m_sent == 0)
      m_bytes = engine::encode(engine::Hello{engine::kProtocolVersion, "test"}) +
                engine::encode(m_question);
    if (m_sent == m_bytes.size()) {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [this] { return m_answered; });
      return 0;
    }
    const size_t count = std::min(buffer.size(), m_bytes.size() - m_sent);
    std::copy_n(m_bytes.data() + m_sent, count, buffer.data());
    m_sent += count;
    return count;
  }
  void write(std::string_view bytes) {
    const std::lock_guard lock(m_mutex);
    m_decoder.push(bytes);
    while (const auto frame = m_decoder.next()) {
      m_last = engine::decode(*frame);
      m_answered = m_answered || !(std::holds_alternative<engine::Hello>(m_last) ||
                                   std::holds_alternative<engine::Progressed>(m_last) ||
                                   std::holds_alternative<engine::PictureReady>(m_last));
      if (m_answered) m_wake.notify_all();
    }
  }

  engine::Message m_question, m_last;
  std::string m_bytes;
  size_t m_sent = 0;
  EngineFrameDecoder m_decoder;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_answered = false;
};

std::string said(const engine::Message& answer) {
  const auto* failed = std::get_if<engine::Failed>(&answer);
  return failed ? failed->message : "it worked";
}

GenerationRequest asking(Task task, const fs::path& model) {
  GenerationRequest r = golden::quickRequest(model);
  r.task = task;
  r.sampler.clear();
  r.negativePrompt.clear();
  r.size.reset();
  r.unclip.priorSteps = r.unclip.upsamplerSteps = 2;
  r.unclip.steps = 2;
  if (task != Task::TextToImage) r.image = gradientPicture({40, 32}, 90);
  if (task == Task::Interpolate) r.secondImage = gradientPicture({32, 32}, 200);
  if (task == Task::TextDiff) r.unclip.baselinePrompt = "a blue fox";
  return r;
}

std::string said(const GenerationRequest& request) {
  return said(OneQuestion(engine::Generate{1, request, false}).answer());
}

std::string said(Task task, const fs::path& model) {
  return said(asking(task, model));
}

std::string saidOfRanking(const fs::path& model, const Image& picture) {
  EmbeddingRequest request;
  request.model = model.string();
  request.texts = {"a red fox"};
  request.pictures = {gradientPicture({32, 32}, 0), picture};
  request.device = DevicePreference::Cpu;
  request.precision = PrecisionPreference::Float32;
  return said(OneQuestion(engine::Embed{1, request}).answer());
}

fs::path copied(const fs::path& from, const fs::path& to) {
  fs::create_directories(to.parent_path());
  fs::copy(from, to, fs::copy_options::recursive);
  for (const auto& entry : fs::recursive_directory_iterator(to))
    fs::permissions(entry, fs::perms::owner_write, fs::perm_options::add);
  fs::permissions(to, fs::perms::owner_write, fs::perm_options::add);
  return to;
}

TEST(PipelinesUnclipWrongInput, Karlo) {
  PENTIMENTO_REQUIRE_FAMILY(family, "karlo");
  const fs::path folder = golden::freshFolder("wrong_karlo");
  const fs::path model = copied(family / "model", folder / "model");
  EXPECT_THAT(said(Task::Variations, model), HasSubstr("no image encoder"));
  EXPECT_THAT(saidOfRanking(model, gradientPicture({32, 32}, 0)), HasSubstr("no pair of a text"));
  fs::rename(model / "prior", folder / "taken");
  EXPECT_THAT(said(Task::TextToImage, model), HasSubstr("it has no prior"));
  fs::rename(folder / "taken", model / "prior");
  fs::rename(model / "prior_scheduler", folder / "taken");
  EXPECT_THAT(said(Task::TextToImage, model), HasSubstr("lacks"));
  fs::rename(folder / "taken", model / "prior_scheduler");
  fs::rename(model / "text_proj", folder / "taken");
  EXPECT_THAT(said(Task::TextToImage, model), HasSubstr("no text projection"));
  fs::rename(folder / "taken", model / "text_proj");
  EXPECT_EQ(said(Task::TextToImage, model), "it worked");

  // Encoders of other CLIPs: another vocabulary, another width.
  PENTIMENTO_REQUIRE_FAMILY(kandinsky, "kandinsky22");
  fs::rename(model / "text_encoder", folder / "taken");
  copied(kandinsky / "prior" / "text_encoder", model / "text_encoder");
  EXPECT_THAT(said(Task::TextToImage, model), HasSubstr("different CLIPs"));
  PENTIMENTO_REQUIRE_FAMILY(sd, "sd1");
  fs::remove_all(model / "text_encoder");
  copied(sd / "pipeline" / "text_encoder", model / "text_encoder");
  EXPECT_THAT(said(Task::TextToImage, model), HasSubstr("text encoder"));
}

TEST(PipelinesUnclipWrongInput, Kandinsky) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  const fs::path folder = golden::freshFolder("wrong_kandinsky");
  const fs::path decoder = copied(family / "decoder", folder / "decoder");
  for (const Task task : {Task::TextToImage, Task::Variations})
    EXPECT_THAT(said(task, decoder), HasSubstr("without its prior"));
  const fs::path alone = copied(family / "prior", folder / "elsewhere" / "prior");
  EXPECT_THAT(said(Task::TextToImage, alone), HasSubstr("without its decoder"));
  const fs::path prior = copied(family / "prior", folder / "prior");
  EXPECT_EQ(said(Task::Variations, decoder), "it worked");

  GenerationRequest dot = asking(Task::Variations, decoder);
  dot.image = gradientPicture({1, 1}, 0);
  EXPECT_THAT(said(dot), HasSubstr("the picture has 1 x 1 pixels"));
  GenerationRequest second = asking(Task::Interpolate, decoder);
  second.secondImage = gradientPicture({1, 1}, 0);
  EXPECT_THAT(said(second), HasSubstr("the second picture has 1 x 1 pixels"));
  EXPECT_THAT(saidOfRanking(decoder, gradientPicture({1, 1}, 0)), HasSubstr("picture 2 has 1 x 1"));
  // Of every mode, pictures are understood.
  for (const auto layout : {ChannelLayout::Gray, ChannelLayout::Rgba})
    for (const auto depth : {BitDepth::Eight, BitDepth::Sixteen}) {
      GenerationRequest other = asking(Task::Variations, decoder);
      other.image = toDepth(toLayout(*other.image, layout), depth);
      EXPECT_EQ(said(other), "it worked");
    }
  fs::remove_all(prior / "image_encoder");
  EXPECT_THAT(said(Task::Interpolate, decoder), HasSubstr("no image encoder"));
}

TEST(PipelinesUnclipWrongInput, Dalle2Library) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  const fs::path folder = golden::freshFolder("wrong_dalle2");
  const fs::path model = folder / "model";
  const fs::path prior = copied(family / "prior", model / "prior");
  EXPECT_THAT(said(Task::TextToImage, prior / "latest.pth"), HasSubstr("no decoder"));
  const fs::path decoder = copied(family / "decoder", model / "decoder");
  EXPECT_THAT(said(Task::TextToImage, decoder), HasSubstr("no prior"));
  EXPECT_THAT(said(Task::TextToImage, model), HasSubstr("no pair of a text"));
  PENTIMENTO_REQUIRE_FAMILY(clips, "clip-vision");
  const fs::path clip = copied(clips / "hf", model / "clip");
  EXPECT_THAT(said(Task::TextToImage, model), HasSubstr("different CLIPs"));
  EXPECT_THAT(said(Task::TextDiff, model), HasSubstr("different CLIPs"));
}

TEST(PipelinesUnclipWrongInput, BuiltInModel) {
  const fs::path folder = golden::freshFolder("wrong_builtin");
  const fs::path model = copied(fs::path(PENTIMENTO_SOURCE_DIR) / "models/builtin", folder / "m");
  GenerationRequest dot = asking(Task::Variations, model);
  dot.image = gradientPicture({1, 1}, 0);
  EXPECT_THAT(said(dot), HasSubstr("1 x 1 pixels"));
  fs::rename(model / "prior.safetensors", folder / "taken");
  EXPECT_THAT(said(Task::TextDiff, model), HasSubstr("prior.safetensors"));
  fs::remove(model / "clip.safetensors");
  EXPECT_THAT(said(Task::Variations, model), HasSubstr("clip.safetensors"));
  EXPECT_THAT(saidOfRanking(model, gradientPicture({32, 32}, 0)), HasSubstr("no pair of a text"));
  EXPECT_EQ(said(Task::TextToImage, model), "it worked");
  fs::remove(model / "decoder.safetensors");
  fs::rename(folder / "taken", model / "prior.safetensors");
  EXPECT_THAT(said(Task::TextToImage, model), HasSubstr("no decoder"));
}

}  // namespace
}  // namespace pentimento

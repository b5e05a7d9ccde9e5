#include "core/api/engine_protocol.h"

#include <gtest/gtest.h>

#include <random>

#include "core/base/error.h"

namespace pentimento::engine {
namespace {

Image picture(Extent extent, ChannelLayout layout, BitDepth depth) {
  Image image(extent, layout, depth);
  unsigned value = 7;
  for (std::byte& byte : image.writableBytes())
    byte = static_cast<std::byte>(value = value * 31 + 5);
  return image;
}

Generate fullRequest() {
  Generate message;
  message.id = 42;
  message.wantsPreviews = true;
  message.request.task = Task::MaskedEdit;
  message.request.prompt = "add a couch \u2014 \"red\"";
  message.request.seed = {0xFFFFFFFFFFFFFFFFull};
  message.request.image = picture({5, 3}, ChannelLayout::Rgba, BitDepth::Sixteen);
  message.request.image->metadata.iccProfile = std::string("\0icc\xff", 5);
  message.request.image->metadata.exif = "exif";
  message.request.image->metadata.xmp = "<xmp/>";
  message.request.image->metadata.pixelsPerInch = 300;
  message.request.image->metadata.texts = {{"Title", "caf\u00e9"}, {"Raw", "\xff\xfe"}};
  message.request.image->metadata.pngChunks = {{"prVt", std::string("\0\1", 2)}};
  message.request.mask = Mask({5, 3}, 9);
  message.request.mask->writableRow(1)[2] = 255;
  return message;
}

/// Through bytes and back, arriving in pieces.
template <typename T>
T exchanged(const T& message, size_t piece = 1) {
  const std::string bytes = encode(message);
  EngineFrameDecoder decoder;
  std::optional<EngineFrame> frame;
  for (size_t i = 0; i < bytes.size(); i += piece) {
    EXPECT_FALSE(frame) << "a frame was complete before its last byte";
    decoder.push(std::string_view(bytes).substr(i, piece));
    frame = decoder.next();
  }
  EXPECT_TRUE(frame.has_value());
  EXPECT_FALSE(decoder.partial());
  return std::get<T>(decode(*frame));
}

TEST(ApiEngineProtocol, CarriesARequestWithItsPixelsAndMetadata) {
  const Generate sent = fullRequest();
  for (const size_t piece : {size_t{1}, size_t{1000000}}) {
    const Generate received = exchanged(sent, piece);
    EXPECT_EQ(received.id, sent.id);
    EXPECT_TRUE(received.wantsPreviews);
    EXPECT_EQ(toJson(received.request), toJson(sent.request));
    EXPECT_TRUE(received.request.image->samePixels(*sent.request.image));
    EXPECT_EQ(received.request.image->metadata, sent.request.image->metadata);
    EXPECT_EQ(received.request.mask, sent.request.mask);
    EXPECT_FALSE(received.request.secondImage);
  }
}

TEST(ApiEngineProtocol, CarriesProgressAndResults) {
  Progressed progress;
  progress.id = 7;
  progress.progress.stage = "sample";
  progress.progress.step = 3;
  progress.progress.steps = 20;
  progress.progress.secondsLeft = 1.5;
  progress.progress.preview = picture({4, 4}, ChannelLayout::Rgb, BitDepth::Eight);
  const Progressed received = exchanged(progress);
  EXPECT_EQ(received.progress.stage, "sample");
  EXPECT_EQ(received.progress.step, 3);
  EXPECT_EQ(received.progress.steps, 20);
  EXPECT_EQ(received.progress.secondsLeft, 1.5);
  EXPECT_TRUE(received.progress.preview->samePixels(*progress.progress.preview));

  Finished finished;
  finished.id = 8;
  GeneratedImage generated;
  generated.image = picture({2, 2}, ChannelLayout::Gray, BitDepth::Sixteen);
  generated.recipe.seed = {99};
  generated.clipScore = 0.25;
  finished.result.images = {generated, generated};
  finished.result.notes = {"run again in float32"};
  finished.result.seconds = 2.5;
  finished.result.device = "cpu, float32";
  const Finished copy = exchanged(finished);
  ASSERT_EQ(copy.result.images.size(), 2u);
  EXPECT_TRUE(copy.result.images[1].image.samePixels(generated.image));
  EXPECT_EQ(copy.result.images[1].recipe.seed.value, 99u);
  EXPECT_EQ(copy.result.images[1].clipScore, 0.25);
  EXPECT_EQ(copy.result.notes, finished.result.notes);
  EXPECT_EQ(copy.result.device, finished.result.device);
}

TEST(ApiEngineProtocol, CarriesEveryOtherMessage) {
  EXPECT_EQ(exchanged(Hello{3, "pentimento"}).version, 3);
  EXPECT_EQ(exchanged(Describe{1, "m"}).model, "m");
  EXPECT_EQ(exchanged(Unload{2}).id, 2u);
  EXPECT_EQ(exchanged(Cancel{3}).id, 3u);
  EXPECT_EQ(exchanged(Unloaded{4}).id, 4u);
  EXPECT_EQ(exchanged(Stopped{5}).id, 5u);
  const Failed failed = exchanged(Failed{6, ErrorKind::OutOfMemory, "too large"});
  EXPECT_EQ(failed.kind, ErrorKind::OutOfMemory);
  EXPECT_EQ(failed.message, "too large");
  Described described;
  described.capabilities.architecture = "x";
  described.capabilities.tasks = {Task::Variations};
  EXPECT_EQ(exchanged(described).capabilities.tasks, described.capabilities.tasks);
}

TEST(ApiEngineProtocol, CarriesEmbeddings) {
  Embed asked;
  asked.id = 7;
  asked.request.model = "clip";
  asked.request.texts = {"a cat", ""};
  asked.request.pictures = {picture({3, 2}, ChannelLayout::Rgb, BitDepth::Eight)};
  asked.request.precision = PrecisionPreference::Float32;
  const Embed arrived = exchanged(asked);
  EXPECT_EQ(arrived.id, 7u);
  EXPECT_EQ(arrived.request.model, "clip");
  EXPECT_EQ(arrived.request.texts, asked.request.texts);
  EXPECT_EQ(arrived.request.precision, PrecisionPreference::Float32);
  ASSERT_EQ(arrived.request.pictures.size(), 1u);
  EXPECT_TRUE(arrived.request.pictures[0].samePixels(asked.request.pictures[0]));

  const Embedded answer{8, {"2-ab", 97.5, {{0.6F, -0.8F}, {1, 0}}, {{0, 1}}}};
  const Embedded told = exchanged(answer);
  EXPECT_EQ(told.result.clip, "2-ab");
  EXPECT_EQ(told.result.scale, 97.5);
  EXPECT_EQ(told.result.pictures, answer.result.pictures);
  EXPECT_EQ(told.result.texts, answer.result.texts);
  EXPECT_TRUE(exchanged(Embedded{9, {"x", 1, {}, {{1, 0}}}}).result.pictures.empty());

  // A blob that is no whole number of rows.
  EngineFrame cut;
  cut.head = {{"type", "embedded"}, {"id", 1},       {"clip", "x"}, {"scale", 1},
              {"width", 2},         {"pictures", 0}, {"texts", 0}};
  cut.blobs = {std::string(12, '\0')};
  EXPECT_THROW((void)decode(cut), Error);
  cut.blobs = {std::string(16, '\0')};
  EXPECT_EQ(std::get<Embedded>(decode(cut)).result.texts.size(), 2u);
  cut.head["width"] = 0;
  EXPECT_THROW((void)decode(cut), Error);
  cut.head["texts"] = 1;
  EXPECT_THROW((void)decode(cut), Error);
}

TEST(ApiEngineProtocol, RefusesWhatIsNoFrame) {
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.1\r\n\r\n"), std::string("\xff\xff\xff\xff", 4),
        std::string("\0\0\0\0", 4), std::string("\x02\0\0\0[]", 6), std::string("\x03\0\0\0{,}", 7),
        std::string("\x0f\0\0\0{\"blobs\":[-1]} ", 19)}) {
    EngineFrameDecoder decoder;
    decoder.push(bytes);
    EXPECT_THROW((void)decoder.next(), Error) << bytes;
  }
}

TEST(ApiEngineProtocol, APromisedSizeAllocatesNothing) {
  const std::string head = R"({"type":"x","id":1,"blobs":[4294967296]})";
  EngineFrameDecoder decoder;
  decoder.push(std::string{static_cast<char>(head.size()), 0, 0, 0} + head + "few bytes");
  EXPECT_FALSE(decoder.next());
  EXPECT_TRUE(decoder.partial());
}

TEST(ApiEngineProtocol, MutatedFramesAreReadOrRefused) {
  const std::string original = encode(fullRequest());
  std::mt19937 random(11);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = original;
    for (unsigned edits = 1 + random() % 4; edits > 0; --edits) {
      const size_t at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, 1 + random() % 8);
          break;
        default:
          bytes.insert(at, 1 + random() % 8, static_cast<char>(random()));
      }
      if (bytes.empty()) break;
    }
    EngineFrameDecoder decoder;
    decoder.push(bytes);
    try {
      while (const auto frame = decoder.next()) (void)decode(*frame);
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace pentimento::engine

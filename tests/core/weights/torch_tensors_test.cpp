// Pickles that are well formed and mean harm: small files whose walk would never end.
#include "core/weights/torch_tensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "core/base/error.h"

namespace pentimento {
namespace {

/// Pickle protocol 2 by hand; the letters are the instructions of pickle_opcodes.h.
std::string text(std::string_view word) {
  return std::string("X") +
         std::string{static_cast<char>(word.size() & 0xFF),
                     static_cast<char>(word.size() >> 8 & 0xFF), 0, 0} +
         std::string(word);
}

std::string times(const std::string& part, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += part;
  return all;
}

std::string get(char index) {
  return {'h', index};
}
std::string put(char index) {
  return {'q', index};
}

const std::string kNone = "N";
/// One float of storage "0".
const std::string kTensor = "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") +
                            "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "K\x01tQ" +
                            std::string("K\0K\x01\x85K\x01\x85\x89)tR", 12);

TorchContents collected(const std::string& instructions) {
  const std::string pickle = "\x80\x02" + instructions + ".";
  auto bytes = std::as_bytes(std::span(pickle));
  const PickleGraph graph = readPickle(bytes, "a file");
  return collectTorchTensors(graph, "a file");
}

TEST(TorchTensors, APickleByHandIsRead) {
  const TorchContents contents = collected("}" + text("w") + kTensor + "s");
  ASSERT_EQ(contents.tensors.size(), 1u);
  EXPECT_EQ(contents.tensors[0].name, "w");
  EXPECT_THAT(contents.tensors[0].info.shape, testing::ElementsAre(1));
}

TEST(TorchTensors, ADictionaryThatWrapsItselfIsRefused) {
  const std::string itself = "}" + put(0) + text("model") + get(0) + "s";
  EXPECT_THROW((void)collected(itself + text("w") + kTensor + "s"), Error);
  // The same in two steps.
  const std::string inner = "}" + put(1) + text("model") + get(0) + "s" + text("w") + kTensor + "s";
  EXPECT_THROW((void)collected("}" + put(0) + text("state_dict") + inner + "s"), Error);
}

TEST(TorchTensors, AChainOfParametersIsWalkedOnce) {
  constexpr int kLinks = 100'000;
  const std::string link = get(1) + get(2) + "\x85R" + put(2) + "a" + get(0);
  const auto begin = std::chrono::steady_clock::now();
  const TorchContents contents =
      collected("ctorch._utils\n_rebuild_parameter\n" + put(1) + "0" + kTensor + put(2) + "0]" +
                put(0) + times(link, kLinks) + "0");
  EXPECT_EQ(contents.tensors.size(), 1u);  // the parameter of a tensor, and none of a parameter
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(TorchTensors, SharedListsThatUnfoldWithoutEndAreRefused) {
  const std::string list = "](" + times(kNone, 4000) + kTensor + "e" + put(0);
  EXPECT_EQ(collected(list).tensors.size(), 1u);
  EXPECT_THROW((void)collected("](" + list + times(get(0), 1100) + "e"), Error);
}

TEST(TorchTensors, NamesThatWouldFillMemoryAreRefused) {
  const std::string key = text(std::string(9000, 'n'));
  const auto manyUnder = [&](int count) {
    return "}" + key + "](" + kTensor + put(0) + times(get(0), count - 1) + "es";
  };
  EXPECT_EQ(collected(manyUnder(1000)).tensors.size(), 1000u);
  EXPECT_THROW((void)collected(manyUnder(20'000)), Error);
}

}  // namespace
}  // namespace pentimento

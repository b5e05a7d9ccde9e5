#include "core/weights/safetensors_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "core/base/error.h"
#include "core/weights/memory_source.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;
using testing::ElementsAre;

class Safetensors : public testing::Test {
 protected:
  void SetUp() override {
    // One each: tests run side by side, as processes.
    m_folder = fs::path(PENTIMENTO_TEST_TMP) / "safetensors" /
               testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
  }
  fs::path m_folder;
};

MemorySource sample() {
  MemorySource source;
  source.add("half", {DType::F16, {3}}, std::vector<uint16_t>{1, 2, 3});
  source.add("byte", {DType::U8, {1, 1}}, std::vector<uint8_t>{7});
  source.add("wide", {DType::I64, {}}, std::vector<int64_t>{-5});
  source.add("none", {DType::F32, {0, 4}}, std::vector<float>{});
  source.add("float \"quoted\" \xC3\xA9", {DType::F32, {2, 2}}, std::vector<float>{1, 2, 3, 4});
  return source;
}

TEST_F(Safetensors, ReadsWhatItWrote) {
  const MemorySource written = sample();
  const fs::path path = m_folder / "a.safetensors";
  writeSafetensors(path, written, {.metadata = {{"title", "a \n b"}}});
  const SafetensorsFile read(path);
  EXPECT_EQ(read.metadata().at("title"), "a \n b");
  EXPECT_EQ(read.names().size(), written.names().size());
  for (const std::string& name : written.names()) {
    ASSERT_TRUE(read.contains(name)) << name;
    EXPECT_EQ(*read.find(name), *written.find(name));
    const TensorBytes ours = read.read(name), theirs = written.read(name);
    EXPECT_TRUE(std::ranges::equal(ours.bytes, theirs.bytes)) << name;
    EXPECT_EQ(reinterpret_cast<uintptr_t>(ours.bytes.data()) % bytesPerElement(ours.info.dtype),
              0u);
  }
}

TEST_F(Safetensors, KeepsBytesAliveAndReplacesSafely) {
  const fs::path path = m_folder / "a.safetensors";
  writeSafetensors(path, sample());
  TensorBytes kept;
  {
    const SafetensorsFile file(path);
    EXPECT_THROW(writeSafetensors(path, file), Error);
    writeSafetensors(path, file, {.ifExists = IfExists::Replace});
    kept = file.read("wide");
  }
  int64_t value = 0;
  std::memcpy(&value, kept.bytes.data(), sizeof value);
  EXPECT_EQ(value, -5);
  EXPECT_EQ(SafetensorsFile(path).names().size(), sample().names().size());
}

#if defined(__linux__)
// Of mapped files and libraries, in bytes.
size_t residentShared() {
  size_t pages = 0;
  std::ifstream statm("/proc/self/statm");
  for (int i = 0; i < 3; ++i) statm >> pages;
  return pages * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

TEST_F(Safetensors, GivesBackTheMemoryOfWhatHasBeenRead) {
  constexpr size_t kBytes = 64u << 20;
  MemorySource source;
  source.add("large", {DType::U8, {int64_t{kBytes}}}, std::vector<uint8_t>(kBytes, 3));
  const fs::path path = m_folder / "large.safetensors";
  writeSafetensors(path, source);
  const SafetensorsFile file(path);
  const size_t before = residentShared();
  for (int again = 0; again < 2; ++again) {
    const TensorBytes large = file.read("large");
    EXPECT_TRUE(std::ranges::all_of(large.bytes, [](std::byte b) { return b == std::byte{3}; }));
    EXPECT_GE(residentShared(), before + kBytes / 2);
  }
  EXPECT_LT(residentShared(), before + kBytes / 2);
  fs::remove(path);
}
#endif

TEST_F(Safetensors, RefusesEndlessMetadata) {
  std::string header = R"({"__metadata__":{"0":"")";
  for (int i = 1; i <= 10'000; ++i) header += fmt::format(R"(,"{}":"")", i);
  header += "}}";
  const uint64_t length = header.size();
  header.insert(0, reinterpret_cast<const char*>(&length), sizeof length);
  try {
    (void)SafetensorsFile(std::as_bytes(std::span(header)), nullptr, "here");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::CorruptFile);
    EXPECT_THAT(error.what(), testing::HasSubstr("10,000"));
  }
}

TEST_F(Safetensors, NamesTheMissingTensor) {
  writeSafetensors(m_folder / "a.safetensors", sample());
  const SafetensorsFile file(m_folder / "a.safetensors");
  try {
    (void)file.read("x\x1b[31m");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::NotFound);
    EXPECT_THAT(error.what(), testing::HasSubstr("x\\x1b[31m"));
  }
}

TEST_F(Safetensors, CancelledWritingLeavesNothing) {
  std::stop_source stop;
  RunContext run;
  run.stop = stop.get_token();
  run.onProgress = [&](const Progress& progress) {
    if (progress.step == 2) stop.request_stop();
  };
  EXPECT_THROW(writeSafetensors(m_folder / "a.safetensors", sample(), {}, run), Cancelled);
  EXPECT_TRUE(fs::is_empty(m_folder));
}

TEST_F(Safetensors, MissingFilesAndFolders) {
  EXPECT_THROW(SafetensorsFile(m_folder / "missing"), Error);
  EXPECT_THROW(SafetensorsFile{m_folder}, Error);
}

}  // namespace
}  // namespace pentimento

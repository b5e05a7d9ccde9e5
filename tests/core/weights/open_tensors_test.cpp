#include "core/weights/open_tensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/weights/convert.h"
#include "core/weights/memory_source.h"
#include "core/weights/safetensors_file.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class OpenTensors : public testing::Test {
 protected:
  void SetUp() override {
    m_folder = fs::path(PENTIMENTO_TEST_TMP) / "open_tensors" /
               testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
  }

  fs::path write(const std::string& name, const std::string& tensor, float value) {
    MemorySource source;
    source.add(tensor, {DType::F32, {1}}, std::vector<float>{value});
    writeSafetensors(m_folder / name, source);
    return m_folder / name;
  }

  /// What is said of a file with this content.
  std::string complaint(const std::string& name, std::string_view content) {
    writeFileAtomically(m_folder / name, content, IfExists::Replace);
    try {
      (void)openTensors(m_folder / name);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  fs::path m_folder;
};

TEST_F(OpenTensors, ContentDecidesNotTheExtension) {
  const fs::path path = write("weights.ckpt", "a", 1);
  EXPECT_TRUE(openTensors(path)->contains("a"));
}

TEST_F(OpenTensors, SaysWhatAFileIsInstead) {
  EXPECT_THAT(complaint("a.ckpt", ""), HasSubstr("empty"));
  EXPECT_THAT(complaint("a.safetensors", ""), HasSubstr("empty"));
  EXPECT_THAT(complaint("a.safetensors", "\n<!DOCTYPE HTML><html>"), HasSubstr("web page"));
  EXPECT_THAT(complaint("a.ckpt", "version https://git-lfs.github.com/spec/v1\n"),
              HasSubstr("git lfs pull"));
  EXPECT_THAT(complaint("a.ckpt", "GGUF\3\0\0\0"), HasSubstr("GGUF"));
  EXPECT_THAT(complaint("a.safetensors", "\x80\x02}q\x00."), HasSubstr("in disguise"));
  EXPECT_THAT(complaint("a.safetensors", "PK\x03\x04 and so on"), HasSubstr("in disguise"));
  EXPECT_THAT(complaint("a.bin", "anything else"), HasSubstr("not a model file"));
  EXPECT_THAT(complaint("a.json", "{\"a\": 1}"), HasSubstr("no list of shards"));
  EXPECT_THAT(complaint("a.json", "{\"weight_map\": {\"a\": \"../b\"}}"), HasSubstr("outside"));
  EXPECT_THROW((void)openTensors(m_folder / "missing"), Error);
  EXPECT_THROW((void)openTensors("/dev/null"), Error);
}

TEST_F(OpenTensors, ShardsAreOneSource) {
  write("one.safetensors", "a", 1);
  write("two.safetensors", "b", 2);
  writeFileAtomically(m_folder / "model.safetensors.index.json",
                      R"({"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}})",
                      IfExists::Refuse);
  const SharedSource source = openTensors(m_folder);
  EXPECT_THAT(source->names(), UnorderedElementsAre("a", "b"));
  EXPECT_EQ(source->read("b").bytes.size(), sizeof(float));
}

TEST_F(OpenTensors, ShardsThatLackWhatTheIndexNames) {
  write("one.safetensors", "a", 1);
  EXPECT_THAT(complaint("x.index.json", R"({"weight_map": {"b": "one.safetensors"}})"),
              HasSubstr("lacks the tensor \"b\""));
  EXPECT_THAT(complaint("x.index.json", R"({"weight_map": {"a": "x.index.json"}})"),
              HasSubstr("another list"));
  EXPECT_THAT(complaint("x.index.json", R"({"weight_map": {"a": "gone.safetensors"}})"),
              HasSubstr("gone.safetensors"));
}

TEST_F(OpenTensors, CancelsBetweenShards) {
  write("one.safetensors", "a", 1);
  writeFileAtomically(m_folder / "i.json", R"({"weight_map": {"a": "one.safetensors"}})",
                      IfExists::Refuse);
  std::stop_source stop;
  stop.request_stop();
  RunContext run;
  run.stop = stop.get_token();
  EXPECT_THROW((void)openTensors(m_folder / "i.json", run), Cancelled);
}

TEST_F(OpenTensors, ViewsRenameFilterAndMerge) {
  const SharedSource one = openTensors(write("1", "unet.a", 1)),
                     two = openTensors(write("2", "vae.a", 2));
  const SharedSource both = merged({one, two});
  EXPECT_THAT(both->names(), UnorderedElementsAre("unet.a", "vae.a"));
  EXPECT_THAT(withoutPrefix(both, "vae.")->names(), UnorderedElementsAre("a"));
  EXPECT_EQ(withoutPrefix(both, "vae.")->read("a").bytes.data(), two->read("vae.a").bytes.data());
  EXPECT_THROW((void)merged({one, one}), Error);
}

TEST_F(OpenTensors, ConvertingKeepsEveryTensor) {
  PENTIMENTO_REQUIRE_FAMILY(golden, "single-file");
  const fs::path from = golden / "sd2.ckpt", to = m_folder / "sd2.safetensors";
  const ConversionSummary summary = convertToSafetensors(from, to, IfExists::Refuse);
  const SharedSource before = openTensors(from), after = openTensors(to);
  EXPECT_EQ(summary.tensors, before->names().size());
  EXPECT_EQ(summary.bytes, fs::file_size(to));
  ASSERT_EQ(after->names().size(), before->names().size());
  for (const std::string& name : before->names()) {
    EXPECT_EQ(*before->find(name), *after->find(name)) << name;
    EXPECT_TRUE(std::ranges::equal(before->read(name).bytes, after->read(name).bytes)) << name;
  }
  EXPECT_TRUE(SafetensorsFile(to).metadata().contains("global_step"));
  EXPECT_THROW((void)convertToSafetensors(from, to, IfExists::Refuse), Error);
}

}  // namespace
}  // namespace pentimento

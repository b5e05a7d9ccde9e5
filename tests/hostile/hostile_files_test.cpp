// Every damaged or malicious file of the golden family meets the verdict that its index gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/weights/open_tensors.h"
#include "core/weights/safetensors_file.h"
#include "core/weights/torch_file.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

/// Opens every file with `extension` and reads all its tensors; the index says how that has to end.
void judge(const fs::path& folder, std::string_view extension,
           const std::function<SharedSource(const fs::path&)>& open) {
  int judged = 0;
  for (const Json& entry : readJsonFile(folder / "index.json")) {
    const auto name = entry.at("file").get<std::string>();
    if (fs::path(name).extension() != extension) continue;
    const auto expect = entry.at("expect").get<std::string>();
    SCOPED_TRACE(name + ": " + entry.at("why").get<std::string>());
    ++judged;
    try {
      const SharedSource file = open(folder / name);
      for (const std::string& tensor : file->names()) (void)file->read(tensor);
      EXPECT_NE(expect, "reject");
    } catch (const Error& error) {
      const std::string_view message = error.what();
      EXPECT_NE(expect, "accept") << message;
      EXPECT_NE(message.find(name), std::string_view::npos) << message;
      EXPECT_LT(message.size(), 1000u);
      EXPECT_TRUE(std::ranges::none_of(message, [](char c) { return c >= 0 && c < 0x20; }));
    }
  }
  EXPECT_GT(judged, 0);
  EXPECT_FALSE(fs::exists("pentimento_hostile_marker"));
}

template <typename Source>
SharedSource openAs(const fs::path& path) {
  return std::make_shared<Source>(path);
}

TEST(HostileFiles, SafetensorsVerdicts) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "hostile");
  judge(folder, ".safetensors", openAs<SafetensorsFile>);
}

TEST(HostileFiles, PickleVerdicts) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "hostile");
  judge(folder, ".ckpt", openAs<TorchFile>);
}

TEST(HostileFiles, TheDoorForAllFilesJudgesAlike) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "hostile");
  const auto open = [](const fs::path& path) { return openTensors(path); };
  judge(folder, ".safetensors", open);
  judge(folder, ".ckpt", open);
}

}  // namespace
}  // namespace pentimento

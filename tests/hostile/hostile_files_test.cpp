// Every damaged or malicious file of the golden family meets the verdict that its index gives.
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/weights/safetensors_file.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

TEST(HostileFiles, SafetensorsVerdicts) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "hostile");
  int judged = 0;
  for (const Json& entry : readJsonFile(folder / "index.json")) {
    const auto name = entry.at("file").get<std::string>();
    if (fs::path(name).extension() != ".safetensors") continue;
    const auto expect = entry.at("expect").get<std::string>();
    SCOPED_TRACE(name + ": " + entry.at("why").get<std::string>());
    ++judged;
    try {
      const SafetensorsFile file(folder / name);
      for (const std::string& tensor : file.names()) (void)file.read(tensor);
      EXPECT_NE(expect, "reject");
    } catch (const Error& error) {
      EXPECT_NE(expect, "accept") << error.what();
      EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
    }
  }
  EXPECT_GT(judged, 0);
}

}  // namespace
}  // namespace pentimento

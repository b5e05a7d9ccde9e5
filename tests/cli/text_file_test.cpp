#include "app/cli/text_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "tests/cli/run_program.h"

namespace pentimento::cli {
namespace {

std::string read(const std::string& bytes) {
  const auto file = freshFolder("text-file") / "a.txt";
  std::ofstream(file, std::ios::binary) << bytes;
  return readUtf8File(file);
}

TEST(CliTextFile, LinesEndAlikeWhoeverWroteThem) {
  EXPECT_EQ(read("\xEF\xBB\xBFone\r\ntwo \xe2\x9c\x93\r\n\r\n"), "one\ntwo \xe2\x9c\x93");
  EXPECT_EQ(read("one\ntwo\n"), "one\ntwo");
  EXPECT_EQ(read("a \xef\xbf\xbd b"), "a \xef\xbf\xbd b");
  EXPECT_THROW((void)read("caf\xe9"), Error);
}

}  // namespace
}  // namespace pentimento::cli

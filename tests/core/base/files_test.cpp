#include "core/base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/base/error.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    // One folder a test: they may run side by side.
    m_folder = fs::path(PENTIMENTO_TEST_TMP) / "files" /
               testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
  }
  fs::path m_folder;
};

TEST_F(Files, WritesCompleteFilesAndLeavesNothingBeside) {
  writeFileAtomically(m_folder / "a", "one", IfExists::Refuse);
  EXPECT_THROW(writeFileAtomically(m_folder / "a", "two", IfExists::Refuse), Error);
  EXPECT_EQ(readTextFile(m_folder / "a", 10), "one");
  writeFileAtomically(m_folder / "a", "two", IfExists::Replace);
  EXPECT_EQ(readTextFile(m_folder / "a", 10), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(m_folder), {}), 1);
}

TEST_F(Files, AReplacedFileKeepsWhoMayReadItAndANewOneFollowsTheUmask) {
  const mode_t before = ::umask(0027);
  writeFileAtomically(m_folder / "new", "x", IfExists::Refuse);
  ::umask(before);
  EXPECT_EQ(fs::status(m_folder / "new").permissions(), fs::perms(0640));
  fs::permissions(m_folder / "new", fs::perms(0600));
  writeFileAtomically(m_folder / "new", "secret", IfExists::Replace);
  EXPECT_EQ(fs::status(m_folder / "new").permissions(), fs::perms(0600));
}

TEST_F(Files, ALinkStaysALinkAndItsFileIsReplaced) {
  fs::create_directory(m_folder / "elsewhere");
  writeFileAtomically(m_folder / "elsewhere" / "real", "one", IfExists::Refuse);
  fs::create_symlink("elsewhere/real", m_folder / "link");
  EXPECT_THROW(writeFileAtomically(m_folder / "link", "two", IfExists::Refuse), Error);
  writeFileAtomically(m_folder / "link", "two", IfExists::Replace);
  EXPECT_TRUE(fs::is_symlink(m_folder / "link"));
  EXPECT_EQ(readTextFile(m_folder / "elsewhere" / "real", 10), "two");
}

TEST_F(Files, SaysWhatIsWrong) {
  EXPECT_THROW((void)readTextFile(m_folder / "missing", 10), Error);
  EXPECT_THROW((void)readTextFile(m_folder, 10), Error);
  writeFileAtomically(m_folder / "long", "0123456789A", IfExists::Refuse);
  EXPECT_THROW((void)readTextFile(m_folder / "long", 10), Error);
  EXPECT_THROW(writeFileAtomically(m_folder / "no folder" / "a", "x", IfExists::Refuse), Error);
}

}  // namespace
}  // namespace pentimento

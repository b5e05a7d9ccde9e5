#include "app/settings/single_instance.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFile>
#include <QTemporaryDir>
#include <thread>

#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

TEST(SingleInstanceTest, TheSecondHandsItsFilesOver) {
  const QTemporaryDir folder;
  SingleInstance first(folder.path());
  ASSERT_TRUE(first.become());
  QStringList received;
  QObject::connect(&first, &SingleInstance::received, [&](const QStringList& p) { received = p; });

  // flock is held per open file, so a second object of this process is refused like another
  // process.
  std::atomic<int> taken = -1;
  std::thread other([&] {
    SingleInstance second(folder.path());
    taken = second.become() ? 2 : second.handOver({"/a.png", "/b ü.ora"});
  });
  EXPECT_TRUE(eventually([&] { return taken != -1; }));
  other.join();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(received, (QStringList{"/a.png", "/b ü.ora"}));
}

TEST(SingleInstanceTest, AKilledStudioLeavesTheLockFree) {
  const QTemporaryDir folder;
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    SingleInstance instance(folder.path());
    const char answer = instance.become() ? 'y' : 'n';
    (void)!write(ready[1], &answer, 1);
    pause();
    _exit(0);
  }
  char answer = 0;
  ASSERT_EQ(read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');
  {
    SingleInstance instance(folder.path());
    EXPECT_FALSE(instance.become());
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  SingleInstance instance(folder.path());
  EXPECT_TRUE(instance.become());
  close(ready[0]);
  close(ready[1]);
}

TEST(SingleInstanceTest, TwoFoldersAreTwoStudios) {
  const QTemporaryDir a, b;
  SingleInstance first(a.path()), second(b.path());
  EXPECT_TRUE(first.become());
  EXPECT_TRUE(second.become());
}

}  // namespace
}  // namespace pentimento

#include "app/library/model_library.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QTemporaryDir>
#include <fstream>

#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

TEST(ModelLibraryTest, FoldersThatCannotBeLookedAtDoNotHideTheOthers) {
  QTemporaryDir folder;
  std::ofstream(folder.filePath("broken.safetensors").toStdString()) << "no tensors";
  ModelLibrary library;
  bool finished = false;
  QObject::connect(&library, &ModelLibrary::finished, [&] { finished = true; });
  library.scan({QString(300, 'x'), folder.path()});
  ASSERT_TRUE(eventually([&] { return finished; }));
  EXPECT_FALSE(library.scanning());
  const auto found =
      std::ranges::find(library.entries(), QString("broken"), [](const auto& e) { return e.name; });
  ASSERT_NE(found, library.entries().end());
  EXPECT_FALSE(found->card.note.empty()) << "it says why it cannot be used";
}

}  // namespace
}  // namespace pentimento

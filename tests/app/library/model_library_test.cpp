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

/// A safetensors file of one tensor.
std::string tensorFile(const std::string& name) {
  const std::string header =
      "{\"" + name + "\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}";
  std::string file(8, '\0');
  file[0] = char(header.size());
  return file + header + "1234";
}

TEST(ModelLibraryTest, WhatChangedWithinAFolderIsReadAgain) {
  QTemporaryDir root;
  QDir(root.path()).mkpath("model/unet");
  std::ofstream(root.filePath("model/model_index.json").toStdString()) << "{}";
  const QString weights = root.filePath("model/unet/diffusion_pytorch_model.safetensors");
  const auto noteWith = [&](const std::string& tensor) {
    std::ofstream(weights.toStdString()) << tensorFile(tensor);
    return tensor;
  };
  ModelLibrary library;
  const auto scanned = [&]() -> std::string {
    library.scan({root.path()});
    EXPECT_TRUE(eventually([&] { return !library.scanning(); }));
    for (const LibraryEntry& entry : library.entries())
      if (entry.name == "model") return entry.card.note;
    return "not found";
  };
  (void)noteWith("first_tensor");
  const std::string first = scanned();
  EXPECT_NE(first.find("first_tensor"), std::string::npos) << first;
  (void)noteWith("other_tensor_of_another_file");
  const std::string second = scanned();
  EXPECT_NE(second.find("other_tensor"), std::string::npos) << second;
}

}  // namespace
}  // namespace pentimento

#include "ui/models/models_dialog.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeWidget>

#include "core/base/files.h"
#include "tests/support/qt_wait.h"

namespace pentimento {
namespace {

/// A safetensors file that holds one LoRA pair of Stable Diffusion 1.x.
std::string loraFile() {
  const std::string name = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q.";
  const std::string header = "{\"" + name +
                             "lora_down.weight\":{\"dtype\":\"F16\",\"shape\":[4,320],"
                             "\"data_offsets\":[0,2560]},\"" +
                             name +
                             "lora_up.weight\":{\"dtype\":\"F16\",\"shape\":[320,4],"
                             "\"data_offsets\":[2560,5120]}}";
  std::string file(8, '\0');
  for (size_t i = 0, size = header.size(); i < 8; ++i) file[i] = char(size >> 8 * i & 0xff);
  return file + header + std::string(5120, '\0');
}

class ModelsDialogTest : public testing::Test {
 protected:
  ModelsDialogTest() : dialog(library) {
    qputenv("PENTIMENTO_MODELS", root.filePath("own").toUtf8());
    qputenv("HF_HOME", root.filePath("hub").toUtf8());
    QDir(root.path()).mkpath("comfy/models/loras");
    QDir(root.path()).mkpath("comfy/models/checkpoints");
    const std::filesystem::path models = root.filePath("comfy/models").toStdString();
    writeFileAtomically(models / "loras/brush.safetensors", loraFile(), IfExists::Refuse);
    writeFileAtomically(models / "checkpoints/notes.safetensors", std::string_view("<html>"),
                        IfExists::Refuse);
    dialog.setFolders({root.filePath("comfy")});
    dialog.show();
    EXPECT_TRUE(eventually([&] { return !library.scanning(); }));
  }
  ~ModelsDialogTest() override {
    qunsetenv("PENTIMENTO_MODELS");
    qunsetenv("HF_HOME");
  }
  QTreeWidgetItem* item(const QString& name) {
    for (const QTreeWidget* tree : dialog.findChildren<QTreeWidget*>())
      for (QTreeWidgetItem* found : tree->findItems(name, Qt::MatchExactly)) return found;
    return nullptr;
  }

  QTemporaryDir root;
  ModelLibrary library;
  ModelsDialog dialog;
};

TEST_F(ModelsDialogTest, FindsWhatLiesInAComfyUiInstallation) {
  ASSERT_EQ(library.entries().size(), 2u);
  EXPECT_NE(item("brush"), nullptr);
  EXPECT_NE(item("Built-in model"), nullptr);
}

TEST_F(ModelsDialogTest, SaysWhyAFileCannotBeUsed) {
  QTreeWidgetItem* broken = item("notes");
  ASSERT_NE(broken, nullptr);
  broken->treeWidget()->setCurrentItem(broken);
  const auto& entry = *std::ranges::find(library.entries(), "notes", &LibraryEntry::name);
  EXPECT_FALSE(entry.card.note.empty());
  EXPECT_TRUE(describeCard(entry.card).contains(QString::fromStdString(entry.card.path)));
  QSignalSpy chosen(&dialog, &ModelsDialog::modelChosen);
  Q_EMIT broken->treeWidget()->itemActivated(broken, 0);
  EXPECT_EQ(chosen.count(), 0) << "what cannot run is not chosen";
}

TEST_F(ModelsDialogTest, ChoosesTheBuiltInModelByAnEmptyPath) {
  dialog.setCurrentModel("/models/another");
  QSignalSpy chosen(&dialog, &ModelsDialog::modelChosen);
  QTreeWidgetItem* builtIn = item("Built-in model");
  builtIn->treeWidget()->setCurrentItem(builtIn);
  Q_EMIT builtIn->treeWidget()->itemActivated(builtIn, 0);
  ASSERT_EQ(chosen.count(), 1);
  EXPECT_EQ(chosen[0][0].toString(), "");
  Q_EMIT builtIn->treeWidget()->itemActivated(builtIn, 0);
  EXPECT_EQ(chosen.count(), 1) << "it is in use already";
}

TEST_F(ModelsDialogTest, PicksLorasWithWeights) {
  dialog.setLoras({{"brush", 0.6, std::nullopt}});
  ASSERT_EQ(dialog.loras().size(), 1u);
  QTreeWidget* loras = nullptr;
  for (QTreeWidget* tree : dialog.findChildren<QTreeWidget*>())
    if (tree->accessibleName() == "LoRAs") loras = tree;
  ASSERT_EQ(loras->topLevelItemCount(), 1);
  EXPECT_EQ(loras->topLevelItem(0)->checkState(0), Qt::Checked);
  loras->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
  EXPECT_TRUE(dialog.loras().empty());
  loras->topLevelItem(0)->setCheckState(0, Qt::Checked);
  ASSERT_EQ(dialog.loras().size(), 1u);
  EXPECT_EQ(dialog.loras()[0].name, "brush");
  EXPECT_DOUBLE_EQ(dialog.loras()[0].weight, 0.6);
}

TEST_F(ModelsDialogTest, GivingUpAScanIsQuick) {
  library.scan({root.filePath("comfy")});
  library.scan({});
  EXPECT_TRUE(eventually([&] { return !library.scanning(); }));
  EXPECT_TRUE(library.entries().empty());
}

}  // namespace
}  // namespace pentimento

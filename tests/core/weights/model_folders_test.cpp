#include "core/weights/model_folders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "core/base/error.h"
#include "core/base/files.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class ModelFoldersTest : public testing::Test {
 protected:
  void SetUp() override {
    m_folder = fs::path(PENTIMENTO_TEST_TMP) / "model_folders" /
               testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
  }

  fs::path touch(const fs::path& relative, std::string_view text = "x") {
    fs::create_directories((m_folder / relative).parent_path());
    writeFileAtomically(m_folder / relative, text, IfExists::Refuse);
    return m_folder / relative;
  }

  static std::vector<std::string> names(const std::vector<Asset>& assets) {
    std::vector<std::string> result;
    for (const Asset& asset : assets) result.push_back(asset.name);
    return result;
  }

  fs::path m_folder;
};

TEST_F(ModelFoldersTest, KnowsTheLayouts) {
  touch("comfy/checkpoints/sub/one.safetensors");
  touch("comfy/checkpoints/readme.txt");
  touch("comfy/loras/style.safetensors");
  touch("a1111/models/Stable-diffusion/two.ckpt");
  touch("a1111/embeddings/word.pt");
  touch("plain/three/model_index.json");
  touch("plain/three/unet/diffusion_pytorch_model.safetensors");
  ModelFolders folders;
  folders.addRoot(m_folder / "comfy");
  folders.addRoot(m_folder / "a1111");
  folders.addRoot(m_folder / "plain");
  folders.addRoot(m_folder / "missing");
  EXPECT_THAT(names(folders.list(AssetKind::Model)), ElementsAre("sub/one", "three", "two"));
  EXPECT_THAT(names(folders.list(AssetKind::Lora)), ElementsAre("style"));
  EXPECT_THAT(names(folders.list(AssetKind::Embedding)), ElementsAre("word"));
}

TEST_F(ModelFoldersTest, KnowsWholeInstallations) {
  touch("ComfyUI/models/checkpoints/one.safetensors");
  touch("ComfyUI/models/unet/two.safetensors");
  touch("ComfyUI/models/loras/style.safetensors");
  touch("ComfyUI/custom_nodes/weights.pt");
  touch("elsewhere/three.safetensors");
  touch("ComfyUI/extra_model_paths.yaml",
        "more:\n    base_path: ../\n    checkpoints: elsewhere\n");
  touch("webui/models/Stable-diffusion/four.ckpt");
  touch("webui/models/Lora/ink.safetensors");
  touch("webui/embeddings/word.pt");
  ModelFolders folders;
  folders.addRoot(m_folder / "ComfyUI");
  folders.addRoot(m_folder / "webui");
  EXPECT_THAT(names(folders.list(AssetKind::Model)), ElementsAre("four", "one", "three", "two"));
  EXPECT_THAT(names(folders.list(AssetKind::Lora)), ElementsAre("ink", "style"));
  EXPECT_THAT(names(folders.list(AssetKind::Embedding)), ElementsAre("word"));
}

TEST_F(ModelFoldersTest, AModelsOwnFolderIsThatModel) {
  touch("three/model_index.json");
  touch("three/unet/diffusion_pytorch_model.safetensors");
  touch("three/vae/diffusion_pytorch_model.safetensors");
  ModelFolders folders;
  folders.addRoot(m_folder / "three");
  EXPECT_THAT(names(folders.list(AssetKind::Model)), ElementsAre("three"));
  EXPECT_THAT(names(folders.list(AssetKind::Autoencoder)), ElementsAre());
}

TEST_F(ModelFoldersTest, TheUsersFoldersAreHisOwnAndTheAddedOnes) {
  touch("own/one.safetensors");
  touch("added/two.safetensors");
  const auto set = [](const char* name, const fs::path& value) {
    setenv(name, value.c_str(), 1);
    return std::unique_ptr<const char, void (*)(const char*)>(name,
                                                              [](const char* n) { unsetenv(n); });
  };
  const auto own = set("PENTIMENTO_MODELS", m_folder / "own");
  const auto hub = set("HF_HOME", m_folder / "hub");
  const auto more = set("PENTIMENTO_MORE_MODELS", m_folder / "added");
  EXPECT_THAT(names(ModelFolders::ofUser().list(AssetKind::Model)), ElementsAre("one", "two"));
}

TEST_F(ModelFoldersTest, FindsVocabulariesAmongModels) {
  touch("plain/one.safetensors");
  touch("plain/tokenizer/vocab.json");
  touch("plain/two/model_index.json");
  touch("plain/two/tokenizer/vocab.json");
  touch("comfy/checkpoints/three.safetensors");
  touch("comfy/tokenizers/clip/vocab.json");
  ModelFolders folders;
  folders.addRoot(m_folder / "plain");
  folders.addRoot(m_folder / "comfy");
  EXPECT_THAT(names(folders.list(AssetKind::Model)), ElementsAre("one", "three", "two"));
  EXPECT_THAT(names(folders.list(AssetKind::Tokenizer)),
              ElementsAre("clip", "tokenizer", "two/tokenizer"));
}

TEST_F(ModelFoldersTest, FindsByNameInAnySpelling) {
  const fs::path one = touch("loras/sub/Style-v1.5.safetensors");
  ModelFolders folders;
  folders.addRoot(m_folder);
  for (const std::string name : {"sub/Style-v1.5", "Style-v1.5", "Style-v1.5.safetensors",
                                 "style-V1.5", "sub/style-v1.5.safetensors"})
    EXPECT_EQ(folders.resolve(AssetKind::Lora, name), one) << name;
}

TEST_F(ModelFoldersTest, FindsUmlautsInAnySpelling) {
  touch("checkpoints/Märchen.safetensors");
  ModelFolders folders;
  folders.addRoot(m_folder);
  EXPECT_TRUE(folders.find(AssetKind::Model, "MÄRCHEN"));
}

TEST_F(ModelFoldersTest, NamesNeverLeaveTheFolders) {
  touch("secret.safetensors");
  touch("loras/style.safetensors");
  ModelFolders folders;
  folders.addFolder(AssetKind::Lora, m_folder / "loras");
  for (const std::string& name :
       {std::string("../secret"), std::string("../secret.safetensors"),
        (m_folder / "secret.safetensors").string(), std::string("loras/../../secret"),
        std::string("style\0", 6), std::string("..\\secret"), std::string()})
    EXPECT_THROW((void)folders.resolve(AssetKind::Lora, name), Error) << name;
  EXPECT_EQ(folders.resolve(AssetKind::Model, (m_folder / "secret.safetensors").string()),
            m_folder / "secret.safetensors");
}

TEST_F(ModelFoldersTest, SuggestsWhatIsClose) {
  touch("loras/watercolour.safetensors");
  ModelFolders folders;
  folders.addRoot(m_folder);
  try {
    (void)folders.resolve(AssetKind::Lora, "watercolor");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::NotFound);
    EXPECT_THAT(error.what(), HasSubstr("close: watercolour"));
  }
}

TEST_F(ModelFoldersTest, ReadsComfyUiPaths) {
  const fs::path one = touch("elsewhere/ckpt/one.safetensors"),
                 two = touch("elsewhere/more/two.safetensors");
  const fs::path lora = touch("elsewhere/l/style.safetensors");
  const fs::path yaml = touch("extra_model_paths.yaml",
                              "# comment\n"
                              "a111:\n"
                              "    base_path: elsewhere\n"
                              "    checkpoints: |\n"
                              "        ckpt\n"
                              "        more  # both\n"
                              "    loras: l\n"
                              "    unknown_thing: x\n");
  ModelFolders folders;
  folders.addComfyUiPaths(yaml);
  EXPECT_EQ(folders.resolve(AssetKind::Model, "one"), one);
  EXPECT_EQ(folders.resolve(AssetKind::Model, "two"), two);
  EXPECT_EQ(folders.resolve(AssetKind::Lora, "style"), lora);
}

TEST_F(ModelFoldersTest, ListsTheHuggingFaceCache) {
  touch("hub/models--org--name/snapshots/abc/model_index.json");
  touch("hub/models--org--other/snapshots/abc/README.md");
  ModelFolders folders;
  folders.addHuggingFaceCache(m_folder / "hub");
  EXPECT_THAT(names(folders.list(AssetKind::Model)), ElementsAre("org/name"));
  EXPECT_EQ(folders.resolve(AssetKind::Model, "org/name"),
            m_folder / "hub/models--org--name/snapshots/abc");
}

}  // namespace
}  // namespace pentimento

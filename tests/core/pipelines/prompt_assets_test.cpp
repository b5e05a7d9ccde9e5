// LoRAs and learned words, named in prompts and requests, through the whole generator.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pipelines/torch_generator.h"
#include "core/weights/memory_source.h"
#include "core/weights/safetensors_file.h"
#include "tests/support/golden.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class PipelinesPromptAssets : public testing::Test {
 protected:
  void SetUp() override {
    const auto model = golden::family("sd1"), lora = golden::family("lora");
    if (!model || !lora) GTEST_SKIP() << "this set lacks sd1 or lora";
    m_request = golden::quickRequest(*model / "pipeline");
    TorchGeneratorOptions options;
    options.folders.addFolder(AssetKind::Lora, *lora);
    options.folders.addFolder(AssetKind::Embedding, m_words);
    m_generator = makeTorchGenerator(options);
  }

  Image withPrompt(const std::string& prompt) {
    GenerationRequest request = m_request;
    request.prompt = prompt;
    return made(request);
  }
  Image made(const GenerationRequest& request) {
    auto result = m_generator->generate(request, {});
    m_notes = result.notes;
    return result.images.at(0).image;
  }
  std::string complaintAbout(const GenerationRequest& request) {
    try {
      (void)made(request);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  void writeWord(const std::string& file, const std::string& tensor, int64_t vectors,
                 int64_t width) const {
    MemorySource source;
    std::vector<float> numbers(static_cast<size_t>(vectors * width));
    for (size_t i = 0; i < numbers.size(); ++i)
      numbers[i] = 0.1F * static_cast<float>(i % 7) - 0.3F;
    source.add(tensor, {DType::F32, {vectors, width}}, std::move(numbers));
    writeSafetensors(m_words / (file + ".safetensors"), source);
  }

  fs::path m_words = golden::freshFolder("words");
  GenerationRequest m_request;
  std::unique_ptr<Generator> m_generator;
  std::vector<std::string> m_notes;
};

TEST_F(PipelinesPromptAssets, ATagActsAndLeavesNoTrace) {
  const Image plain = withPrompt("a fox");
  const Image tagged = withPrompt("a fox<lora:sd1_kohya:0.8>");
  EXPECT_FALSE(plain.samePixels(tagged));
  EXPECT_TRUE(plain.samePixels(withPrompt("a fox"))) << "it was not taken out";
  EXPECT_TRUE(plain.samePixels(withPrompt("a fox<lora:sd1_kohya:0>")))
      << "the tag is read as words";
  GenerationRequest named = m_request;
  named.prompt = "a fox";
  named.loras = {{"sd1_kohya", 0.8, std::nullopt}};
  EXPECT_TRUE(tagged.samePixels(made(named)));
}

TEST_F(PipelinesPromptAssets, EveryLayoutAndPartActs) {
  const Image plain = withPrompt("a fox");
  const Image peft = withPrompt("a fox<lora:sd1_peft:0.7>");
  EXPECT_FALSE(plain.samePixels(peft));
  EXPECT_TRUE(peft.samePixels(withPrompt("a fox<lora:sd1_diffusers:0.7>")));
  EXPECT_TRUE(peft.samePixels(withPrompt("a fox<lora:sd1_diffusers_old:0.7>")));
  const Image textOnly = withPrompt("a fox<lora:sd1_peft:0:0.7>");
  EXPECT_FALSE(plain.samePixels(textOnly)) << "the text encoder is left out";
  EXPECT_FALSE(peft.samePixels(textOnly));
}

TEST_F(PipelinesPromptAssets, UnknownAndForeignLorasAreSaidInWords) {
  GenerationRequest request = m_request;
  request.prompt = "a fox <lora:sd1_koyha>";
  EXPECT_THAT(complaintAbout(request), HasSubstr("there is no LoRA \"sd1_koyha\""));
  EXPECT_THAT(complaintAbout(request), HasSubstr("sd1_kohya"));
  const std::string outside = (*golden::family("lora") / "sd1_kohya.safetensors").string();
  request.prompt = "a fox <lora:" + outside + ">";
  EXPECT_THAT(complaintAbout(request), HasSubstr("there is no LoRA")) << "a prompt named a path";
  request.prompt = "a fox <lora:sdxl_kohya>";
  EXPECT_THAT(complaintAbout(request), HasSubstr("made for another kind of model"));
  request.prompt = "a fox";
  EXPECT_EQ(complaintAbout(request), "");
}

TEST_F(PipelinesPromptAssets, LearnedWordsStandForTheirVectors) {
  const Image unknown = withPrompt("a qzword in the snow");
  writeWord("qzword", "emb_params", 2, 32);
  const Image known = withPrompt("a qzword in the snow");
  EXPECT_FALSE(unknown.samePixels(known));
  EXPECT_TRUE(known.samePixels(withPrompt("a qzword in the snow")));
  fs::remove(m_words / "qzword.safetensors");
  EXPECT_TRUE(unknown.samePixels(withPrompt("a qzword in the snow")));
}

TEST_F(PipelinesPromptAssets, AFileOfTheRequestKnowsItsOwnWord) {
  const fs::path elsewhere = golden::freshFolder("elsewhere");
  writeWord("learned", "<qz>", 1, 32);
  fs::rename(m_words / "learned.safetensors", elsewhere / "learned.safetensors");
  const Image unknown = withPrompt("a <qz> in the snow");
  GenerationRequest request = m_request;
  request.prompt = "a <qz> in the snow";
  request.embeddings = {(elsewhere / "learned.safetensors").string()};
  EXPECT_FALSE(unknown.samePixels(made(request)));
  request.embeddings = {"no-such-word"};
  EXPECT_THAT(complaintAbout(request), HasSubstr("there is no textual inversion"));
}

TEST_F(PipelinesPromptAssets, WordsOfAnotherKindOfModelStayWords) {
  const Image unknown = withPrompt("a qzword in the snow");
  writeWord("qzword", "emb_params", 1, 48);
  EXPECT_TRUE(unknown.samePixels(withPrompt("a qzword in the snow")));
  ASSERT_EQ(m_notes.size(), 1u);
  EXPECT_THAT(m_notes[0], HasSubstr("another kind of model"));
}

}  // namespace
}  // namespace pentimento

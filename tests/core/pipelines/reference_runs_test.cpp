#include <gtest/gtest.h>

#include "core/pipelines/prompt_assets.h"
#include "tests/core/pipelines/reference_pipeline.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {

// Runs of a family with the checkpoint in `folder`; those of which `accepts` says so.
void expectRunsAgree(const std::filesystem::path& family, const std::filesystem::path& checkpoint,
                     const std::function<bool(const Json&)>& accepts) {
  StableDiffusionParts parts = referenceParts(checkpoint);
  int compared = 0;
  for (const Json& entry : readJsonFile(family / "e2e.json")) {
    if (!accepts(entry)) continue;
    expectRunAgrees(family, entry, parts);
    ++compared;
  }
  EXPECT_GT(compared, 0);
}

bool startsWith(const Json& entry, const char* folder) {
  return entry.at("file").get<std::string>().starts_with(folder);
}

TEST(PipelinesReference, StableDiffusion1) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1");
  expectRunsAgree(family, family / "pipeline", [](const Json&) { return true; });
}

TEST(PipelinesReference, StableDiffusion2) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd2");
  expectRunsAgree(family, family / "pipeline", [](const Json&) { return true; });
}

TEST(PipelinesReference, InpaintingNetwork) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1-inpaint");
  expectRunsAgree(family, family / "pipeline",
                  [](const Json& entry) { return startsWith(entry, "inpaint/"); });
}

TEST(PipelinesReference, ImageToImageAndMaskedImageToImage) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1-inpaint");
  PENTIMENTO_REQUIRE_FAMILY(plain, "sd1");
  expectRunsAgree(family, plain / "pipeline",
                  [](const Json& entry) { return !startsWith(entry, "inpaint/"); });
}

// Two prompts, one per tower, and runs that stop early are not offered.
TEST(PipelinesReference, StableDiffusionXl) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sdxl");
  expectRunsAgree(family, family / "pipeline", [](const Json& entry) {
    return startsWith(entry, "e2e/") && !entry.contains("prompt_2") &&
           !entry.contains("denoising_end");
  });
}

TEST(PipelinesReference, InpaintingNetworkXl) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sdxl-inpaint");
  expectRunsAgree(family, family / "pipeline", [](const Json&) { return true; });
}

TEST(PipelinesReference, SingleFiles) {
  PENTIMENTO_REQUIRE_FAMILY(family, "single-file");
  for (const Json& entry : readJsonFile(family / "e2e.json")) {
    const auto file = entry.at("file").get<std::string>();
    const std::string name = file.substr(0, file.find('.'));
    auto checkpoint = family / (name + ".safetensors");
    if (!std::filesystem::exists(checkpoint)) checkpoint = family / (name + ".ckpt");
    StableDiffusionParts parts = referenceParts(checkpoint, family / "tokenizer");
    expectRunAgrees(family, entry, parts);
  }
}

TEST(PipelinesReference, WithALora) {
  PENTIMENTO_REQUIRE_FAMILY(family, "lora");
  PENTIMENTO_REQUIRE_FAMILY(base, "sd1");
  StableDiffusionParts parts = referenceParts(base / "pipeline");
  PromptAssets assets{ModelFolders{}};
  for (const Json& entry : readJsonFile(family / "e2e.json")) {
    GenerationRequest request;
    request.loras = {
        {(family / entry.at("adapter").get<std::string>()).string(), entry.at("scale"), {}}};
    std::vector<std::string> notes;
    (void)assets.use(request, parts, {}, notes);
    EXPECT_TRUE(notes.empty()) << notes.front();
    expectRunAgrees(family, entry, parts);
  }
}

}  // namespace
}  // namespace pentimento

#include "core/networks/clip_text_encoder.h"

#include "core/networks/checkpoint_parts.h"
#include "core/networks/load_network.h"
#include "tests/support/torch/checkpoints.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento::nn {
namespace {

void expectStates(ClipTextEncoder& encoder, const golden::Tensors& tensors) {
  const torch::NoGradGuard noGrad;
  const auto output = encoder->forward(tensors["input_ids"]);
  tensors.expectClose(output.last, "last_hidden_state");
  tensors.expectClose(output.pooled, "pooled");
  if (tensors.has("text_embeds")) tensors.expectClose(output.projected, "text_embeds");
  // Hidden states are stored for the first prompts only.
  for (const int layer : tensors.cases("hidden", "")) {
    const std::string name = "hidden" + std::to_string(layer);
    tensors.expectClose(output.hidden.at(layer).slice(0, 0, tensors[name].size(0)), name);
  }
  for (const int skip : tensors.cases("clip_skip", "")) {
    const std::string name = "clip_skip" + std::to_string(skip);
    const auto state = output.hidden.at(output.hidden.size() - 1 - skip);
    tensors.expectClose(encoder->finalNorm(state.slice(0, 0, tensors[name].size(0))), name);
  }
}

struct Tower {
  const char* family;
  const char* part;
};

class NetworksClipTextFolder : public testing::TestWithParam<Tower> {};

TEST_P(NetworksClipTextFolder, YieldsEveryState) {
  PENTIMENTO_REQUIRE_FAMILY(folder, GetParam().family);
  auto encoder = golden::loadClipText(folder / "pipeline" / GetParam().part);
  expectStates(encoder, golden::Tensors(folder, std::string(GetParam().part) + ".safetensors"));
}

INSTANTIATE_TEST_SUITE_P(Towers, NetworksClipTextFolder,
                         testing::Values(Tower{"sd1", "text_encoder"}, Tower{"sd2", "text_encoder"},
                                         Tower{"sdxl", "text_encoder"},
                                         Tower{"sdxl", "text_encoder_2"}));

struct SingleFileTower {
  const char* model;
  size_t tower;
  const char* file;
};

class NetworksClipTextSingleFile : public testing::TestWithParam<SingleFileTower> {};

TEST_P(NetworksClipTextSingleFile, AgreesWithoutAnyConfiguration) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "single-file");
  const auto towers = clipTextTowers(golden::openCheckpoint(folder, GetParam().model));
  ASSERT_LT(GetParam().tower, towers.size());
  const TextTower& tower = towers[GetParam().tower];
  auto encoder = loadNetwork<ClipTextEncoder>(
      clipTextConfigFromTensors(*tower.tensors, tower.activation), *tower.tensors, Placement{},
      {.ignorable = isIgnorableClipTensor});
  expectStates(encoder, golden::Tensors(folder, GetParam().file));
}

INSTANTIATE_TEST_SUITE_P(Towers, NetworksClipTextSingleFile,
                         testing::Values(SingleFileTower{"sd1", 0, "sd1.text.safetensors"},
                                         SingleFileTower{"sd2", 0, "sd2.text.safetensors"},
                                         SingleFileTower{"sdxl", 0, "sdxl.text1.safetensors"},
                                         SingleFileTower{"sdxl", 1, "sdxl.text2.safetensors"}));

TEST(NetworksClipText, InsertsTextualInversions) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sd1");
  const torch::NoGradGuard noGrad;
  auto encoder = golden::loadClipText(folder / "pipeline" / "text_encoder");
  const golden::Tensors tensors(folder, "text_encoder.safetensors");
  // A vector that equals a known token's row must give what that token gives.
  const auto ids = tensors["input_ids"].slice(0, 0, 1).clone();
  const auto rows = encoder->named_parameters()["text_model.embeddings.token_embedding.weight"];
  const auto second = ids[0][1].item<int64_t>();
  auto replaced = ids.clone();
  replaced[0][1] = encoder->config().vocabulary;
  const auto expected = encoder->forward(ids);
  const auto ours = encoder->forward(replaced, rows[second].unsqueeze(0));
  EXPECT_TRUE(golden::isClose(ours.last, expected.last, {}));
  EXPECT_TRUE(golden::isClose(ours.pooled, expected.pooled, {}));
}

}  // namespace
}  // namespace pentimento::nn

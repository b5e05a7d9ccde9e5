// CLIP in both published layouts against the reference implementation.
#include "core/networks/clip_dual.h"

#include <gtest/gtest.h>

#include "core/conditioning/clip_embedding.h"
#include "core/tensor/image_tensor.h"
#include "core/weights/open_tensors.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

class NetworksClipDual : public testing::Test {
 private:
  torch::NoGradGuard m_noGrad;
};

void checkLayout(const fs::path& family, const fs::path& file, const std::optional<Json>& config,
                 const std::string& idsName) {
  SCOPED_TRACE(file.string());
  auto clip = nn::loadClipDual(openTensors(family / file), config, {}, {.what = file.string()});
  const golden::Tensors text(family, "text.safetensors");
  text.expectClose(clip.text->forward(text[idsName]).projected, "out.text_features");
  const golden::Tensors vision(family, "vision.safetensors");
  const auto image = clip.image->forward(vision["in.pixel_values"]);
  vision.expectClose(image.embedded, "out.hidden_0_after_pre_layrnorm");
  vision.expectClose(image.last, "out.last_hidden_state");
  vision.expectClose(image.pooled, "out.pooled");
  vision.expectClose(image.projected, "out.image_features");

  const golden::Tensors match(family, "similarity.safetensors");
  const auto unit = [](const torch::Tensor& t) { return t / t.norm(2, 1, true); };
  const auto pictures = unit(clip.image->forward(match["in.pixel_values"]).projected);
  const auto texts = unit(clip.text->forward(match["in.input_ids"]).projected);
  match.expectClose(pictures, "out.image_embeds_normed");
  match.expectClose(texts, "out.text_embeds_normed");
  const auto logits = clip.scale * pictures.mm(texts.t());
  match.expectClose(logits, "out.logits_per_image");
  match.expectClose(logits.softmax(1), "out.probs_per_image");
  match.expectClose(logits.argsort(1, true), "out.caption_ranking");
}

TEST_F(NetworksClipDual, TransformersFolder) {
  PENTIMENTO_REQUIRE_FAMILY(family, "clip-vision");
  checkLayout(family, "hf/model.safetensors", readJsonFile(family / "hf" / "config.json"),
              "in.input_ids_hf");
}

TEST_F(NetworksClipDual, OpenAiArchiveAndStateDictionary) {
  PENTIMENTO_REQUIRE_FAMILY(family, "clip-vision");
  checkLayout(family, "openai/model.pt", std::nullopt, "in.input_ids_openai");
  checkLayout(family, "openai/state_dict.pt", std::nullopt, "in.input_ids_openai");
}

TEST_F(NetworksClipDual, PreparesPicturesAsTransformersDoes) {
  PENTIMENTO_REQUIRE_FAMILY(family, "clip-vision");
  const golden::Tensors data(family, "preprocess.safetensors");
  int pictures = 0;
  for (; data.has("in.image" + std::to_string(pictures)); ++pictures) {
    const std::string number = std::to_string(pictures);
    const auto hwc = data["in.image" + number].to(torch::kFloat32) / 255;
    const Image image = toImage(hwc.permute({2, 0, 1}), ValueRange::ZeroToOne);
    const std::string expected = "out.pixels_hf" + number;
    data.expectClose(clipPixels(image, static_cast<int>(data[expected].size(1))).squeeze(0),
                     expected);
  }
  EXPECT_GT(pictures, 0);
}

}  // namespace
}  // namespace pentimento

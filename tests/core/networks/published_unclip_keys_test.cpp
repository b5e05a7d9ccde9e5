// Karlo, Kandinsky 2.2 and CLIP in their published sizes know every tensor of the published files,
// name by name and shape by shape, and nothing else. No weights are needed.
#include <gtest/gtest.h>

#include "core/networks/adm_unet.h"
#include "core/networks/checkpoint_parts.h"
#include "core/networks/clip_dual.h"
#include "core/networks/movq.h"
#include "core/networks/prior_transformer.h"
#include "core/networks/unclip_text_projection.h"
#include "core/tensor/placement.h"
#include "tests/support/golden.h"
#include "tests/support/key_list.h"
#include "tests/support/torch/shapes_of.h"

namespace pentimento::nn {
namespace {

using golden::Shapes;

Shapes namedShapes(const torch::nn::Module& network) {
  return golden::shapesOf(network);
}

Shapes namedShapes(const TensorSource& source) {
  return golden::shapesOf(source, [](std::string_view name) {
    return name.ends_with("position_ids") || name == "logit_scale";
  });
}

class NetworksPublishedUnclipKeys : public testing::Test {
 protected:
  void SetUp() override {
    if (!golden::family("keys")) GTEST_SKIP() << "this golden set has no family keys";
  }
  static SharedSource names(const std::string& part) {
    return std::make_shared<golden::KeyList>(*golden::family("keys") / (part + ".txt"));
  }
  template <typename Network, typename Options>
  static void expectPublished(const std::string& part, const Options& options) {
    SCOPED_TRACE(part);
    const PlacementScope scope({torch::kMeta, torch::kFloat32});
    EXPECT_EQ(namedShapes(*Network(options)), namedShapes(*names(part)));
  }
};

ClipTextConfig textTower(int64_t width, int64_t layers, Activation activation) {
  return {.transformer = {.width = width,
                          .mlpWidth = 4 * width,
                          .layers = layers,
                          .heads = width / 64,
                          .activation = activation},
          .projection = width};
}

ClipImageConfig imageTowerBigG() {
  return {.transformer = {.width = 1664,
                          .mlpWidth = 8192,
                          .layers = 48,
                          .heads = 16,
                          .activation = Activation::Gelu},
          .imageSide = 224,
          .patchSide = 14,
          .projection = 1280};
}

TEST_F(NetworksPublishedUnclipKeys, Karlo) {
  expectPublished<PriorTransformer>("karlo.prior", PriorTransformerOptions{});
  expectPublished<UnclipTextProjection>("karlo.text_proj", UnclipTextProjectionOptions{});
  expectPublished<ClipTextEncoder>("karlo.text_encoder", textTower(768, 12, Activation::QuickGelu));
  expectPublished<ClipImageEncoder>("karlo.image_encoder", ClipImageConfig{});
  AdmUnetOptions decoder;
  decoder.contextWidth = 1536;
  expectPublished<AdmUnet>("karlo.decoder", decoder);
  AdmUnetOptions upsampler;
  upsampler.inChannels = 6;
  upsampler.outChannels = 3;
  upsampler.attention = {false, false, false, false};
  upsampler.middleAttention = false;
  upsampler.timeUse = ResnetBlockOptions::TimeUse::Add;
  for (const char* part : {"karlo.super_res_first", "karlo.super_res_last"})
    expectPublished<AdmUnet>(part, upsampler);
}

TEST_F(NetworksPublishedUnclipKeys, Kandinsky22) {
  PriorTransformerOptions prior;
  prior.embeddingWidth = 1280;
  expectPublished<PriorTransformer>("kandinsky22.prior", prior);
  expectPublished<ClipTextEncoder>("kandinsky22.text_encoder",
                                   textTower(1280, 32, Activation::Gelu));
  expectPublished<ClipImageEncoder>("kandinsky22.image_encoder", imageTowerBigG());
  expectPublished<Movq>("kandinsky22.movq", MovqOptions{});
  AdmUnetOptions decoder;
  decoder.inChannels = 4;
  decoder.outChannels = 8;
  decoder.widths = {384, 768, 1152, 1536};
  decoder.contextWidth = 768;
  decoder.imageWidth = 1280;
  decoder.imageTokens = 32;
  expectPublished<AdmUnet>("kandinsky22.decoder.unet", decoder);
  decoder.inChannels = 9;
  expectPublished<AdmUnet>("kandinsky22.decoder-inpaint.unet", decoder);
}

// Both layouts; the configuration follows from the shapes.
TEST_F(NetworksPublishedUnclipKeys, Clip) {
  struct Size {
    const char* name;
    ClipTransformerConfig image;
    int64_t patch, projection;
  };
  const ClipTransformerConfig b32{768, 3072, 12, 12, Activation::QuickGelu, 1e-5};
  const ClipTransformerConfig l14{1024, 4096, 24, 16, Activation::QuickGelu, 1e-5};
  for (const auto& [name, image, patch, projection] :
       {Size{"clip-vit-b-32", b32, 32, 512}, Size{"clip-vit-l-14", l14, 14, 768}})
    for (const char* layout : {".hf", ".openai"}) {
      SCOPED_TRACE(std::string(name) + layout);
      const auto dual = clipDualPart(names(std::string(name) + layout));
      ASSERT_TRUE(dual);
      const auto imageConfig = clipImageConfigFromTensors(*dual, Activation::QuickGelu);
      EXPECT_EQ(imageConfig.transformer, image);
      EXPECT_EQ(imageConfig.imageSide, 224);
      EXPECT_EQ(imageConfig.patchSide, patch);
      EXPECT_EQ(imageConfig.projection, projection);
      const PlacementScope scope({torch::kMeta, torch::kFloat32});
      auto ours =
          namedShapes(*ClipTextEncoder(clipTextConfigFromTensors(*dual, Activation::QuickGelu)));
      ours.merge(namedShapes(*ClipImageEncoder(imageConfig)));
      EXPECT_EQ(ours, namedShapes(*dual));
    }
}

}  // namespace
}  // namespace pentimento::nn

// Karlo, Kandinsky 2.2 and CLIP in their published sizes know every tensor of the published files,
// name by name and shape by shape, and nothing else. No weights are needed.
#include <gtest/gtest.h>

#include "core/networks/checkpoint_parts.h"
#include "core/networks/clip_dual.h"
#include "core/networks/published_unclip.h"
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

TEST_F(NetworksPublishedUnclipKeys, Karlo) {
  const PublishedKarlo karlo;
  expectPublished<PriorTransformer>("karlo.prior", karlo.prior);
  expectPublished<UnclipTextProjection>("karlo.text_proj", karlo.projection);
  expectPublished<ClipTextEncoder>("karlo.text_encoder", karlo.text);
  expectPublished<ClipImageEncoder>("karlo.image_encoder", karlo.image);
  expectPublished<AdmUnet>("karlo.decoder", karlo.decoder);
  for (const char* part : {"karlo.super_res_first", "karlo.super_res_last"})
    expectPublished<AdmUnet>(part, karlo.upsampler);
}

TEST_F(NetworksPublishedUnclipKeys, Kandinsky22) {
  PublishedKandinsky22 kandinsky;
  expectPublished<PriorTransformer>("kandinsky22.prior", kandinsky.prior);
  expectPublished<ClipTextEncoder>("kandinsky22.text_encoder", kandinsky.text);
  expectPublished<ClipImageEncoder>("kandinsky22.image_encoder", kandinsky.image);
  expectPublished<Movq>("kandinsky22.movq", kandinsky.movq);
  expectPublished<AdmUnet>("kandinsky22.decoder.unet", kandinsky.decoder);
  kandinsky.decoder.inChannels = 9;
  expectPublished<AdmUnet>("kandinsky22.decoder-inpaint.unet", kandinsky.decoder);
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

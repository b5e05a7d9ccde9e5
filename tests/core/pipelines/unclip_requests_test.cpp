// What the unCLIP family is asked for, over a model whose embeddings and pictures are simple.
#include "core/pipelines/unclip_requests.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/tensor/image_tensor.h"

namespace pentimento {
namespace {

/// Embedding: the mean colour. Picture: that colour everywhere.
class ColourModel final : public UnclipModel {
 public:
  torch::Tensor pictureEmbedding(const Image& picture) override {
    return toTensor(picture, ValueRange::ZeroToOne).mean({2, 3});
  }
  torch::Tensor textEmbedding(const std::string& text) override {
    if (text == "red") return torch::tensor({{1.0f, 0.0f, 0.0f}});
    if (text == "green") return torch::tensor({{0.0f, 1.0f, 0.0f}});
    return torch::tensor({{0.1f, 0.1f, 0.1f}});
  }
  torch::Tensor imagined(const GenerationRequest& r, NoiseSource& noise,
                         const RunContext&) override {
    return (textEmbedding(r.prompt) + 0.3 * noise.normal({1, 3})).clamp(0, 1);
  }
  Image painted(const GenerationRequest&, const UnclipPainting& painting, NoiseSource&,
                const RunContext&, std::vector<std::string>&) override {
    paintings.push_back(painting);
    return toImage(painting.embedding.reshape({1, 3, 1, 1})
                       .clamp(0, 1)
                       .expand({1, 3, painting.size.height, painting.size.width}),
                   ValueRange::ZeroToOne);
  }
  UnclipDefaults defaults() const override { return {.priorSteps = 3}; }

  std::vector<UnclipPainting> paintings;
};

Image coloured(Extent extent, float red, float green, float blue) {
  return toImage(torch::tensor({red, green, blue})
                     .reshape({1, 3, 1, 1})
                     .expand({1, 3, extent.height, extent.width}),
                 ValueRange::ZeroToOne);
}

bool samePixels(const Image& a, const Image& b) {
  if (a.extent() != b.extent()) return false;
  for (int y = 0; y < a.height(); ++y)
    if (!std::ranges::equal(a.row8(y), b.row8(y))) return false;
  return true;
}

class PipelinesUnclipRequests : public testing::Test {
 protected:
  PipelinesUnclipRequests() {
    auto model = std::make_unique<ColourModel>();
    m_colours = model.get();
    Capabilities c;
    c.architecture = "a model of colours";
    c.tasks = {Task::TextToImage, Task::ImageToImage, Task::MaskedEdit,
               Task::Variations,  Task::Interpolate,  Task::TextDiff};
    c.ranksByClip = true;
    c.nativeSize = {32, 32};
    c.defaultSampler = "DDPM";
    m_model = makeUnclipPictureModel(std::move(model), c);
  }
  std::vector<GeneratedImage> make(const GenerationRequest& request) {
    return m_model->makePictures(m_model->resolved(request), {}, m_notes);
  }
  const UnclipPainting& painting() const { return m_colours->paintings.back(); }

  ColourModel* m_colours = nullptr;
  std::unique_ptr<PictureModel> m_model;
  std::vector<std::string> m_notes;
};

TEST_F(PipelinesUnclipRequests, InterpolatesFromEndToEndWithRecipesOfTheirOwn) {
  GenerationRequest r;
  r.task = Task::Interpolate;
  r.image = coloured({32, 32}, 1, 0, 0);
  r.secondImage = coloured({40, 20}, 0, 0, 1);
  r.unclip.steps = 5;
  const auto frames = make(r);
  ASSERT_EQ(frames.size(), 5u);
  EXPECT_EQ(frames.front().image.row8(0)[0], 255);
  EXPECT_EQ(frames.back().image.row8(0)[2], 255);
  // Half-way on the sphere, and not on the chord.
  EXPECT_NEAR(frames[2].image.row8(0)[0] / 255.0, std::sqrt(0.5), 0.003);
  const auto again = make(frames[2].recipe);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_TRUE(samePixels(again[0].image, frames[2].image));
}

TEST_F(PipelinesUnclipRequests, VariationsKeepAsMuchOfThePictureAsAsked) {
  GenerationRequest r;
  r.task = Task::Variations;
  r.image = coloured({64, 32}, 0.2f, 0.4f, 0.6f);
  ASSERT_EQ(make(r).size(), 1u);
  EXPECT_EQ(painting().start, UnclipPainting::Start::Noise);
  EXPECT_EQ(painting().size.width, 2 * painting().size.height);
  r.unclip.variationNoise = 0.25;
  (void)make(r);
  EXPECT_EQ(painting().start, UnclipPainting::Start::Inverted);
  EXPECT_EQ(painting().freedom, 0.25);
  EXPECT_TRUE(torch::equal(painting().embedding, painting().sourceEmbedding));
}

TEST_F(PipelinesUnclipRequests, TextDiffTurnsByTheAngle) {
  const auto picture = torch::tensor({{0.0f, 0.0f, 2.0f}});
  const auto red = torch::tensor({{3.0f, 0.0f, 0.0f}}), green = torch::tensor({{0.0f, 1.0f, 0.0f}});
  // The direction from green to red is at a right angle to the picture.
  const auto half = turnedByTextDiff(picture, green, red, 0.5);
  const double part = 2 * std::sqrt(0.5);
  EXPECT_TRUE(torch::allclose(
      half,
      torch::tensor({{part * std::sqrt(0.5), -part * std::sqrt(0.5), part}}).to(torch::kFloat32)));
  EXPECT_TRUE(torch::allclose(turnedByTextDiff(picture, green, red, 0), picture));
  EXPECT_THROW((void)turnedByTextDiff(picture, red, 2 * red, 0.5), Error);
}

TEST_F(PipelinesUnclipRequests, BestOfNIsSortedByMatch) {
  GenerationRequest r;
  r.prompt = "green";
  r.count = 3;
  r.unclip.candidates = 8;
  const auto best = make(r);
  ASSERT_EQ(best.size(), 3u);
  EXPECT_GE(best[0].clipScore, best[1].clipScore);
  EXPECT_GE(best[1].clipScore, best[2].clipScore);
  GenerationRequest all = r;
  all.unclip.candidates = 0;
  all.count = 8;
  all.unclip.rank = true;
  EXPECT_TRUE(samePixels(make(all)[0].image, best[0].image));
  EXPECT_TRUE(samePixels(make(best[1].recipe)[0].image, best[1].image));
}

TEST_F(PipelinesUnclipRequests, NothingOutsideTheMaskChanges) {
  GenerationRequest r;
  r.task = Task::MaskedEdit;
  r.prompt = "red";
  r.image = coloured({97, 61}, 0.1f, 0.5f, 0.9f);
  Mask mask(r.image->extent());
  for (int y = 20; y < 30; ++y)
    for (int x = 40; x < 60; ++x) mask.writableRow(y)[static_cast<size_t>(x)] = 255;
  r.mask = mask;
  const auto edited = make(r);
  ASSERT_EQ(edited.size(), 1u);
  EXPECT_EQ(edited[0].image.extent(), r.image->extent());
  EXPECT_FALSE(samePixels(edited[0].image, *r.image));
  EXPECT_TRUE(std::ranges::equal(edited[0].image.row8(0), r.image->row8(0)));
  EXPECT_TRUE(std::ranges::equal(edited[0].image.row8(60), r.image->row8(60)));
  EXPECT_FALSE(painting().mask.empty());
}

TEST_F(PipelinesUnclipRequests, SaysWhatIsWrong) {
  GenerationRequest r;
  r.task = Task::Variations;
  r.image = coloured({1, 1}, 0, 0, 0);
  EXPECT_THROW((void)make(r), Error);
  GenerationRequest unranked;
  unranked.unclip.rank = true;
  EXPECT_THROW((void)make(unranked), Error);  // nothing to match
}

}  // namespace
}  // namespace pentimento

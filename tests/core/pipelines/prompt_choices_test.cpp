#include "core/text/prompt_choices.h"

#include <gtest/gtest.h>

#include <set>

#include "core/pipelines/model_family.h"

namespace pentimento {
namespace {

class Blank final : public PictureModel {
 public:
  [[nodiscard]] GenerationRequest resolved(const GenerationRequest& request) const override {
    return request;
  }
  [[nodiscard]] Image makePicture(const GenerationRequest&, const RunContext&,
                                  std::vector<std::string>&) override {
    return Image({1, 1}, ChannelLayout::Rgb, BitDepth::Eight);
  }
};

TEST(PipelinesPromptChoices, AreMadePerPictureBySeedAndWrittenIntoItsRecipe) {
  GenerationRequest request;
  request.prompt = "a {red|green|blue} ball";
  request.negativePrompt = "{blur|noise}";
  request.count = 12;
  request.seed = {40};
  std::vector<std::string> notes;
  Blank model;
  const auto pictures = model.makePictures(request, {}, notes);
  ASSERT_EQ(pictures.size(), 12u);
  std::set<std::string> prompts;
  for (size_t k = 0; k < pictures.size(); ++k) {
    const GenerationRequest& recipe = pictures[k].recipe;
    EXPECT_EQ(recipe.prompt, resolveChoices(request.prompt, 40 + k));
    EXPECT_EQ(recipe.negativePrompt.find('{'), std::string::npos);
    prompts.insert(recipe.prompt);
  }
  EXPECT_GT(prompts.size(), 1u) << "not all pictures alike";
}

}  // namespace
}  // namespace pentimento

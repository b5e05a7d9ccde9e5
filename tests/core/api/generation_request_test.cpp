#include "core/api/generation_request.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"

namespace pentimento {
namespace {

GenerationRequest fullRequest() {
  GenerationRequest r;
  r.task = Task::MaskedEdit;
  r.model = "my model";
  r.prompt = "add a couch — \"red\"";
  r.loras = {{"detail", 0.5, 0.25}};
  r.size = Extent{451, 665};
  r.seed = {0xFFFFFFFFFFFFFFFFull};
  r.guidance = 1.0;
  r.edit.frame = Rect{-5, 3, 20, 30};
  r.edit.prefill = Prefill::Noise;
  r.margins.left = 7;
  r.highResolution = HighResolutionPass{1.5, 0.4, 9};
  r.unclip.baselinePrompt = "a room";
  r.precision = PrecisionPreference::BFloat16;
  return r;
}

TEST(GenerationRequestJson, RoundTripKeepsEveryMember) {
  const OrderedJson first = toJson(fullRequest());
  const GenerationRequest copy = requestFromJson(Json::parse(first.dump()));
  EXPECT_EQ(toJson(copy), first);
  EXPECT_EQ(copy.seed.value, 0xFFFFFFFFFFFFFFFFull);
  EXPECT_EQ(copy.edit, fullRequest().edit);
  EXPECT_EQ(copy.loras, fullRequest().loras);
  EXPECT_EQ(copy.unclip, fullRequest().unclip);
  EXPECT_EQ(copy.size, fullRequest().size);
}

TEST(GenerationRequestJson, LeavesDefaultsOut) {
  EXPECT_EQ(toJson(GenerationRequest{}), (OrderedJson{{"version", 1}, {"task", "text_to_image"}}));
}

TEST(GenerationRequestJson, NamesTheKeyThatIsWrong) {
  for (const char* text :
       {R"({"steps": "ten"})", R"({"edit": {"grow": 1.5}})", R"({"task": "dance"})",
        R"({"count": 99999999999})", R"({"seed": -1})", R"([1])", R"({"version": 2})"}) {
    EXPECT_THROW((void)requestFromJson(Json::parse(text)), Error) << text;
  }
  try {
    (void)requestFromJson(Json::parse(R"({"edit": {"grow": 1.5}})"));
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("\"grow\""), std::string::npos) << error.what();
  }
}

TEST(GenerationRequestValidation, RefusesWhatCannotBeCarriedOut) {
  const auto refused = [](auto change) {
    GenerationRequest request;
    change(request);
    EXPECT_THROW(validate(request), Error);
  };
  EXPECT_NO_THROW(validate(GenerationRequest{}));
  refused([](auto& r) { r.size = Extent{0, 512}; });
  refused([](auto& r) { r.size = Extent{1000000, 512}; });
  refused([](auto& r) { r.strength = std::nan(""); });
  refused([](auto& r) { r.count = 0; });
  refused([](auto& r) { r.prompt = "caf\xe9"; });
  refused([](auto& r) { r.negativePrompt = "\xff\xfe"; });
  refused([](auto& r) { r.guidance = -1; });
  refused([](auto& r) { r.task = Task::ImageToImage; });
  refused([](auto& r) {
    r.task = Task::MaskedEdit;
    r.image = Image({8, 8}, ChannelLayout::Rgb, BitDepth::Eight);
    r.mask = Mask({8, 9}, 255);
  });
  refused([](auto& r) {
    r.task = Task::MaskedEdit;
    r.image = Image({8, 8}, ChannelLayout::Rgb, BitDepth::Eight);
    r.mask = Mask({8, 8}, 0);
  });
}

}  // namespace
}  // namespace pentimento

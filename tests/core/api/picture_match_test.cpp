#include "core/api/picture_match.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"

namespace pentimento {
namespace {

TEST(ApiPictureMatch, EveryPictureAgainstEveryText) {
  EmbeddingResult embeddings;
  embeddings.scale = 2;
  embeddings.pictures = {{1, 0}, {0.6F, 0.8F}};
  embeddings.texts = {{1, 0}, {0, 1}, {-1, 0}};
  const MatchResult match = matched(embeddings);
  ASSERT_EQ(match.cosine.size(), 2u);
  EXPECT_NEAR(match.cosine[0][0], 1, 1e-6);
  EXPECT_NEAR(match.cosine[0][2], -1, 1e-6);
  EXPECT_NEAR(match.cosine[1][1], 0.8, 1e-6);
  // exp(2) : exp(0) : exp(-2)
  EXPECT_NEAR(match.share[0][0], std::exp(2) / (std::exp(2) + 1 + std::exp(-2)), 1e-6);
  EXPECT_NEAR(match.share[1][0] + match.share[1][1] + match.share[1][2], 1, 1e-9);
}

TEST(ApiPictureMatch, EmbeddingsOfDifferentClipsAreNotCompared) {
  try {
    (void)similarity({1, 0}, {1, 0, 0});
    FAIL() << "they were compared";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
    EXPECT_NE(std::string(error.what()).find("different CLIPs"), std::string::npos);
  }
}

TEST(ApiPictureMatch, NothingToCompareIsSaid) {
  EXPECT_THROW((void)matched({"x", 1, {{1, 0}}, {}}), Error);
  EXPECT_THROW((void)matched({"x", 1, {}, {{1, 0}}}), Error);
  EXPECT_THROW(validate(EmbeddingRequest{}), Error);
}

}  // namespace
}  // namespace pentimento

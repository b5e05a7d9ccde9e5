// sentencepiece and libtorch each bring a protobuf; both must work in one process, in either order.
#include <gtest/gtest.h>

#include <sstream>

#include "core/tensor/torch.h"
#include "tests/support/sentencepiece_cases.h"

namespace pentimento {
namespace {

TEST(TensorSentencepiece, EncodesBesideTorch) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "t5");
  EXPECT_EQ(torch::ones({3, 4}).matmul(torch::ones({4, 2})).sum().item<float>(), 24.0f);
  testing_support::expectSentencepieceVectors(folder, "vectors_t5.json");
  // Serialisation goes through libtorch's own protobuf and archive code.
  std::stringstream stream;
  torch::save(torch::arange(5), stream);
  torch::Tensor loaded;
  torch::load(loaded, stream);
  EXPECT_TRUE(torch::equal(loaded, torch::arange(5)));
  testing_support::expectSentencepieceVectors(folder, "vectors_t5.json");
}

}  // namespace
}  // namespace pentimento

#include "core/tensor/version.h"

#include <gtest/gtest.h>

namespace pentimento {
namespace {

TEST(TensorVersion, NamesALibtorch) {
  EXPECT_TRUE(std::isdigit(torchVersion().at(0)));
}

}  // namespace
}  // namespace pentimento

#include <gtest/gtest.h>

#include <cstdio>

#include "core/tensor/torch.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  torch::set_num_threads(1);  // tiny networks; several suites run side by side
  const int failures = RUN_ALL_TESTS();
  // A filter that selects nothing is a mistake, not a success.
  if (testing::UnitTest::GetInstance()->test_to_run_count() == 0) {
    std::fprintf(stderr, "no test matches the filter\n");
    return 1;
  }
  return failures;
}

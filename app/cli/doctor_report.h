/// What the machine and its libraries are like, found out without torch: from the processor, /proc
/// and the libraries that are really loaded into this process.
#pragma once

#include <string>
#include <vector>

namespace pentimento::cli {

struct Finding {
  std::string subject;  ///< "processor", "BLAS" ...
  std::string value;
  std::string advice;  ///< what to fix; empty when all is well
};

/// Takes about a second: matrix products are measured.
[[nodiscard]] std::vector<Finding> examineMachine();

}  // namespace pentimento::cli

/// Reference tensors for torch tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/tensor/torch.h"
#include "core/weights/safetensors_file.h"
#include "tests/support/golden.h"

namespace pentimento::golden {

/// One file of a family: its tensors, and the tolerance that the manifest states for each.
class Tensors {
 public:
  /// @param file  within the family's folder: "unet.safetensors"
  Tensors(const std::filesystem::path& familyFolder, std::string file);

  [[nodiscard]] bool has(const std::string& name) const { return m_file.contains(name); }
  [[nodiscard]] torch::Tensor operator[](const std::string& name) const;
  /// Undefined when there is none.
  [[nodiscard]] torch::Tensor find(const std::string& name) const;
  [[nodiscard]] const std::vector<std::string>& names() const { return m_file.names(); }
  /// The numbers N for which "<before>N<after>" exists, in order.
  [[nodiscard]] std::vector<int> cases(const std::string& before, const std::string& after) const;

  [[nodiscard]] Tolerance tolerance(const std::string& name) const {
    return m_manifest.tolerance(m_name, name);
  }
  /// Fails the test unless `ours` agrees with the tensor `name`.
  void expectClose(const torch::Tensor& ours, const std::string& name) const;
  /// The same for one row of it (from the end when negative).
  void expectRowClose(const torch::Tensor& ours, const std::string& name, int64_t row) const;

  /// The number behind `text` in the manifest's account of how this file was made: a setting of the
  /// reference run that stands nowhere else.
  [[nodiscard]] double numberAfter(const std::string& text) const;
  /// Everything between single quotes in that account: the prompts.
  [[nodiscard]] std::vector<std::string> quoted() const;

 private:
  [[nodiscard]] std::string account() const;

  std::string m_name;
  SafetensorsFile m_file;
  Manifest m_manifest;
};

/// |ours − expected| ≤ atol + rtol·|expected| everywhere; the message tells the worst place.
[[nodiscard]] testing::AssertionResult isClose(const torch::Tensor& ours,
                                               const torch::Tensor& expected, Tolerance tolerance);

}  // namespace pentimento::golden

/// Reading what the reference schedulers did, in the terms of our plans.
#pragma once

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/diffusion/sampling_plan.h"
#include "core/weights/safetensors_file.h"
#include "tests/support/golden.h"

namespace pentimento {

/// The tensors of one fixture file, as float32 or int64.
class ReferenceFile {
 public:
  explicit ReferenceFile(const std::filesystem::path& path) : m_file(path) {}
  [[nodiscard]] const std::vector<std::string>& names() const { return m_file.names(); }
  [[nodiscard]] bool contains(const std::string& name) const { return m_file.contains(name); }
  [[nodiscard]] torch::Tensor read(const std::string& name) const;

 private:
  SafetensorsFile m_file;
};

/// |ours - expected| ≤ atol + rtol·|expected| element by element, and equal shapes.
void expectClose(const torch::Tensor& ours, const torch::Tensor& expected,
                 const golden::Tolerance& tolerance);
void expectClose(const std::vector<double>& ours, const torch::Tensor& expected,
                 const golden::Tolerance& tolerance);

/// The plan for an entry with the reference's "class" and its configuration under
/// "config" or "scheduler_config".
[[nodiscard]] SamplingPlan referencePlan(const Json& entry, int steps, double eta = 0);
/// Whether the reference class holds latents at variance-preserving scale.
[[nodiscard]] bool keepsVariance(const Json& entry);

/// A plan's levels as the reference lists them, one entry per network call.
struct ReferenceLevels {
  std::vector<double> times, sigmas;
};
[[nodiscard]] ReferenceLevels asReferenceLists(const SamplingPlan& plan);

}  // namespace pentimento

#include "tests/support/torch/golden_tensors.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "core/tensor/state_dict.h"

namespace pentimento::golden {

Tensors::Tensors(const std::filesystem::path& familyFolder, std::string file)
    : m_name(std::move(file)), m_file(familyFolder / m_name), m_manifest(familyFolder) {}

torch::Tensor Tensors::operator[](const std::string& name) const {
  return readTensor(m_file, name);
}

torch::Tensor Tensors::find(const std::string& name) const {
  return has(name) ? (*this)[name] : torch::Tensor();
}

std::vector<int> Tensors::cases(const std::string& before, const std::string& after) const {
  std::vector<int> numbers;
  for (const std::string& name : names()) {
    if (!name.starts_with(before) || !name.ends_with(after)) continue;
    if (name.size() <= before.size() + after.size()) continue;
    const char* first = name.data() + before.size();
    const char* last = name.data() + name.size() - after.size();
    int number = 0;
    if (const auto end = std::from_chars(first, last, number); end.ptr == last)
      numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

void Tensors::expectClose(const torch::Tensor& ours, const std::string& name) const {
  EXPECT_TRUE(isClose(ours, (*this)[name], m_manifest.tolerance(m_name, name)))
      << m_name << ": " << name;
}

void Tensors::expectRowClose(const torch::Tensor& ours, const std::string& name,
                             int64_t row) const {
  EXPECT_TRUE(isClose(ours, (*this)[name].select(0, row), m_manifest.tolerance(m_name, name)))
      << m_name << ": " << name << ", row " << row;
}

std::string Tensors::account() const {
  for (const Json& entry : m_manifest.json().at("cases"))
    if (entry.at("file").get<std::string>() == m_name) return entry.at("how");
  throw std::runtime_error(m_name + ": the manifest does not know this file");
}

double Tensors::numberAfter(const std::string& text) const {
  const std::string how = account();
  if (const size_t at = how.find(text); at != std::string::npos)
    return std::stod(how.substr(at + text.size()));
  throw std::runtime_error(m_name + ": the manifest does not say \"" + text + "\"");
}

std::vector<std::string> Tensors::quoted() const {
  const std::string how = account();
  std::vector<std::string> texts;
  for (size_t open = how.find('\''); open != std::string::npos;) {
    const size_t close = how.find('\'', open + 1);
    if (close == std::string::npos) break;
    texts.push_back(how.substr(open + 1, close - open - 1));
    open = how.find('\'', close + 1);
  }
  return texts;
}

testing::AssertionResult isClose(const torch::Tensor& ours, const torch::Tensor& expected,
                                 Tolerance tolerance) {
  if (!ours.defined()) return testing::AssertionFailure() << "no tensor";
  if (ours.sizes() != expected.sizes())
    return testing::AssertionFailure()
           << "shape " << ours.sizes() << " instead of " << expected.sizes();
  const auto a = ours.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  const auto b = expected.to(torch::kFloat64).contiguous();
  const auto difference = (a - b).abs();
  const auto excess = difference - (tolerance.atol + tolerance.rtol * b.abs());
  if ((excess <= 0).all().item<bool>()) return testing::AssertionSuccess();
  // NaN compares false above, and is the first thing to hear of.
  if (!torch::isfinite(a).all().item<bool>())
    return testing::AssertionFailure() << "values that are not finite";
  const auto worst = excess.flatten().argmax().item<int64_t>();
  return testing::AssertionFailure()
         << "element " << worst << " is " << a.flatten()[worst].item<double>() << " instead of "
         << b.flatten()[worst].item<double>() << " (largest difference "
         << difference.max().item<double>() << ", allowed " << tolerance.atol << " + "
         << tolerance.rtol << "·|expected|)";
}

}  // namespace pentimento::golden

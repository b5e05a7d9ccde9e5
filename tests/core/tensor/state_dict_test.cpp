#include "core/tensor/state_dict.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/tensor/half_conversion.h"
#include "core/tensor/placement.h"
#include "core/tensor/renamed_source.h"
#include "core/weights/memory_source.h"

namespace pentimento {
namespace {

struct TwoParameters : torch::nn::Module {
  TwoParameters() {
    register_parameter("weight", uninitializedParameter({2, 3}));
    register_parameter("bias", uninitializedParameter({2}));
  }
};

std::shared_ptr<MemorySource> complete() {
  auto source = std::make_shared<MemorySource>();
  source->add("bias", {DType::F32, {2}}, std::vector<float>{7, 8});
  source->add("weight", {DType::F32, {2, 3}}, std::vector<float>{1, 2, 3, 4, 5, 6});
  return source;
}

std::string complaint(const TensorSource& source, const LoadOptions& options = {}) {
  TwoParameters module;
  try {
    loadStateDict(module, source, options);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::UnsupportedModel);
    return error.what();
  }
  return "";
}

TEST(TensorStateDict, FillsEveryParameterInItsOwnFormat) {
  const PlacementScope scope({torch::kCPU, torch::kBFloat16});
  TwoParameters module;
  loadStateDict(module, *complete());
  const auto weight = module.named_parameters()["weight"];
  EXPECT_EQ(weight.scalar_type(), torch::kBFloat16);
  EXPECT_TRUE(torch::equal(weight.to(torch::kFloat32),
                           torch::tensor({1.F, 2.F, 3.F, 4.F, 5.F, 6.F}).view({2, 3})));
}

TEST(TensorStateDict, RoundsHalfToBfloat16AsTorchDoes) {
  const auto bits = torch::arange(1 << 16, torch::kInt32).to(torch::kInt16);
  const auto half = torch::from_blob(bits.data_ptr<int16_t>(), {1 << 16}, torch::kFloat16);
  const auto ours = halfToBfloat16(half).to(torch::kFloat32);
  EXPECT_TRUE(torch::allclose(ours, half.to(torch::kBFloat16).to(torch::kFloat32), 0, 0,
                              /*equal_nan=*/true));
  EXPECT_EQ(torch::isnan(ours).sum().item<int>(), torch::isnan(half).sum().item<int>());
}

struct LargeParameter : torch::nn::Module {
  LargeParameter() { register_parameter("weight", uninitializedParameter({1500, 100, 3, 3})); }
};

TEST(TensorStateDict, FillsALargeParameterInPortions) {
  const auto numbers = torch::randn({1500, 100, 3, 3}).to(torch::kFloat16);
  MemorySource source;
  source.add("weight", {DType::F16, {1500, 100, 3, 3}},
             std::vector<at::Half>(numbers.data_ptr<at::Half>(),
                                   numbers.data_ptr<at::Half>() + numbers.numel()));
  for (const auto format : {torch::kFloat32, torch::kBFloat16}) {
    const PlacementScope scope({torch::kCPU, format});
    LargeParameter module;
    loadStateDict(module, source);
    EXPECT_TRUE(torch::equal(module.named_parameters()["weight"], numbers.to(format)));
  }
}

TEST(TensorStateDict, NamesWhatIsMissingUnexpectedOrOfAnotherShape) {
  MemorySource source;
  source.add("weight", {DType::F32, {3, 2}}, std::vector<float>(6));
  source.add("wait", {DType::F32, {1}}, std::vector<float>(1));
  const std::string words = complaint(source, {.what = "the U-Net of x"});
  EXPECT_NE(words.find("the U-Net of x"), std::string::npos) << words;
  EXPECT_NE(words.find("lacks bias"), std::string::npos) << words;
  EXPECT_NE(words.find("unknown wait"), std::string::npos) << words;
  EXPECT_NE(words.find("3x2 instead of 2x3"), std::string::npos) << words;
}

TEST(TensorStateDict, PassesOverWhatMayBeIgnored) {
  auto source = complete();
  source->add("position_ids", {DType::I64, {1}}, std::vector<int64_t>{0});
  EXPECT_NE(complaint(*source), "");
  EXPECT_EQ(complaint(*source, {.ignorable = [](auto name) { return name == "position_ids"; }}),
            "");
}

TEST(TensorStateDict, StopsWhenAsked) {
  std::stop_source stop;
  RunContext run;
  run.stop = stop.get_token();
  run.onProgress = [&](const Progress& progress) {
    EXPECT_EQ(progress.stage, "load");
    EXPECT_EQ(progress.steps, 2);
    stop.request_stop();
  };
  TwoParameters module;
  EXPECT_THROW(loadStateDict(module, *complete(), {.run = &run}), Cancelled);
}

TEST(TensorRenamedSource, SlicesReshapesAndTransposes) {
  auto source = std::make_shared<MemorySource>();
  source->add("fused", {DType::F32, {6, 1}}, std::vector<float>{1, 2, 3, 4, 5, 6});
  source->add("matrix", {DType::F16, {2, 3}}, std::vector<uint16_t>{1, 2, 3, 4, 5, 6});
  RenamedSource renamed(source);
  renamed.add("second", {.name = "fused", .part = 1, .parts = 3});
  renamed.add("flat", {.name = "fused", .shape = {2, 3}});
  renamed.add("turned", {.name = "matrix", .transpose = true});
  EXPECT_TRUE(torch::equal(readTensor(renamed, "second"), torch::tensor({{3.F}, {4.F}})));
  EXPECT_EQ(readTensor(renamed, "flat").sizes(), torch::IntArrayRef({2, 3}));
  EXPECT_TRUE(torch::equal(readTensor(renamed, "turned"), readTensor(*source, "matrix").t()));
  EXPECT_THROW(renamed.add("x", {.name = "fused", .parts = 4}), Error);
  EXPECT_THROW(renamed.add("y", {.name = "absent"}), Error);
}

}  // namespace
}  // namespace pentimento

#include "core/networks/lora.h"

#include "core/networks/checkpoint_parts.h"
#include "core/weights/open_tensors.h"
#include "tests/support/torch/checkpoints.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento::nn {
namespace {

std::shared_ptr<const Lora> openLora(const std::filesystem::path& folder, const std::string& name) {
  return std::make_shared<Lora>(openTensors(folder / (name + ".safetensors")));
}

/// The networks of the fixture's base model, and the inputs of its runs.
struct Patched {
  Patched(const std::filesystem::path& base, const golden::Tensors& inputs)
      : unet(golden::loadUnet(base / "unet")),
        text(golden::loadClipText(base / "text_encoder")),
        unetPatcher(unet.ptr(), LoraPart::Unet, unetPart(openTensors(base / "unet"))),
        textPatcher(text.ptr(), LoraPart::TextEncoder, openTensors(base / "text_encoder")),
        tensors(inputs) {}

  torch::Tensor runUnet() {
    return unet->forward(
        tensors["sample"], tensors["timestep"],
        {tensors["context"], tensors.find("text_embeds"), tensors.find("time_ids"), {}});
  }
  torch::Tensor runText() { return text->forward(tensors["input_ids"]).last; }

  Unet unet;
  ClipTextEncoder text;
  LoraPatcher unetPatcher, textPatcher;
  const golden::Tensors& tensors;
};

std::vector<std::pair<std::string, torch::Tensor>> parametersOf(torch::nn::Module& network) {
  std::vector<std::pair<std::string, torch::Tensor>> copies;
  for (const auto& item : network.named_parameters())
    copies.emplace_back(item.key(), item.value().detach().clone());
  return copies;
}

TEST(NetworksLora, ChangesOutputsAsTheReferenceDoes) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "lora");
  PENTIMENTO_REQUIRE_FAMILY(base, "sd1");
  const torch::NoGradGuard noGrad;
  const golden::Tensors tensors(folder, "sd1_expected.safetensors");
  Patched networks(base / "pipeline", tensors);
  tensors.expectClose(networks.runUnet(), "base.unet");
  tensors.expectClose(networks.runText(), "base.text");
  int compared = 0;
  for (const std::string& name : tensors.names()) {
    const bool isUnet = name.ends_with(".unet"), isText = name.ends_with(".text");
    if ((!isUnet && !isText) || name.starts_with("base.")) continue;
    // "kohya.0.8.unet", or several adapters as in "kohya0.6+peft0.5.unet"
    std::vector<WeightedLora> loras;
    std::istringstream run(name.substr(0, name.size() - 5));
    for (std::string use; std::getline(run, use, '+');) {
      const size_t number = use.find_first_of("-0123456789");
      std::string adapter = use.substr(0, number);
      if (adapter.ends_with('.')) adapter.pop_back();
      loras.push_back({openLora(folder, "sd1_" + adapter), std::stod(use.substr(number))});
    }
    if (isUnet) {
      networks.unetPatcher.apply(loras);
      tensors.expectClose(networks.runUnet(), name);
    } else {
      networks.textPatcher.apply(loras);
      tensors.expectClose(networks.runText(), name);
    }
    ++compared;
  }
  EXPECT_GT(compared, 0);
}

TEST(NetworksLora, AllDiffusersLayoutsMeanTheSame) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "lora");
  PENTIMENTO_REQUIRE_FAMILY(base, "sd1");
  const torch::NoGradGuard noGrad;
  const golden::Tensors tensors(folder, "sd1_expected.safetensors");
  Patched networks(base / "pipeline", tensors);
  networks.unetPatcher.apply({{openLora(folder, "sd1_peft"), 0.7}});
  networks.textPatcher.apply({{openLora(folder, "sd1_peft"), 0.7}});
  const auto unet = networks.runUnet(), text = networks.runText();
  EXPECT_FALSE(golden::isClose(unet, tensors["base.unet"], {1e-6, 1e-6})) << "no effect";
  for (const char* name : {"sd1_diffusers", "sd1_diffusers_old"}) {
    const auto lora = openLora(folder, name);
    EXPECT_TRUE(networks.unetPatcher.misfits(*lora).homeless.empty()) << name;
    EXPECT_TRUE(networks.textPatcher.misfits(*lora).homeless.empty()) << name;
    networks.unetPatcher.apply({{lora, 0.7}});
    networks.textPatcher.apply({{lora, 0.7}});
    EXPECT_TRUE(golden::isClose(networks.runUnet(), unet, {})) << name;
    EXPECT_TRUE(golden::isClose(networks.runText(), text, {})) << name;
  }
}

TEST(NetworksLora, ComesOutWithoutATrace) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "lora");
  PENTIMENTO_REQUIRE_FAMILY(base, "sd1");
  const golden::Tensors tensors(folder, "sd1_expected.safetensors");
  Patched networks(base / "pipeline", tensors);
  const auto before = parametersOf(*networks.unet);
  networks.unetPatcher.apply({{openLora(folder, "sd1_kohya_conv"), 1.3}});
  networks.unetPatcher.apply({});
  const auto after = parametersOf(*networks.unet);
  ASSERT_EQ(before.size(), after.size());
  for (size_t i = 0; i < before.size(); ++i)
    EXPECT_TRUE(torch::equal(before[i].second, after[i].second)) << before[i].first;
}

TEST(NetworksLora, IsSetRightAfterBeingCutShort) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "lora");
  PENTIMENTO_REQUIRE_FAMILY(base, "sd1");
  const golden::Tensors tensors(folder, "sd1_expected.safetensors");
  Patched networks(base / "pipeline", tensors), reference(base / "pipeline", tensors);
  const auto first = openLora(folder, "sd1_kohya"), second = openLora(folder, "sd1_peft");
  const std::vector<WeightedLora> both{{first, 0.7}, {second, 0.4}};
  reference.unetPatcher.apply(both);
  std::stop_source stopped;
  stopped.request_stop();
  RunContext cancelled;
  cancelled.stop = stopped.get_token();
  networks.unetPatcher.apply({{first, 0.7}});
  EXPECT_THROW(networks.unetPatcher.apply({{second, 0.4}}, cancelled), Cancelled);
  networks.unetPatcher.apply(both);
  const auto ours = parametersOf(*networks.unet), expected = parametersOf(*reference.unet);
  for (size_t i = 0; i < ours.size(); ++i)
    EXPECT_TRUE(torch::equal(ours[i].second, expected[i].second)) << ours[i].first;
}

TEST(NetworksLora, UnderstandsTheBlockNamesOfXlAdapters) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "lora");
  PENTIMENTO_REQUIRE_FAMILY(base, "sdxl");
  const torch::NoGradGuard noGrad;
  const golden::Tensors tensors(folder, "sdxl_expected.safetensors");
  Patched networks(base / "pipeline", tensors);
  const auto lora = openLora(folder, "sdxl_kohya");
  for (const std::string& name : tensors.names()) {
    const std::string before = "kohya.", after = ".unet";
    if (!name.starts_with(before) || !name.ends_with(after)) continue;
    const double weight = std::stod(name.substr(before.size()));
    EXPECT_TRUE(networks.unetPatcher.misfits(*lora).homeless.empty());
    networks.unetPatcher.apply({{lora, weight}});
    tensors.expectClose(networks.runUnet(), name);
  }
  EXPECT_FALSE(lora->layers(LoraPart::TextEncoder2).empty());
}

}  // namespace
}  // namespace pentimento::nn

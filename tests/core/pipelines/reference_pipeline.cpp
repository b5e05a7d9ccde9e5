#include "tests/core/pipelines/reference_pipeline.h"

#include <gtest/gtest.h>

#include "core/pipelines/latent_decoding.h"
#include "core/weights/probe.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento {
namespace {

Extent extentFrom(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  if (found == entry.end()) return {};
  return {found->at(1).get<int>(), found->at(0).get<int>()};  // height first
}

SizeCondition sizesFrom(const Json& entry, const std::string& prefix) {
  SizeCondition sizes;
  sizes.original = extentFrom(entry, (prefix + "original_size").c_str());
  sizes.target = extentFrom(entry, (prefix + "target_size").c_str());
  const Extent crop = extentFrom(entry, (prefix + "crops_coords_top_left").c_str());
  sizes.cropTop = crop.height;
  sizes.cropLeft = crop.width;
  return sizes;
}

// The reference reads every text literally.
std::string textOf(const Json& entry, const char* key, int64_t row) {
  const auto found = entry.find(key);
  if (found == entry.end() || found->is_null()) return {};
  return escapeWeights(found->is_array() ? found->at(row).get<std::string>()
                                         : found->get<std::string>());
}

// One picture of one run: its options, and the comparison of what happens.
class Replay {
 public:
  Replay(const std::filesystem::path& family, const Json& entry, int64_t row)
      : m_family(family),
        m_entry(entry),
        m_file(family, entry.at("file").get<std::string>()),
        m_row(row) {}

  [[nodiscard]] LatentRunOptions options(StableDiffusionParts& parts) {
    Json scheduler = m_entry.at("scheduler_config");
    scheduler["_class_name"] = m_entry.at("class");
    parts.scheduler = schedulerConfigFromJson(scheduler);
    LatentRunOptions options;
    const int steps = m_entry.at("num_inference_steps");
    options.prompts = {
        .prompt = textOf(m_entry, "prompt", m_row),
        .negativePrompt = textOf(m_entry, "negative_prompt", m_row),
        .steps = steps,
        .clipSkip = m_entry.value("clip_skip", 0),
        .zerosForNoNegative = parts.zerosForNoNegative && !m_entry.contains("negative_prompt")};
    options.sampling = {samplerFromName(parts.scheduler.sampler), steps, m_entry.value("eta", 0.0)};
    options.guidance.scale = m_entry.at("guidance_scale");
    options.guidance.rescale = m_entry.value("guidance_rescale", 0.0);
    options.strength = m_entry.value("strength", 1.0);
    options.sizes = sizesFrom(m_entry, "");
    options.negativeSizes = sizesFrom(m_entry, "negative_");
    if (options.negativeSizes.original.empty()) options.negativeSizes = options.sizes;
    options.noise.setup = [this](torch::IntArrayRef) { return setupNoise(); };
    options.noise.step = [this](double, double) { return row("step" + last() + ".noise"); };
    options.trace = [this](const NetworkCall& call) { compare(call); };
    return options;
  }

  [[nodiscard]] EditSource source() const {
    const golden::Tensors inputs(m_family, "inputs.safetensors");
    EditSource source{inputs["image"], {}};
    const std::string file = m_entry.at("file");
    if (!file.starts_with("img2img")) source.mask = inputs["mask"].ge(0.5).to(torch::kFloat32);
    return source;
  }

  void expectEnd(StableDiffusionParts& parts, const torch::Tensor& latents) const {
    while (m_file.has("step" + std::to_string(m_calls) + ".guided")) {
      ADD_FAILURE() << "the reference asked the network once more";
      break;
    }
    expectRow(latents, "latents");
    if (!m_file.has("image")) return;
    std::vector<std::string> notes;
    expectRow(decodeLatents(parts, latents, false, notes), "image");
    EXPECT_TRUE(notes.empty());
  }

 private:
  [[nodiscard]] std::string last() const { return std::to_string(m_calls - 1); }

  [[nodiscard]] torch::Tensor row(const std::string& name) const {
    return m_file[name].slice(0, m_row, m_row + 1);
  }

  torch::Tensor setupNoise() {
    if (m_file.has("noise")) return row("noise");
    return row("setup_noise" + std::to_string(m_draws++));
  }

  void expectRow(const torch::Tensor& ours, const std::string& name) const {
    m_file.expectRowClose(ours.squeeze(0), name, m_row);
  }

  void compare(const NetworkCall& call) {
    const std::string step = "step" + std::to_string(m_calls++);
    ASSERT_TRUE(m_file.has(step + ".guided")) << "one network call too many";
    expectRow(call.input, step + ".scaled_input");
    m_file.expectClose(torch::full({1}, call.time, torch::kFloat64), step + ".timestep");
    expectRow(call.output, step + ".guided");
  }

  std::filesystem::path m_family;
  const Json& m_entry;
  golden::Tensors m_file;
  int64_t m_row;
  int m_calls = 0;
  int m_draws = 0;
};

}  // namespace

StableDiffusionParts referenceParts(const std::filesystem::path& checkpoint,
                                    const std::filesystem::path& tokenizer) {
  LoadRequest request{.card = probeModel(checkpoint),
                      .placement = {},
                      .autoencoder = {},
                      .tokenizerFolders = {},
                      .folders = {}};
  if (!tokenizer.empty()) request.tokenizerFolders = {tokenizer.string()};
  return loadStableDiffusionParts(request, {});
}

void expectRunAgrees(const std::filesystem::path& family, const Json& entry,
                     StableDiffusionParts& parts) {
  const torch::InferenceMode inference;
  const auto file = entry.at("file").get<std::string>();
  SCOPED_TRACE(family.filename().string() + "/" + file);
  const int64_t rows = golden::Tensors(family, file)["latents"].size(0);
  for (int64_t row = 0; row < rows; ++row) {
    Replay replay(family, entry, row);
    const LatentRunOptions options = replay.options(parts);
    torch::Tensor latents;
    if (golden::Tensors(family, file).has("noise")) {
      const auto scale = static_cast<int>(parts.autoencoder->config().downscale());
      latents = runFromNoise(
          parts, options,
          {entry.at("width").get<int>() / scale, entry.at("height").get<int>() / scale});
    } else {
      latents = runFromPicture(parts, options, replay.source());
    }
    replay.expectEnd(parts, latents);
  }
}

}  // namespace pentimento

#include "core/weights/adapter_rules.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/weights/indexed_source.h"

namespace pentimento {
namespace {

/// What the names of low-rank factors contain, by the program that wrote them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kLoraMarks{{
    {".lora_down.weight", "kohya"},
    {".lora_A.", "peft"},
    {".lora.down.weight", "diffusers"},
    {".lora_linear_layer.down.weight", "diffusers"},
    {"_lora.down.weight", "diffusers"},
    {".hada_w1_a", "lycoris"},
}};

/// Widths of text encoders: the only thing that some adapters tell about their base.
constexpr int64_t kWidthSd1 = 768, kWidthSd2 = 1024, kWidthSdxl = 2048, kWidthBigG = 1280;

bool anyNameContains(const TensorSource& source, std::string_view part) {
  return std::ranges::any_of(source.names(), [part](const std::string& name) {
    return name.find(part) != std::string::npos;
  });
}

std::string_view loraDialect(const TensorSource& source) {
  for (const auto& [mark, dialect] : kLoraMarks)
    if (anyNameContains(source, mark)) return dialect;
  return {};
}

/// The width that a cross-attention key reads, 0 when the adapter has none.
int64_t contextWidth(const TensorSource& source) {
  for (const std::string& name : source.names()) {
    const bool crossKey = name.find("attn2_to_k.") != std::string::npos ||
                          name.find("attn2.to_k.") != std::string::npos ||
                          name.find("attn2.processor.to_k_lora.") != std::string::npos;
    const bool down =
        name.find("down") != std::string::npos || name.find("lora_A") != std::string::npos;
    const TensorInfo& info = *source.find(name);
    // "down" also occurs in "down_blocks": the factor that reads is the wider than high one.
    if (crossKey && down && info.shape.size() >= 2 && info.shape[1] > info.shape[0])
      return info.shape[1];
  }
  return 0;
}

ModelFamily loraBase(const TensorSource& source) {
  if (anyNameContains(source, "double_blocks") ||
      anyNameContains(source, "single_transformer_blocks"))
    return ModelFamily::Flux;
  if (anyNameContains(source, "joint_blocks")) return ModelFamily::StableDiffusion3;
  for (const std::string_view mark :
       {"lora_te2_", "text_encoder_2.", "lora_unet_input_blocks_", "lora_unet_output_blocks_",
        "lora_unet_middle_block_", "add_embedding"})
    if (anyNameContains(source, mark)) return ModelFamily::StableDiffusionXl;
  switch (contextWidth(source)) {
    case kWidthSdxl:
      return ModelFamily::StableDiffusionXl;
    case kWidthSd2:
      return ModelFamily::StableDiffusion2;
    default:
      return ModelFamily::StableDiffusion1;
  }
}

/// One word's vectors, [count, width] or [width], in any of its wrappings.
std::optional<ModelFamily> embeddingBase(const TensorSource& source) {
  constexpr size_t kMaxEmbeddingTensors = 2;
  if (source.names().empty() || source.names().size() > kMaxEmbeddingTensors) return std::nullopt;
  if (source.contains("clip_g") && source.contains("clip_l")) return ModelFamily::StableDiffusionXl;
  const std::string& name = source.names().front();
  const TensorInfo& info = *source.find(name);
  if (info.shape.empty() || info.shape.size() > 2) return std::nullopt;
  const bool wrapped = name == "emb_params" || name.starts_with("string_to_param.");
  switch (info.shape.back()) {
    case kWidthSd1:
      return ModelFamily::StableDiffusion1;
    case kWidthSd2:
      return ModelFamily::StableDiffusion2;
    case kWidthBigG:
      return ModelFamily::StableDiffusionXl;
    default:
      return wrapped ? std::optional(ModelFamily::Unknown) : std::nullopt;
  }
}

int64_t totalBytes(const TensorSource& source) {
  int64_t sum = 0;
  for (const std::string& name : source.names())
    sum += static_cast<int64_t>(byteCount(*source.find(name)).value_or(0));
  return sum;
}

}  // namespace

std::optional<AdapterFindings> recognizeAdapter(const TensorSource& source) {
  AdapterFindings findings;
  findings.part.bytes = totalBytes(source);
  if (const std::string_view dialect = loraDialect(source); !dialect.empty()) {
    findings.part.kind = PartKind::Lora;
    findings.part.dialect = dialect;
    findings.base = loraBase(source);
    if (dialect == "lycoris") findings.note = "a LoHa adapter of LyCORIS, which cannot be used yet";
    return findings;
  }
  if (const auto base = embeddingBase(source)) {
    findings.part.kind = PartKind::TextualInversion;
    findings.part.dialect = source.names().front() == "emb_params"         ? "a1111"
                            : source.names().front().starts_with("string") ? "original"
                                                                           : "diffusers";
    findings.base = *base;
    return findings;
  }
  return std::nullopt;
}

}  // namespace pentimento

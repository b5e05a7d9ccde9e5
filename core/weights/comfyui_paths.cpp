#include "core/weights/comfyui_paths.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pentimento {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::pair<std::string_view, AssetKind>, 7> kComfyUiKeys{{
    {"checkpoints", AssetKind::Model},
    {"diffusion_models", AssetKind::Model},
    {"diffusers", AssetKind::Model},
    {"loras", AssetKind::Lora},
    {"embeddings", AssetKind::Embedding},
    {"vae", AssetKind::Autoencoder},
    {"controlnet", AssetKind::ControlNet},
}};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\"'";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::optional<AssetKind> kindOfKey(std::string_view key) {
  for (const auto& [name, kind] : kComfyUiKeys)
    if (name == key) return kind;
  return std::nullopt;
}

/// Sections are collected whole, since `base_path` may stand below the folders it is for.
struct Section {
  fs::path base;
  std::vector<std::pair<AssetKind, std::string>> folders;
};

}  // namespace

std::vector<ComfyUiPath> parseComfyUiPaths(std::string_view yaml, const fs::path& beside) {
  std::vector<Section> sections(1);
  std::optional<AssetKind> block;  // whose "key: |" the line may belong to
  size_t blockIndent = 0;
  while (!yaml.empty()) {
    const size_t end = std::min(yaml.find('\n'), yaml.size());
    std::string_view line = yaml.substr(0, end);
    yaml.remove_prefix(std::min(end + 1, yaml.size()));
    line = line.substr(0, line.find(" #"));
    const size_t indent = line.find_first_not_of(" \t");
    if (indent == std::string_view::npos || trimmed(line).starts_with('#')) continue;
    if (block && indent > blockIndent) {
      sections.back().folders.emplace_back(*block, trimmed(line));
      continue;
    }
    block.reset();
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = trimmed(line.substr(0, colon)),
                           value = trimmed(line.substr(colon + 1));
    if (indent == 0) {
      sections.emplace_back();
    } else if (key == "base_path") {
      sections.back().base = value;
    } else if (const auto kind = kindOfKey(key)) {
      if (value == "|" || value.empty()) {
        block = kind;
        blockIndent = indent;
      } else {
        sections.back().folders.emplace_back(*kind, value);
      }
    }
  }
  std::vector<ComfyUiPath> paths;
  for (const Section& section : sections)
    for (const auto& [kind, folder] : section.folders)
      paths.push_back({kind, (beside / section.base / folder).lexically_normal()});
  return paths;
}

}  // namespace pentimento

#include "core/conditioning/text_conditioner.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/tensor/placement.h"

namespace pentimento {
namespace {

constexpr size_t kKeptEncodings = 32;

torch::Tensor idsTensor(const TokenChunk& chunk, const std::vector<int64_t>& firstRows,
                        int64_t vocabulary) {
  TokenIds ids = chunk.ids;
  for (const EmbeddingUse& use : chunk.embeddings)
    for (size_t i = 0; i < use.count; ++i)
      ids[use.position + i] = vocabulary + firstRows[use.embedding] + static_cast<int64_t>(i);
  return torch::tensor(ids, torch::kInt64).unsqueeze(0);
}

// Emphasis moves single states but not the mean of all, which carries the picture's overall look.
torch::Tensor emphasized(const torch::Tensor& states, const std::vector<float>& weights) {
  if (std::ranges::all_of(weights, [](float weight) { return weight == 1; })) return states;
  const auto factor = torch::tensor(weights).to(states.options()).view({1, -1, 1});
  const auto weighted = states * factor;
  return weighted * (states.mean() / weighted.mean());
}

}  // namespace

TextConditioner::TextConditioner(std::vector<TextTower> towers) : m_towers(std::move(towers)) {
  setInversions({});
}

void TextConditioner::requireFit(const TextualInversion& inversion) const {
  bool fits = inversion.vectors.size() == m_towers.size();
  for (size_t i = 0; fits && i < m_towers.size(); ++i)
    fits = inversion.vectors[i].dim() == 2 &&
           inversion.vectors[i].size(0) == inversion.vectors[0].size(0) &&
           inversion.vectors[i].size(1) == m_towers[i].encoder->config().transformer.width;
  if (!fits)
    throw Error(ErrorKind::InvalidInput,
                "the textual inversion \"{}\" was made for another kind of model; use it with "
                "the one it was trained on",
                inversion.name);
}

void TextConditioner::setInversions(const std::vector<TextualInversion>& inversions) {
  forgetEncodings();
  m_added.assign(m_towers.size(), {});
  m_names.clear();
  m_firstRows.clear();
  for (const TextTower& tower : m_towers) m_names.emplace_back(tower.tokenizer);
  std::vector<std::vector<torch::Tensor>> rows(m_towers.size());
  int64_t next = 0;
  for (const TextualInversion& inversion : inversions) {
    requireFit(inversion);
    const int64_t count = inversion.vectors[0].size(0);
    bool taken = false;
    for (size_t i = 0; i < m_towers.size(); ++i)
      taken = !m_names[i].add(inversion.name, static_cast<size_t>(count)) || taken;
    if (taken) continue;
    m_firstRows.push_back(next);
    next += count;
    for (size_t i = 0; i < m_towers.size(); ++i) rows[i].push_back(inversion.vectors[i]);
  }
  for (size_t i = 0; i < m_towers.size(); ++i)
    if (!rows[i].empty()) m_added[i] = torch::cat(rows[i]);
}

void TextConditioner::forgetEncodings() {
  m_recent.clear();
}

torch::Tensor TextConditioner::statesOf(TextTower& tower, const nn::ClipTextOutput& output,
                                        int clipSkip) {
  const int layers = static_cast<int>(output.hidden.size()) - 1;
  const bool joined = m_towers.size() > 1;
  const int skipped = clipSkip + (joined ? 1 : 0);
  if (clipSkip < 0 || skipped >= layers)
    throw Error(ErrorKind::InvalidInput,
                "CLIP skip {} leaves nothing of a text encoder with {} layers", clipSkip, layers);
  if (joined) return output.hidden[layers - skipped];
  return skipped == 0 ? output.last : tower.encoder->finalNorm(output.hidden[layers - skipped]);
}

TextConditioner::TowerOutput TextConditioner::run(size_t index,
                                                  const std::vector<WeightedText>& prompt,
                                                  int clipSkip) {
  TextTower& tower = m_towers[index];
  TowerOutput result;
  std::vector<torch::Tensor> chunks;
  for (const TokenChunk& chunk : chunkPrompt(prompt, tower.tokenizer, m_names[index])) {
    const auto ids = idsTensor(chunk, m_firstRows, tower.encoder->config().vocabulary)
                         .to(deviceOf(*tower.encoder));
    const auto output = tower.encoder->forward(ids, m_added[index]);
    chunks.push_back(
        emphasized(statesOf(tower, output, clipSkip).to(torch::kFloat32), chunk.weights));
    // Only the first chunk is pooled: the network knows one summary of the prompt.
    if (!result.pooled.defined() && output.projected.defined())
      result.pooled = output.projected.to(torch::kFloat32);
  }
  result.states = torch::cat(chunks, 1);
  return result;
}

TextEncoding TextConditioner::compute(std::string_view prompt, int clipSkip) {
  const std::vector<WeightedText> weighted = parseWeights(prompt);
  std::vector<torch::Tensor> states;
  TextEncoding encoding;
  for (size_t i = 0; i < m_towers.size(); ++i) {
    TowerOutput output = run(i, weighted, clipSkip);
    states.push_back(output.states);
    encoding.pooled = output.pooled;
  }
  encoding.context = torch::cat(states, 2);
  return encoding;
}

TextEncoding TextConditioner::encode(std::string_view prompt, int clipSkip) {
  const std::string key = fmt::format("{}:{}", clipSkip, prompt);
  const auto found = std::ranges::find(m_recent, key, &decltype(m_recent)::value_type::first);
  if (found != m_recent.end()) {
    m_recent.splice(m_recent.begin(), m_recent, found);
  } else {
    m_recent.emplace_front(key, compute(prompt, clipSkip));
    if (m_recent.size() > kKeptEncodings) m_recent.pop_back();
  }
  return m_recent.front().second;
}

TextEncoding TextConditioner::padded(const TextEncoding& encoding, int64_t tokens, int clipSkip) {
  TextEncoding result = encoding;
  if (encoding.context.size(1) >= tokens) return result;
  const TextEncoding empty = encode("", clipSkip);
  std::vector<torch::Tensor> parts{encoding.context};
  for (int64_t length = encoding.context.size(1); length < tokens; length += empty.context.size(1))
    parts.push_back(empty.context);
  result.context = torch::cat(parts, 1);
  return result;
}

}  // namespace pentimento

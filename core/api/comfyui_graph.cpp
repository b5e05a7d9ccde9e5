#include "core/api/comfyui_graph.h"

#include <algorithm>

namespace pentimento {
namespace {

constexpr int kMaxLinks = 64;  // a chain that is longer goes round in circles

class Graph {
 public:
  explicit Graph(const Json& nodes) : m_nodes(nodes) {}

  /// Inputs of the node, or nullptr.
  [[nodiscard]] static const Json* inputsOf(const Json& node) {
    if (!node.is_object()) return nullptr;
    const auto inputs = node.find("inputs");
    return inputs != node.end() && inputs->is_object() ? &*inputs : nullptr;
  }
  [[nodiscard]] static std::string typeOf(const Json& node) {
    const auto type = node.find("class_type");
    return type != node.end() && type->is_string() ? type->get<std::string>() : std::string();
  }
  /// The node that an input is linked to, or nullptr.
  [[nodiscard]] const Json* linked(const Json& node, const char* input) const {
    const Json* inputs = inputsOf(node);
    if (!inputs || !inputs->contains(input)) return nullptr;
    return target(inputs->at(input));
  }
  [[nodiscard]] const Json* target(const Json& link) const {
    if (!link.is_array() || link.empty() || !link[0].is_string()) return nullptr;
    const auto found = m_nodes.find(link[0].get<std::string>());
    return found != m_nodes.end() && inputsOf(*found) ? &*found : nullptr;
  }
  /// A value of the node, or of the primitive node that is linked in its place.
  [[nodiscard]] const Json* value(const Json& node, const char* input) const {
    const Json* current = &node;
    const char* name = input;
    for (int i = 0; i < kMaxLinks; ++i) {
      const Json* inputs = inputsOf(*current);
      if (!inputs) return nullptr;
      auto found = inputs->find(name);
      for (const char* other : {"value", "text", "string", "seed", "int", "float"})
        if (found == inputs->end() && i > 0) found = inputs->find(other);
      if (found == inputs->end()) return nullptr;
      const Json* next = target(*found);
      if (!next) return found->is_array() ? nullptr : &*found;
      current = next;
    }
    return nullptr;
  }
  /// Walks from the node that `input` is linked to upwards, always along the first of `via` that is
  /// linked, until `visit` says that it is done.
  template <typename Visit>
  void walk(const Json& from, const char* input, std::initializer_list<const char*> via,
            const Visit& visit) const {
    const Json* node = linked(from, input);
    for (int i = 0; node && i < kMaxLinks; ++i) {
      if (visit(*node)) return;
      const Json* next = nullptr;
      for (const char* name : via)
        if (!next) next = linked(*node, name);
      node = next;
    }
  }
  [[nodiscard]] const Json& nodes() const { return m_nodes; }

 private:
  const Json& m_nodes;
};

template <typename Number>
void takeNumber(const Json* value, Number& target) {
  if (value && value->is_number() && *value >= -1e9 && *value <= 1e9) target = value->get<Number>();
}

void takeText(const Json* value, std::string& target) {
  if (value && value->is_string()) target = *value;
}

void takeSeed(const Json* value, Seed& seed) {
  if (value && value->is_number_integer() && *value >= 0) seed.value = *value;
}

bool samples(const Json& node) {
  const std::string type = Graph::typeOf(node);
  return type.starts_with("KSampler") || type.starts_with("SamplerCustom");
}

/// Whether its picture begins as an empty one of a stated size.
bool beginsEmpty(const Graph& graph, const Json& sampler) {
  const Json* latent = graph.linked(sampler, "latent_image");
  return latent && graph.value(*latent, "width") && graph.value(*latent, "height");
}

const Json* firstPass(const Graph& graph) {
  const Json* first = nullptr;
  for (const auto& node : graph.nodes()) {
    if (!node.is_object() || !Graph::inputsOf(node) || !samples(node)) continue;
    if (beginsEmpty(graph, node)) return &node;
    if (!first) first = &node;
  }
  return first;
}

std::string promptOf(const Graph& graph, const Json& sampler, const char* input) {
  std::string text;
  graph.walk(sampler, input,
             {"conditioning", "conditioning_1", "conditioning_to", "positive", "positive_1",
              "base_positive"},
             [&](const Json& node) {
               for (const char* name : {"text", "text_g", "clip_l", "t5xxl", "prompt"})
                 if (text.empty()) takeText(graph.value(node, name), text);
               return !text.empty();
             });
  return text;
}

void takeModel(const Graph& graph, const Json& sampler, GenerationRequest& r) {
  graph.walk(sampler, "model", {"model", "model1", "base_model"}, [&](const Json& node) {
    std::string lora;
    takeText(graph.value(node, "lora_name"), lora);
    if (!lora.empty()) {
      LoraUse use{lora, 1.0, std::nullopt};
      takeNumber(graph.value(node, "strength_model"), use.weight);
      double text = use.weight;
      takeNumber(graph.value(node, "strength_clip"), text);
      if (text != use.weight) use.textWeight = text;
      r.loras.push_back(std::move(use));
    }
    for (const char* name : {"ckpt_name", "unet_name", "model_name"})
      if (r.model.empty()) takeText(graph.value(node, name), r.model);
    return !r.model.empty();
  });
  std::ranges::reverse(r.loras);  // in the order in which they are applied
}

}  // namespace

std::optional<GenerationRequest> requestFromComfyUi(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const Graph graph(json);
  const Json* sampler = firstPass(graph);
  if (!sampler) return std::nullopt;
  GenerationRequest r;
  takeSeed(graph.value(*sampler, "seed"), r.seed);
  takeSeed(graph.value(*sampler, "noise_seed"), r.seed);
  takeNumber(graph.value(*sampler, "steps"), r.steps);
  double guidance = 0;
  takeNumber(graph.value(*sampler, "cfg"), guidance);
  if (guidance > 0) r.guidance = guidance;
  takeText(graph.value(*sampler, "sampler_name"), r.sampler);
  takeText(graph.value(*sampler, "scheduler"), r.schedule);
  takeNumber(graph.value(*sampler, "denoise"), r.strength);
  r.prompt = promptOf(graph, *sampler, "positive");
  r.negativePrompt = promptOf(graph, *sampler, "negative");
  takeModel(graph, *sampler, r);
  if (const Json* latent = graph.linked(*sampler, "latent_image")) {
    Extent size;
    takeNumber(graph.value(*latent, "width"), size.width);
    takeNumber(graph.value(*latent, "height"), size.height);
    if (!size.empty()) r.size = size;
  }
  return r;
}

}  // namespace pentimento

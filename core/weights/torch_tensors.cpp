#include "core/weights/torch_tensors.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "core/base/printable.h"
#include "core/weights/indexed_source.h"
#include "core/weights/torch_rebuild.h"

namespace pentimento {
namespace {
using Kind = PickleNode::Kind;

constexpr int kMaxPickleDepth = 200;
constexpr size_t kMaxAttributes = 2000;
constexpr size_t kMaxNameBytes = 10'000;
/// A few bytes can share structures so that there are more paths to tensors than atoms; these bound
/// the walk along them, and the names it makes. Real models have a hundredth.
constexpr size_t kMaxVisits = 4'000'000;
constexpr size_t kMaxNamesBytes = 64u << 20;

/// What training programs wrap around the dictionary that matters, most specific first.
constexpr std::array<std::string_view, 6> kWrappers{
    "state_dict", "model_state_dict", "params_ema", "params", "model", "module"};
constexpr std::array<std::string_view, 3> kModuleMembers{"_parameters", "_buffers", "_modules"};

class TensorCollector {
 public:
  TensorCollector(const PickleGraph& graph, std::string_view where)
      : m_graph(graph), m_where(where), m_states(graph.nodes.size(), State::Unknown) {}

  TorchContents collect() {
    if (!holdsTensors(m_graph.root, 0)) refusePickle(m_where, "it holds no tensors");
    PickleId container = m_graph.root;
    for (int depth = 0; const auto inner = wrapped(container); ++depth) {
      if (depth > kMaxPickleDepth) refusePickle(m_where, "it contains itself");
      collectAttributes(m_graph.at(container));
      container = *inner;
    }
    walk(container, "");
    return std::move(m_contents);
  }

 private:
  enum class State : uint8_t { Unknown, Entered, Barren, Fertile };

  /// Depth first, every node once: shared and circular structures cost nothing.
  bool holdsTensors(PickleId id, int depth) {
    if (m_states[id] != State::Unknown) return m_states[id] == State::Fertile;
    if (depth > kMaxPickleDepth) refusePickle(m_where, "it nests more deeply than any model");
    m_states[id] = State::Entered;
    const PickleNode& node = m_graph.at(id);
    bool fertile = isTorchTensor(m_graph, node);
    if (!fertile && node.kind != Kind::PersistentId && node.kind != Kind::Call)
      for (const PickleId item : node.items) fertile |= holdsTensors(item, depth + 1);
    m_states[id] = fertile ? State::Fertile : State::Barren;
    return fertile;
  }

  [[nodiscard]] std::optional<PickleId> wrapped(PickleId id) const {
    const PickleNode& node = m_graph.at(id);
    if (node.kind != Kind::Dict) return std::nullopt;
    for (const std::string_view wrapper : kWrappers)
      for (size_t i = 0; i + 1 < node.items.size(); i += 2) {
        const PickleId inner = node.items[i + 1];
        const Kind kind = m_graph.at(inner).kind;
        if (m_graph.at(node.items[i]).text == wrapper && m_states[inner] == State::Fertile &&
            (kind == Kind::Dict || kind == Kind::Object))
          return inner;
      }
    return std::nullopt;
  }

  void collectAttributes(const PickleNode& dict) {
    for (size_t i = 0; i + 1 < dict.items.size(); i += 2)
      if (m_states[dict.items[i + 1]] != State::Fertile)
        addAttribute(keyText(m_graph.at(dict.items[i])), m_graph.at(dict.items[i + 1]));
  }

  void walk(PickleId id, const std::string& path) {
    if (++m_visits > kMaxVisits) refusePickle(m_where, "it holds more objects than any model");
    const PickleNode& node = m_graph.at(id);
    if (m_states[id] != State::Fertile) return addAttribute(path, node);
    if (path.size() > kMaxNameBytes) refusePickle(m_where, "the name of a tensor is too long");
    if (isTorchTensor(m_graph, node)) return addTensor(node, path);
    // A structure that contains itself would be walked for ever.
    m_states[id] = State::Entered;
    if (node.kind == Kind::Dict) {
      walkMembers(node, path, false);
    } else if (node.kind == Kind::Object && node.items.size() > 1) {
      const PickleNode* state = &m_graph.at(node.items[1]);
      if (state->kind == Kind::Tuple && !state->items.empty())
        state = &m_graph.at(state->items[0]);  // (attributes, slots)
      walkMembers(*state, path, true);
    } else {
      for (size_t i = 0; i < node.items.size(); ++i)
        walk(node.items[i], joined(path, std::to_string(i)));
    }
    m_states[id] = State::Fertile;
  }

  void walkMembers(const PickleNode& dict, const std::string& path, bool isModule) {
    if (dict.kind != Kind::Dict) return;
    for (size_t i = 0; i + 1 < dict.items.size(); i += 2) {
      const std::string key = keyText(m_graph.at(dict.items[i]));
      if (key.empty()) continue;
      const PickleId value = dict.items[i + 1];
      const bool transparent =
          isModule && std::ranges::find(kModuleMembers, key) != kModuleMembers.end();
      if (transparent && m_states[value] == State::Fertile)
        walkMembers(m_graph.at(value), path, false);
      else
        walk(value, joined(path, key));
    }
  }

  void addTensor(const PickleNode& node, const std::string& path) {
    if (m_contents.tensors.size() >= kMaxTensors)
      refusePickle(m_where, "it names more than 200,000 tensors");
    m_nameBytes += path.size();
    if (m_nameBytes > kMaxNamesBytes)
      refusePickle(m_where, "the names of its tensors are too long");
    m_contents.tensors.push_back(rebuildTorchTensor(m_graph, node, path, m_where));
  }

  void addAttribute(const std::string& path, const PickleNode& node) {
    if (path.empty() || m_contents.attributes.size() >= kMaxAttributes) return;
    if (const auto text = scalarText(node)) m_contents.attributes.emplace(path, *text);
  }

  static std::optional<std::string> scalarText(const PickleNode& node) {
    switch (node.kind) {
      case Kind::Bool:
        return node.integer ? "true" : "false";
      case Kind::Int:
        return std::to_string(node.integer);
      case Kind::Float:
        return fmt::format("{}", node.real);
      case Kind::Text:
        return std::string(node.text.substr(0, kMaxNameBytes));
      default:
        return std::nullopt;
    }
  }

  static std::string keyText(const PickleNode& key) {
    if (key.kind == Kind::Int) return std::to_string(key.integer);
    return key.kind == Kind::Text ? std::string(key.text) : std::string();
  }

  static std::string joined(const std::string& path, const std::string& key) {
    return path.empty() ? key : path + "." + key;
  }

  const PickleGraph& m_graph;
  std::string_view m_where;
  std::vector<State> m_states;
  size_t m_visits = 0, m_nameBytes = 0;
  TorchContents m_contents;
};

}  // namespace

TorchContents collectTorchTensors(const PickleGraph& graph, std::string_view where) {
  return TensorCollector(graph, where).collect();
}

std::vector<TorchStorage> listTorchStorages(const PickleGraph& graph, std::string_view where) {
  std::vector<TorchStorage> storages;
  for (const PickleNode& node : graph.nodes)
    if (node.kind == Kind::PersistentId) storages.push_back(readTorchStorage(graph, node, where));
  return storages;
}

}  // namespace pentimento

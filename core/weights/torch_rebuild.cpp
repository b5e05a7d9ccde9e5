#include "core/weights/torch_rebuild.h"

#include <fmt/core.h>

#include <array>
#include <utility>

#include "core/base/printable.h"
#include "core/weights/indexed_source.h"

namespace pentimento {
namespace {
using Kind = PickleNode::Kind;

constexpr size_t kMaxTorchRank = 8;

constexpr std::array<std::pair<std::string_view, DType>, 10> kStorageTypes{{
    {"DoubleStorage", DType::F64},
    {"FloatStorage", DType::F32},
    {"HalfStorage", DType::F16},
    {"BFloat16Storage", DType::BF16},
    {"LongStorage", DType::I64},
    {"IntStorage", DType::I32},
    {"ShortStorage", DType::I16},
    {"CharStorage", DType::I8},
    {"ByteStorage", DType::U8},
    {"BoolStorage", DType::Bool},
}};

/// The arguments of a call to one of the functions of torch._utils, else nothing.
const PickleNode* argumentsOf(const PickleGraph& graph, const PickleNode& node,
                              std::initializer_list<std::string_view> functions) {
  if (node.kind != Kind::Call) return nullptr;
  const PickleNode& function = graph.at(node.items[0]);
  if (function.text != "torch._utils") return nullptr;
  for (const std::string_view name : functions)
    if (function.name == name) return &graph.at(node.items[1]);
  return nullptr;
}

/// A parameter is a tensor, and never a parameter of a parameter: chains of them could be walked
/// from each of their links.
const PickleNode* rebuildArguments(const PickleGraph& graph, const PickleNode& node) {
  const auto* parameter = argumentsOf(graph, node, {"_rebuild_parameter"});
  if (parameter && parameter->items.empty()) return nullptr;
  return argumentsOf(graph, parameter ? graph.at(parameter->items[0]) : node,
                     {"_rebuild_tensor", "_rebuild_tensor_v2"});
}

/// One description of a tensor, read with its name at hand for the complaint.
class TensorDescription {
 public:
  TensorDescription(const PickleGraph& graph, std::string_view name, std::string_view where)
      : m_graph(graph), m_name(name), m_where(where) {}

  [[noreturn]] void refuse(std::string_view reason) const {
    refusePickle(m_where, fmt::format("its tensor \"{}\" {}", printable(m_name), reason));
  }

  [[nodiscard]] int64_t natural(const PickleNode& node) const {
    if (node.kind != Kind::Int || node.integer < 0) refuse("has a size or place that is no number");
    return node.integer;
  }

  [[nodiscard]] std::vector<int64_t> naturals(const PickleNode& node) const {
    if (node.kind == Kind::Call) {  // torch.Size((...))
      const PickleNode& arguments = m_graph.at(node.items[1]);
      if (arguments.items.size() != 1) refuse("has an unreadable shape");
      return naturals(m_graph.at(arguments.items[0]));
    }
    if (node.kind != Kind::Tuple && node.kind != Kind::List) refuse("has an unreadable shape");
    if (node.items.size() > kMaxTorchRank) refuse("has more than 8 dimensions");
    std::vector<int64_t> values;
    for (const PickleId id : node.items) values.push_back(natural(m_graph.at(id)));
    return values;
  }

  void checkWithinStorage(const TorchTensor& tensor) const {
    if (tensor.strides.size() != tensor.info.shape.size())
      refuse("has as many strides as it has no dimensions");
    if (!byteCount(tensor.info)) refuse("has a size that no file can hold");
    if (tensor.info.elements() == 0) return;
    int64_t last = tensor.offset;
    for (size_t i = 0; i < tensor.strides.size(); ++i) {
      int64_t reach = 0;
      if (__builtin_mul_overflow(tensor.info.shape[i] - 1, tensor.strides[i], &reach) ||
          __builtin_add_overflow(last, reach, &last))
        refuse("reaches outside of its storage");
    }
    if (__builtin_add_overflow(last, tensor.storage.viewOffset, &last) ||
        last >= tensor.storage.elements)
      refuse("reaches outside of its storage");
  }

 private:
  const PickleGraph& m_graph;
  std::string_view m_name, m_where;
};

}  // namespace

bool isTorchTensor(const PickleGraph& graph, const PickleNode& node) {
  return rebuildArguments(graph, node) != nullptr;
}

TorchTensor rebuildTorchTensor(const PickleGraph& graph, const PickleNode& node, std::string name,
                               std::string_view where) {
  const TensorDescription description(graph, name, where);
  const PickleNode* arguments = rebuildArguments(graph, node);
  if (!arguments || arguments->items.size() < 4) description.refuse("is described incompletely");
  const auto argument = [&](size_t i) -> const PickleNode& {
    return graph.at(arguments->items[i]);
  };
  TorchTensor tensor;
  tensor.storage = readTorchStorage(graph, argument(0), where);
  tensor.offset = description.natural(argument(1));
  tensor.info = {tensor.storage.dtype, description.naturals(argument(2))};
  tensor.strides = description.naturals(argument(3));
  description.checkWithinStorage(tensor);
  tensor.name = std::move(name);
  return tensor;
}

TorchStorage readTorchStorage(const PickleGraph& graph, const PickleNode& node,
                              std::string_view where) {
  const auto refuse = [&](std::string_view reason) { refusePickle(where, reason); };
  if (node.kind != Kind::PersistentId) refuse("a tensor has no storage");
  const PickleNode& id = graph.at(node.items[0]);  // ("storage", type, key, device, elements)
  if (id.kind != Kind::Tuple || id.items.size() < 5 || graph.at(id.items[0]).text != "storage")
    refuse("a storage is described in an unknown way");
  const PickleNode &type = graph.at(id.items[1]), &key = graph.at(id.items[2]),
                   &elements = graph.at(id.items[4]);
  if (type.kind != Kind::Global || (type.text != "torch" && type.text != "torch.cuda"))
    refuse("a storage has a type that is not one of PyTorch's");
  if (key.kind != Kind::Text || elements.kind != Kind::Int || elements.integer < 0)
    refuse("a storage is described in an unknown way");
  TorchStorage storage{.key = std::string(key.text), .elements = elements.integer};
  if (id.items.size() > 5) {  // files before PyTorch 1.6: None or (key, offset, elements)
    const PickleNode& view = graph.at(id.items[5]);
    if (view.kind == Kind::Tuple && view.items.size() == 3)
      storage.viewOffset = graph.at(view.items[1]).integer;
    if (storage.viewOffset < 0) refuse("a storage begins before its start");
  }
  for (const auto& [name, dtype] : kStorageTypes)
    if (type.name == name) {
      storage.dtype = dtype;
      return storage;
    }
  refusePickle(
      where, fmt::format("it stores numbers as \"{}\", which is not known", printable(type.name)));
}

}  // namespace pentimento

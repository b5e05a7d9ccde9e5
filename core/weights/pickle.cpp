#include "core/weights/pickle.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/weights/pickle_machine.h"
#include "core/weights/pickle_opcodes.h"

namespace pentimento {
namespace {

using Kind = PickleNode::Kind;
using Op = PickleOpcode;
using GlobalName = std::pair<std::string_view, std::string_view>;

constexpr int kMaxProtocol = 5;

/// Functions whose arguments say all there is to know; everything that saved weights need.
constexpr std::array kDataCalls{
    GlobalName{"collections", "OrderedDict"},
    GlobalName{"collections", "defaultdict"},
    GlobalName{"builtins", "set"},
    GlobalName{"__builtin__", "set"},
    GlobalName{"torch", "Size"},
    GlobalName{"torch", "device"},
    GlobalName{"torch._utils", "_rebuild_tensor"},
    GlobalName{"torch._utils", "_rebuild_tensor_v2"},
    GlobalName{"torch._utils", "_rebuild_parameter"},
    GlobalName{"torch.jit._pickle", "build_intlist"},
    GlobalName{"torch.jit._pickle", "build_doublelist"},
    GlobalName{"torch.jit._pickle", "build_boollist"},
    GlobalName{"torch.jit._pickle", "build_tensorlist"},
    GlobalName{"torch.jit._pickle", "restore_type_tag"},
    GlobalName{"numpy", "dtype"},
    GlobalName{"numpy.core.multiarray", "scalar"},
    GlobalName{"numpy._core.multiarray", "scalar"},
    GlobalName{"_codecs", "encode"},
};

class PickleReader : PickleMachine {
 public:
  PickleReader(std::span<const std::byte> bytes, std::string_view where)
      : PickleMachine(bytes, where) {}

  PickleGraph read() {
    for (;;) {
      const Op op{readUnsigned<uint8_t>()};
      if (op == Op::Stop) break;
      execute(op);
    }
    m_graph.root = pop();
    return std::move(m_graph);
  }

  [[nodiscard]] std::span<const std::byte> rest() const { return m_cursor.rest(); }

 private:
  void execute(Op op) {
    switch (op) {
      case Op::Proto:
        if (readUnsigned<uint8_t>() > kMaxProtocol) refuse("its pickle protocol is unknown");
        return;
      case Op::Frame:
        if (readUnsigned<uint64_t>() > m_cursor.rest().size())
          refuse("a pickle frame is longer than the file");
        return;
      case Op::Mark:
        m_marks.push_back(m_stack.size());
        return;
      case Op::Pop:
        if (!m_marks.empty() && m_marks.back() == m_stack.size())
          m_marks.pop_back();
        else
          (void)pop();
        return;
      case Op::PopMark:
        (void)popToMark();
        return;
      case Op::Dup:
        pushId(top());
        return;
      case Op::None:
        return push({.kind = Kind::None});
      case Op::NewTrue:
      case Op::NewFalse:
        return push({.kind = Kind::Bool, .integer = op == Op::NewTrue});
      case Op::BinInt:
        return pushInteger(static_cast<int32_t>(readUnsigned<uint32_t>()));
      case Op::BinInt1:
        return pushInteger(readUnsigned<uint8_t>());
      case Op::BinInt2:
        return pushInteger(readUnsigned<uint16_t>());
      case Op::Long1:
        return pushLong(readUnsigned<uint8_t>());
      case Op::Long4:
        return pushLong(readUnsigned<uint32_t>());
      case Op::BinFloat:
        return push({.kind = Kind::Float, .real = readBigEndianDouble()});
      case Op::ShortBinString:
      case Op::ShortBinUnicode:
        return pushText(Kind::Text, readUnsigned<uint8_t>());
      case Op::BinString:
      case Op::BinUnicode:
        return pushText(Kind::Text, readUnsigned<uint32_t>());
      case Op::BinUnicode8:
        return pushText(Kind::Text, readUnsigned<uint64_t>());
      case Op::ShortBinBytes:
        return pushText(Kind::Bytes, readUnsigned<uint8_t>());
      case Op::BinBytes:
        return pushText(Kind::Bytes, readUnsigned<uint32_t>());
      case Op::BinBytes8:
        return pushText(Kind::Bytes, readUnsigned<uint64_t>());
      default:
        return executeContainer(op);
    }
  }

  void executeContainer(Op op) {
    switch (op) {
      case Op::EmptyTuple:
        return push({.kind = Kind::Tuple});
      case Op::Tuple1:
        return pushTupleOf(1);
      case Op::Tuple2:
        return pushTupleOf(2);
      case Op::Tuple3:
        return pushTupleOf(3);
      case Op::Tuple:
        return push({.kind = Kind::Tuple, .items = popToMark()});
      case Op::EmptyList:
      case Op::EmptySet:
        return push({.kind = Kind::List});
      case Op::List:
      case Op::FrozenSet:
        return push({.kind = Kind::List, .items = popToMark()});
      case Op::EmptyDict:
        return push({.kind = Kind::Dict});
      case Op::Dict:
        return push({.kind = Kind::Dict, .items = popPairsToMark()});
      case Op::Append: {
        const PickleId item = pop();
        return extend(Kind::List, {item});
      }
      case Op::Appends:
      case Op::AddItems:
        return extend(Kind::List, popToMark());
      case Op::SetItem: {
        const PickleId value = pop(), key = pop();
        return extend(Kind::Dict, {key, value});
      }
      case Op::SetItems:
        return extend(Kind::Dict, popPairsToMark());
      case Op::BinGet:
        return recall(readUnsigned<uint8_t>());
      case Op::LongBinGet:
        return recall(readUnsigned<uint32_t>());
      case Op::BinPut:
        m_memo[readUnsigned<uint8_t>()] = top();
        return;
      case Op::LongBinPut:
        m_memo[readUnsigned<uint32_t>()] = top();
        return;
      case Op::Memoize:
        m_memo[static_cast<uint32_t>(m_memo.size())] = top();
        return;
      default:
        return executeObject(op);
    }
  }

  void executeObject(Op op) {
    switch (op) {
      case Op::Global: {
        const std::string_view module = readName();
        return push({.kind = Kind::Global, .text = module, .name = readName()});
      }
      case Op::StackGlobal: {
        const PickleNode& name = node(pop());
        const PickleNode& module = node(pop());
        if (name.kind != Kind::Text || module.kind != Kind::Text)
          refuse("it names a class by something other than text");
        return push({.kind = Kind::Global, .text = module.text, .name = name.text});
      }
      case Op::Reduce: {
        const PickleId arguments = pop(), callable = pop();
        return call(callable, arguments);
      }
      case Op::NewObj: {
        const PickleId arguments = pop(), type = pop();
        return construct(type, arguments);
      }
      case Op::NewObjEx: {
        const PickleId keywords = pop();
        if (!node(keywords).items.empty()) refuse("it constructs an object with named arguments");
        const PickleId arguments = pop(), type = pop();
        return construct(type, arguments);
      }
      case Op::Build: {
        const PickleId state = pop();
        return build(top(), state);
      }
      case Op::BinPersId: {
        const PickleId id = pop();
        return push({.kind = Kind::PersistentId, .items = {id}});
      }
      default:
        refuse(fmt::format("it uses the pickle instruction 0x{:02x}, which no saved model needs",
                           static_cast<int>(op)));
    }
  }

  void call(PickleId callable, PickleId arguments) {
    const PickleNode& function = node(callable);
    if (function.kind != Kind::Global) refuse("it calls something that is not a function");
    if (node(arguments).kind != Kind::Tuple)
      refuse("it calls a function without a tuple of arguments");
    const GlobalName global{function.text, function.name};
    if (std::ranges::find(kDataCalls, global) == kDataCalls.end()) refuseCall(function);
    if (function.text == "collections") return pushMapping(node(arguments));
    if (function.name == "set") return push({.kind = Kind::List});
    push({.kind = Kind::Call, .items = {callable, arguments}});
  }

  /// OrderedDict(), OrderedDict([(key, value), ...]) or defaultdict(type).
  void pushMapping(const PickleNode& arguments) {
    std::vector<PickleId> items;
    if (!arguments.items.empty())
      for (const PickleId id : node(arguments.items[0]).items) {
        const PickleNode& pair = node(id);
        if (pair.items.size() != 2)
          refuse("it builds a dictionary from something other than pairs");
        account(2);
        items.insert(items.end(), pair.items.begin(), pair.items.end());
      }
    push({.kind = Kind::Dict, .items = std::move(items)});
  }

  void construct(PickleId type, PickleId arguments) {
    const PickleNode& cls = node(type);
    if (cls.kind != Kind::Global) refuse("it constructs something that is not a class");
    if (!node(arguments).items.empty()) refuseCall(cls);
    if (cls.text == "collections") return push({.kind = Kind::Dict});
    push({.kind = Kind::Object, .items = {type}});
  }

  void build(PickleId target, PickleId state) {
    PickleNode& object = m_graph.nodes[target];
    if (object.kind == Kind::Object && object.items.size() == 1) {
      object.items.push_back(state);
      return;
    }
    // state_dict() attaches the versions of its modules to the dictionary; nobody needs them.
    const PickleNode& attributes = node(state);
    const bool versions = object.kind == Kind::Dict && attributes.kind == Kind::Dict &&
                          attributes.items.size() == 2 &&
                          node(attributes.items[0]).text == "_metadata";
    if (!versions) refuse("it sets attributes of something that has none");
  }

  [[noreturn]] void refuseCall(const PickleNode& global) const {
    throw Error(
        ErrorKind::UnsupportedModel,
        "{} wants to run the Python function \"{}.{}\"; nothing was run and the file was not "
        "loaded: use a safetensors version of the model",
        m_where, printable(global.text), printable(global.name));
  }
};

}  // namespace

const PickleNode* PickleGraph::member(const PickleNode& dict, std::string_view key) const {
  if (dict.kind != Kind::Dict) return nullptr;
  for (size_t i = 0; i + 1 < dict.items.size(); i += 2) {
    const PickleNode& candidate = at(dict.items[i]);
    if (candidate.kind == Kind::Text && candidate.text == key) return &at(dict.items[i + 1]);
  }
  return nullptr;
}

PickleGraph readPickle(std::span<const std::byte>& bytes, std::string_view where) {
  PickleReader reader(bytes, where);
  PickleGraph graph = reader.read();
  bytes = reader.rest();
  return graph;
}

void refusePickle(std::string_view where, std::string_view reason) {
  throw Error(ErrorKind::CorruptFile,
              "{} cannot be read as a PyTorch checkpoint: {}; download it again or use a "
              "safetensors version",
              where, reason);
}

}  // namespace pentimento

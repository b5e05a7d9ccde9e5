#include "core/weights/pickle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/weights/byte_cursor.h"
#include "core/weights/pickle_opcodes.h"

namespace pentimento {
namespace {

using Kind = PickleNode::Kind;
using Op = PickleOpcode;
using GlobalName = std::pair<std::string_view, std::string_view>;

constexpr size_t kMaxNodes = 1'000'000;
constexpr size_t kMaxReferences = 16'000'000;
constexpr size_t kMaxNameBytes = 1000;
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

class PickleReader {
 public:
  PickleReader(std::span<const std::byte> bytes, std::string_view where)
      : m_cursor(bytes), m_where(where) {}

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

  void push(PickleNode value) {
    if (m_graph.nodes.size() >= kMaxNodes) refuse("it holds more objects than any model");
    account(value.items.size());
    m_graph.nodes.push_back(std::move(value));
    pushId(static_cast<PickleId>(m_graph.nodes.size() - 1));
  }
  void pushId(PickleId id) {
    account(1);
    m_stack.push_back(id);
  }
  /// A few bytes can refer to a long list many times: what bounds memory is counted here.
  void account(size_t references) {
    m_references += references;
    if (m_references > kMaxReferences) refuse("it holds more objects than any model");
  }
  void pushInteger(int64_t value) { push({.kind = Kind::Int, .integer = value}); }

  /// A little-endian two's complement number of any length.
  void pushLong(uint64_t length) {
    const std::string_view digits = take(length);
    const bool negative = !digits.empty() && static_cast<int8_t>(digits.back()) < 0;
    int64_t value = negative ? -1 : 0;
    const std::string_view high = digits.substr(std::min(digits.size(), sizeof value));
    std::memcpy(&value, digits.data(), digits.size() - high.size());
    const bool fits = (value < 0) == negative &&
                      high.find_first_not_of(negative ? '\xFF' : '\0') == std::string_view::npos;
    if (!fits) return push({.kind = Kind::Bytes, .text = digits});
    pushInteger(value);
  }

  void pushText(Kind kind, uint64_t length) { push({.kind = kind, .text = take(length)}); }

  void pushTupleOf(size_t count) {
    std::vector<PickleId> items(count);
    for (size_t i = count; i > 0; --i) items[i - 1] = pop();
    push({.kind = Kind::Tuple, .items = std::move(items)});
  }

  void extend(Kind kind, const std::vector<PickleId>& added) {
    PickleNode& container = m_graph.nodes[top()];
    if (container.kind != kind) refuse("it adds items to something that holds none");
    account(added.size());
    container.items.insert(container.items.end(), added.begin(), added.end());
  }

  void recall(uint32_t index) {
    const auto found = m_memo.find(index);
    if (found == m_memo.end()) refuse("it refers to an object that is not there");
    pushId(found->second);
  }

  [[nodiscard]] size_t stackFloor() const { return m_marks.empty() ? 0 : m_marks.back(); }

  [[nodiscard]] PickleId top() const {
    if (m_stack.size() <= stackFloor()) refuse("its stack of objects runs empty");
    return m_stack.back();
  }

  PickleId pop() {
    const PickleId id = top();
    m_stack.pop_back();
    return id;
  }

  std::vector<PickleId> popToMark() {
    if (m_marks.empty()) refuse("its stack of objects runs empty");
    const auto start = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<PickleId> items(start, m_stack.end());
    m_stack.erase(start, m_stack.end());
    m_marks.pop_back();
    return items;
  }

  std::vector<PickleId> popPairsToMark() {
    std::vector<PickleId> items = popToMark();
    if (items.size() % 2 != 0) refuse("a dictionary has a key without a value");
    return items;
  }

  [[nodiscard]] const PickleNode& node(PickleId id) const { return m_graph.nodes[id]; }

  std::string_view take(uint64_t count) {
    const auto bytes = m_cursor.take(count);
    if (!bytes) refuse("it ends early");
    return *bytes;
  }

  template <typename Unsigned>
  Unsigned readUnsigned() {
    const auto value = m_cursor.number<Unsigned>();
    if (!value) refuse("it ends early");
    return *value;
  }

  double readBigEndianDouble() {
    return std::bit_cast<double>(__builtin_bswap64(readUnsigned<uint64_t>()));
  }

  /// A line of a GLOBAL instruction.
  std::string_view readName() {
    const auto rest = m_cursor.rest();
    const std::string_view ahead(reinterpret_cast<const char*>(rest.data()),
                                 std::min(rest.size(), kMaxNameBytes));
    const size_t end = ahead.find('\n');
    if (end == std::string_view::npos) refuse("the name of a class does not end");
    const std::string_view line = take(end);
    (void)take(1);
    return line;
  }

  [[noreturn]] void refuse(std::string_view reason) const { refusePickle(m_where, reason); }

  [[noreturn]] void refuseCall(const PickleNode& global) const {
    throw Error(
        ErrorKind::UnsupportedModel,
        "{} wants to run the Python function \"{}.{}\"; nothing was run and the file was not "
        "loaded: use a safetensors version of the model",
        m_where, printable(global.text), printable(global.name));
  }

  ByteCursor m_cursor;
  std::string_view m_where;
  PickleGraph m_graph;
  size_t m_references = 0;  ///< pushed on the stack or held by containers, in all
  std::vector<PickleId> m_stack;
  std::vector<size_t> m_marks;  ///< stack sizes at open marks
  std::unordered_map<uint32_t, PickleId> m_memo;
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

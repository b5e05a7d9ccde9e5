#include "core/weights/safetensors_header.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/weights/indexed_source.h"

namespace pentimento {
namespace {
namespace ondemand = simdjson::ondemand;

constexpr size_t kMaxRank = 8;
/// Punctuation and strings of a header with kMaxTensors tensors stay well below.
constexpr size_t kMaxTokens = 64 * kMaxTensors;
constexpr int kMaxDepth = 8;
/// Real ones have a hundred.
constexpr size_t kMaxMetadata = 10'000;

constexpr std::array kDTypes{DType::F64, DType::F32, DType::F16, DType::BF16, DType::I64,
                             DType::I32, DType::I16, DType::I8,  DType::U8,   DType::Bool};
constexpr std::array<std::string_view, 12> kForeignDTypes{
    "F4",          "F6_E2M3",     "F6_E3M2", "F8_E5M2", "F8_E4M3", "F8_E8M0",
    "F8_E4M3FNUZ", "F8_E5M2FNUZ", "U16",     "U32",     "U64",     "C64"};

class HeaderParser {
 public:
  explicit HeaderParser(std::string_view where) : m_where(where) {}

  SafetensorsHeader parse(std::string_view json, size_t bytesAfter) {
    if (json.empty() || json.front() != '{') refuse("its header does not begin with {");
    refuseExcess(json);
    simdjson::padded_string copy;
    simdjson::padded_string_view padded(json.data(), json.size(), json.size() + bytesAfter);
    if (bytesAfter < simdjson::SIMDJSON_PADDING) {
      copy = simdjson::padded_string(json);
      padded = copy;
    }
    ondemand::parser parser;
    ondemand::document document = parser.iterate(padded);
    for (ondemand::field field : document.get_object()) {
      std::string name(std::string_view(field.unescaped_key()));
      if (name == "__metadata__")
        readMetadata(field.value());
      else
        readEntry(std::move(name), field.value());
    }
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      refuse("something follows the JSON of its header");
    return std::move(m_header);
  }

  [[noreturn]] void refuse(std::string_view reason) const { refuseSafetensors(m_where, reason); }

 private:
  /// simdjson indexes the whole text before any of it can be looked at; this bounds that index.
  void refuseExcess(std::string_view json) const {
    size_t tokens = 0;
    int depth = 0;
    bool inString = false;
    for (size_t i = 0; i < json.size(); ++i) {
      const char c = json[i];
      if (inString) {
        if (c == '\\') ++i;
        inString = c != '"';
        continue;
      }
      if (c == '"') inString = true;
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      if (c != ' ') tokens += c == '"' || c == ',' || c == ':' || c == '{' || c == '[';
      if (depth > kMaxDepth) refuse("its header nests too deeply");
      if (tokens > kMaxTokens) refuse("its header names more than 200,000 tensors");
    }
  }

  void readMetadata(ondemand::value value) {
    if (m_metadataSeen) refuse("its header has __metadata__ twice");
    m_metadataSeen = true;
    for (ondemand::field field : value.get_object()) {
      if (m_header.metadata.size() == kMaxMetadata)
        refuse("its metadata has more than 10,000 entries");
      std::string key(std::string_view(field.unescaped_key()));
      const std::string_view text = field.value().get_string();
      if (!m_header.metadata.emplace(std::move(key), text).second)
        refuse("its metadata has a key twice");
    }
  }

  void readEntry(std::string name, ondemand::value value) {
    if (m_header.tensors.size() >= kMaxTensors) refuse("it names more than 200,000 tensors");
    m_name = name;
    SafetensorsEntry entry{.name = std::move(name), .info = {}};
    bool dtypeSeen = false, shapeSeen = false, offsetsSeen = false;
    const auto once = [this](bool& seen) {
      if (seen) refuseTensor("is described twice");
      seen = true;
    };
    for (ondemand::field field : value.get_object()) {
      const std::string_view key = field.unescaped_key();
      if (key == "dtype") {
        once(dtypeSeen);
        entry.info.dtype = readDType(field.value().get_string());
      } else if (key == "shape") {
        once(shapeSeen);
        entry.info.shape = readShape(field.value());
      } else if (key == "data_offsets") {
        once(offsetsSeen);
        readOffsets(field.value(), entry);
      }
    }
    if (!dtypeSeen || !shapeSeen || !offsetsSeen)
      refuseTensor("lacks its dtype, shape or data_offsets");
    m_header.tensors.push_back(std::move(entry));
  }

  DType readDType(std::string_view word) const {
    for (const DType dtype : kDTypes)
      if (toString(dtype) == word) return dtype;
    if (std::ranges::find(kForeignDTypes, word) != kForeignDTypes.end())
      throw Error(ErrorKind::UnsupportedModel,
                  "{} stores numbers of type {}, which cannot be used yet; take the float16 or "
                  "float32 version of the model",
                  m_where, word);
    refuseTensor("has an unknown number type");
  }

  std::vector<int64_t> readShape(ondemand::value value) const {
    std::vector<int64_t> shape;
    for (ondemand::value side : value.get_array()) {
      if (shape.size() == kMaxRank) refuseTensor("has more than 8 dimensions");
      shape.push_back(readNumber(side));
    }
    return shape;
  }

  void readOffsets(ondemand::value value, SafetensorsEntry& entry) const {
    std::vector<int64_t> offsets;
    for (ondemand::value offset : value.get_array()) {
      if (offsets.size() == 2) refuseTensor("has more than two offsets");
      offsets.push_back(readNumber(offset));
    }
    if (offsets.size() != 2) refuseTensor("has fewer than two offsets");
    entry.begin = static_cast<uint64_t>(offsets[0]);
    entry.end = static_cast<uint64_t>(offsets[1]);
  }

  int64_t readNumber(ondemand::value value) const {
    const uint64_t number = value.get_uint64();
    if (number > uint64_t{std::numeric_limits<int64_t>::max()})
      refuseTensor("has an absurd size or offset");
    return static_cast<int64_t>(number);
  }

  [[noreturn]] void refuseTensor(std::string_view reason) const {
    refuse(fmt::format("its tensor \"{}\" {}", printable(m_name), reason));
  }

  std::string_view m_where;
  SafetensorsHeader m_header;
  std::string m_name;  ///< of the entry being read
  bool m_metadataSeen = false;
};

}  // namespace

SafetensorsHeader parseSafetensorsHeader(std::string_view json, size_t bytesAfter,
                                         std::string_view where) {
  HeaderParser parser(where);
  try {
    return parser.parse(json, bytesAfter);
  } catch (const simdjson::simdjson_error& error) {
    parser.refuse(fmt::format("its header breaks the format ({})", error.what()));
  }
}

void refuseSafetensors(std::string_view where, std::string_view reason) {
  throw Error(ErrorKind::CorruptFile,
              "{} is not a sound safetensors file: {}; download or export it again", where, reason);
}

}  // namespace pentimento

#include <algorithm>
#include <numeric>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/printable.h"
#include "core/weights/safetensors_file.h"

namespace pentimento {
namespace {

constexpr size_t kChunkBytes = 8u << 20;  // between two looks at the stop token
constexpr size_t kAlignment = 8;

/// Widest number type first, so that every tensor is aligned without holes.
std::vector<size_t> storageOrder(const TensorSource& source) {
  std::vector<size_t> order(source.names().size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](size_t i) {
    return bytesPerElement(source.find(source.names()[i])->dtype);
  });
  return order;
}

struct HeaderText {
  std::string text;  ///< with its length in front
  uint64_t dataBytes = 0;
};

HeaderText writeHeader(const TensorSource& source, const std::vector<size_t>& order,
                       const std::map<std::string, std::string>& metadata) {
  OrderedJson json = OrderedJson::object();
  if (!metadata.empty()) json["__metadata__"] = metadata;
  // ordered_json looks keys up one by one; appending members keeps this linear.
  auto& members = json.get_ref<OrderedJson::object_t&>();
  HeaderText header;
  for (const size_t i : order) {
    const std::string& name = source.names()[i];
    const TensorInfo& info = *source.find(name);
    const auto bytes = byteCount(info);
    if (!bytes || name == "__metadata__")
      throw Error(ErrorKind::InvalidInput, "the tensor \"{}\" cannot be written to safetensors",
                  printable(name));
    OrderedJson entry;
    entry["dtype"] = toString(info.dtype);
    entry["shape"] = info.shape;
    entry["data_offsets"] = {header.dataBytes, header.dataBytes + *bytes};
    static_cast<std::vector<std::pair<const std::string, OrderedJson>>&>(members).emplace_back(
        name, std::move(entry));
    header.dataBytes += *bytes;
  }
  std::string text;
  try {
    text = json.dump();
  } catch (const Json::exception&) {
    throw Error(ErrorKind::InvalidInput, "a tensor name or a metadata text is not UTF-8");
  }
  text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');
  const uint64_t length = text.size();
  header.text.assign(reinterpret_cast<const char*>(&length), sizeof length);
  header.text += text;
  return header;
}

}  // namespace

void writeSafetensors(const std::filesystem::path& path, const TensorSource& source,
                      const SafetensorsOptions& options, const RunContext& run) {
  const std::vector<size_t> order = storageOrder(source);
  const HeaderText header = writeHeader(source, order, options.metadata);
  AtomicFile file(path);
  file.write(header.text);
  Progress progress;
  progress.stage = "save";
  progress.steps = static_cast<int>(order.size());
  for (const size_t i : order) {
    run.report(progress);
    const TensorBytes tensor = source.read(source.names()[i]);
    for (auto rest = tensor.bytes; !rest.empty();) {
      run.check();
      const size_t count = std::min(rest.size(), kChunkBytes);
      file.write(rest.first(count));
      rest = rest.subspan(count);
    }
    ++progress.step;
  }
  run.report(progress);
  file.commit(options.ifExists);
}

}  // namespace pentimento

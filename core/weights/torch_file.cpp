#include "core/weights/torch_file.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/weights/byte_cursor.h"
#include "core/weights/mapped_file.h"
#include "core/weights/zip_index.h"

namespace pentimento {
namespace {
using Bytes = std::span<const std::byte>;

/// Real ones have less than a tenth of it.
constexpr size_t kMaxPickleBytes = 64u << 20;
/// The integer that starts a stream of torch.save before version 1.6.
constexpr std::string_view kStreamMagic = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
constexpr int64_t kStreamVersion = 1001;

bool isRowMajor(const TorchTensor& tensor) {
  int64_t expected = 1;
  for (size_t i = tensor.strides.size(); i-- > 0;) {
    if (tensor.info.shape[i] != 1 && tensor.strides[i] != expected) return false;
    expected *= tensor.info.shape[i];
  }
  return true;
}

/// Copies a strided view into row-major order.
std::vector<std::byte> gather(Bytes source, const TensorInfo& info,
                              const std::vector<int64_t>& strides) {
  const size_t width = bytesPerElement(info.dtype);
  const auto count = static_cast<size_t>(info.elements());
  std::vector<std::byte> result(count * width);
  std::vector<int64_t> position(info.shape.size(), 0);
  int64_t offset = 0;
  for (size_t i = 0; i < count; ++i) {
    std::memcpy(result.data() + i * width, source.data() + static_cast<size_t>(offset) * width,
                width);
    for (size_t axis = position.size(); axis-- > 0;) {
      offset += strides[axis];
      if (++position[axis] < info.shape[axis]) break;
      offset -= strides[axis] * info.shape[axis];
      position[axis] = 0;
    }
  }
  return result;
}

/// The folder of the one data.pkl, with its slash.
std::string archiveRoot(const ZipIndex& zip, std::string_view where) {
  constexpr std::string_view kPickleName = "data.pkl";
  std::optional<std::string> root;
  for (const auto& [name, entry] : zip.entries()) {
    if (!name.ends_with(kPickleName)) continue;
    std::string folder = name.substr(0, name.size() - kPickleName.size());
    if (!folder.empty() && !folder.ends_with('/')) continue;
    if (root) refusePickle(where, "its archive holds two pickles");
    root = std::move(folder);
  }
  if (!root) refusePickle(where, "it is a zip archive without a data.pkl");
  return *root;
}

}  // namespace

TorchFile::TorchFile(const std::filesystem::path& path)
    : TorchFile(MappedFile::open(path), printable(path.string(), 500)) {}

TorchFile::TorchFile(std::shared_ptr<const MappedFile> file, std::string location)
    : TorchFile(file->bytes(), file, std::move(location)) {
  m_file = std::move(file);
}

TorchFile::TorchFile(Bytes bytes, std::shared_ptr<const void> owner, std::string location)
    : IndexedSource(std::move(location)), m_owner(std::move(owner)) {
  if (ZipIndex::isZip(bytes))
    readArchive(bytes);
  else if (looksLike(bytes))
    readStream(bytes);
  else
    refusePickle(this->location(), "it is neither a zip archive nor a pickle");
}

bool TorchFile::looksLike(Bytes bytes) noexcept {
  constexpr std::byte kProtocolOpcode{0x80};
  return ZipIndex::isZip(bytes) ||
         (bytes.size() > 2 && bytes[0] == kProtocolOpcode && bytes[1] <= std::byte{5});
}

void TorchFile::readArchive(Bytes bytes) {
  const ZipIndex zip(bytes, location());
  const std::string root = archiveRoot(zip, location());
  const auto entry = [&](const std::string& name) -> std::optional<Bytes> {
    const auto found = zip.entries().find(name);
    if (found == zip.entries().end()) return std::nullopt;
    if (found->second.compressed)
      throw Error(ErrorKind::UnsupportedModel,
                  "{} is a compressed archive, as PyTorch never writes them; unpack it first",
                  location());
    return found->second.bytes;
  };
  if (const auto order = entry(root + "byteorder");
      order && order->size() >= 3 && static_cast<char>((*order)[0]) == 'b')
    throw Error(ErrorKind::UnsupportedModel,
                "{} was written on a big-endian machine; save it again on another", location());
  Bytes pickle = *entry(root + "data.pkl");
  if (pickle.size() > kMaxPickleBytes)
    refusePickle(location(), "its description is larger than that of any model");
  TorchContents contents = collectTorchTensors(readPickle(pickle, location()), location());
  StorageBytes storages;
  for (const TorchTensor& tensor : contents.tensors)
    if (const auto stored = entry(root + "data/" + tensor.storage.key))
      storages.emplace(tensor.storage.key, *stored);
  addTensors(std::move(contents), storages, bytes.size());
}

void TorchFile::readStream(Bytes bytes) {
  Bytes rest = bytes;
  const auto next = [&] {
    Bytes limited = rest.first(std::min(rest.size(), kMaxPickleBytes));
    const size_t before = limited.size();
    PickleGraph graph = readPickle(limited, location());
    rest = rest.subspan(before - limited.size());
    return graph;
  };
  const PickleGraph magic = next();
  if (magic.at(magic.root).text != kStreamMagic)
    refusePickle(location(), "it is a pickle, but not one of a model");
  const PickleGraph version = next();
  if (version.at(version.root).integer != kStreamVersion)
    refusePickle(location(), "its version is unknown");
  const PickleGraph system = next();
  if (const auto* little = system.member(system.at(system.root), "little_endian");
      little && !little->integer)
    refusePickle(location(), "it was written on a big-endian machine");
  const PickleGraph object = next();
  TorchContents contents = collectTorchTensors(object, location());
  std::map<std::string, TorchStorage> described;
  for (TorchStorage& storage : listTorchStorages(object, location()))
    described.emplace(storage.key, storage);
  const PickleGraph keys = next();

  ByteCursor data(rest);
  StorageBytes storages;
  for (const PickleId id : keys.at(keys.root).items) {
    const auto found = described.find(std::string(keys.at(id).text));
    if (found == described.end()) refusePickle(location(), "it holds numbers of no tensor");
    const auto elements = data.number<uint64_t>();
    const size_t width = bytesPerElement(found->second.dtype);
    if (!elements || *elements > data.rest().size() / width)
      refusePickle(location(), "it is cut short");
    const auto stored = data.take(*elements * width);
    storages.emplace(found->first, std::as_bytes(std::span(*stored)));
  }
  addTensors(std::move(contents), storages, bytes.size());
}

void TorchFile::addTensors(TorchContents contents, const StorageBytes& storages,
                           uint64_t fileBytes) {
  m_attributes = std::move(contents.attributes);
  for (TorchTensor& tensor : contents.tensors) {
    const auto refuse = [&](std::string_view reason) {
      refusePickle(location(), fmt::format("its tensor \"{}\" {}", printable(tensor.name), reason));
    };
    const auto width = static_cast<int64_t>(bytesPerElement(tensor.info.dtype));
    const auto stored = storages.find(tensor.storage.key);
    if (stored == storages.end()) refuse("has no numbers in the file");
    int64_t declared = 0;
    if (__builtin_mul_overflow(tensor.storage.elements, width, &declared) ||
        static_cast<uint64_t>(declared) != stored->second.size())
      refuse("has more or fewer numbers than it says");
    // Expanded views repeat their numbers; beyond the file's own size that is an attack.
    if (*byteCount(tensor.info) > fileBytes) refuse("is larger than the file");
    const bool empty = tensor.info.elements() == 0;
    const auto start =
        empty ? 0 : static_cast<size_t>((tensor.storage.viewOffset + tensor.offset) * width);
    m_views.push_back({stored->second.subspan(start),
                       empty || isRowMajor(tensor) ? std::vector<int64_t>{} : tensor.strides});
    if (!add(tensor.name, std::move(tensor.info))) refuse("occurs twice");
  }
}

TensorBytes TorchFile::readAt(size_t index) const {
  const View& view = m_views[index];
  if (view.strides.empty()) {
    const auto bytes = view.bytes.first(*byteCount(info(index)));
    return {info(index), bytes, m_file ? lend(m_file, bytes) : m_owner};
  }
  auto gathered =
      std::make_shared<const std::vector<std::byte>>(gather(view.bytes, info(index), view.strides));
  return {info(index), std::span(*gathered), gathered};
}

}  // namespace pentimento

#include "core/weights/safetensors_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/weights/mapped_file.h"
#include "core/weights/safetensors_header.h"

namespace pentimento {
namespace {

constexpr size_t kLengthBytes = 8;
constexpr uint64_t kMaxHeaderBytes = 100'000'000;

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

/// Splits a file; the header's length comes first.
std::pair<std::string_view, std::span<const std::byte>> splitHeader(
    std::span<const std::byte> bytes, std::string_view where) {
  if (bytes.size() < kLengthBytes)
    refuseSafetensors(where, "it is shorter than the length of its header");
  uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthBytes);
  if (length > kMaxHeaderBytes)
    refuseSafetensors(where, "its header would be larger than 100,000,000 bytes");
  if (length > bytes.size() - kLengthBytes) refuseSafetensors(where, "it ends within its header");
  const auto* text = reinterpret_cast<const char*>(bytes.data()) + kLengthBytes;
  return {{text, length}, bytes.subspan(kLengthBytes + length)};
}

/// The data must be covered from its first to its last byte, and no byte twice: nothing can hide.
void checkCoverage(const std::vector<SafetensorsEntry>& tensors, uint64_t dataBytes,
                   std::string_view where) {
  std::vector<size_t> order(tensors.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {},
                    [&](size_t i) { return std::pair(tensors[i].begin, tensors[i].end); });
  uint64_t covered = 0;
  for (const size_t i : order) {
    if (tensors[i].begin != covered)
      refuseSafetensors(
          where, fmt::format("its tensor \"{}\" {} the one before", printable(tensors[i].name),
                             tensors[i].begin < covered ? "overlaps" : "leaves a hole after"));
    covered = tensors[i].end;
  }
  if (covered < dataBytes) refuseSafetensors(where, "bytes follow its last tensor");
}

}  // namespace

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path)
    : SafetensorsFile(MappedFile::open(path), printable(path.string(), 500)) {}

SafetensorsFile::SafetensorsFile(std::shared_ptr<const MappedFile> file, std::string location)
    : SafetensorsFile(file->bytes(), file, std::move(location)) {
  m_file = std::move(file);
}

SafetensorsFile::SafetensorsFile(std::span<const std::byte> bytes,
                                 std::shared_ptr<const void> owner, std::string location)
    : IndexedSource(std::move(location)), m_owner(std::move(owner)) {
  const auto [json, data] = splitHeader(bytes, this->location());
  m_data = data;
  SafetensorsHeader header = parseSafetensorsHeader(json, data.size(), this->location());
  for (const SafetensorsEntry& entry : header.tensors) {
    const auto refuse = [&](std::string_view reason) {
      refuseSafetensors(this->location(),
                        fmt::format("its tensor \"{}\" {}", printable(entry.name), reason));
    };
    if (entry.begin > entry.end) refuse("ends before it begins");
    if (entry.end > data.size()) refuse("reaches past the end of the file");
    if (byteCount(entry.info) != entry.end - entry.begin)
      refuse("has a shape that does not fit its bytes");
  }
  checkCoverage(header.tensors, data.size(), this->location());
  m_ranges.reserve(header.tensors.size());
  for (SafetensorsEntry& entry : header.tensors) {
    m_ranges.push_back({entry.begin, entry.end});
    if (!add(std::move(entry.name), std::move(entry.info)))
      refuseSafetensors(this->location(), "two of its tensors have the same name");
  }
  m_metadata = std::move(header.metadata);
}

TensorBytes SafetensorsFile::readAt(size_t index) const {
  const Range& range = m_ranges[index];
  const auto bytes = m_data.subspan(range.begin, range.end - range.begin);
  return {info(index), bytes, m_file ? lend(m_file, bytes) : m_owner};
}

}  // namespace pentimento

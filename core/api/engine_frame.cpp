#include "core/api/engine_frame.h"

#include <array>
#include <bit>
#include <cstring>

#include "core/base/error.h"

namespace pentimento {
namespace {

static_assert(std::endian::native == std::endian::little, "samples travel little-endian");

constexpr size_t kLengthBytes = 4;

[[noreturn]] void throwBadFrame(std::string_view what) {
  throw Error(ErrorKind::CorruptFile,
              "the engine connection carries something else than frames: {}", what);
}

uint64_t bytesOf(const std::vector<std::string>& blobs) {
  uint64_t sum = 0;
  for (const std::string& blob : blobs) sum += blob.size();
  return sum;
}

uint64_t unsignedAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number_unsigned())
    throwBadFrame(fmt::format("\"{}\" is missing or no number", key));
  return found->get<uint64_t>();
}

}  // namespace

OrderedJson EngineFrame::attach(const Image& image) {
  const auto add = [this](std::string_view bytes) {
    blobs.emplace_back(bytes);
    return blobs.size() - 1;
  };
  const auto pixels = image.bytes();
  OrderedJson description{
      {"width", image.width()},
      {"height", image.height()},
      {"channels", image.channels()},
      {"depth", static_cast<int>(image.depth())},
      {"pixels", add({reinterpret_cast<const char*>(pixels.data()), pixels.size()})}};
  const ImageMetadata& metadata = image.metadata;
  if (!metadata.iccProfile.empty()) description["icc"] = add(metadata.iccProfile);
  if (!metadata.exif.empty()) description["exif"] = add(metadata.exif);
  if (!metadata.xmp.empty()) description["xmp"] = add(metadata.xmp);
  if (metadata.pixelsPerInch != 0) description["ppi"] = metadata.pixelsPerInch;
  const auto addPairs = [&](const char* key, const auto& pairs) {
    for (const auto& [name, bytes] : pairs) description[key].push_back({add(name), add(bytes)});
  };
  addPairs("texts", metadata.texts);
  addPairs("png_chunks", metadata.pngChunks);
  return description;
}

Image EngineFrame::image(const Json& description) const {
  if (!description.is_object()) throwBadFrame("an image is not described by an object");
  const auto blob = [this](const Json& index) -> const std::string& {
    if (!index.is_number_unsigned() || index.get<uint64_t>() >= blobs.size())
      throwBadFrame("an image names a blob that is not there");
    return blobs[index.get<size_t>()];
  };
  const uint64_t width = unsignedAt(description, "width");
  const uint64_t height = unsignedAt(description, "height");
  const uint64_t channels = unsignedAt(description, "channels");
  const uint64_t depth = unsignedAt(description, "depth");
  constexpr uint64_t kMaxSide = uint64_t{1} << 30;
  if (width == 0 || height == 0 || width > kMaxSide || height > kMaxSide || channels < 1 ||
      channels > 4 || (depth != 8 && depth != 16))
    throwBadFrame("an image has an impossible format");
  const std::string& pixels = blob(description.value("pixels", Json()));
  if (pixels.size() != width * height * channels * depth / 8)
    throwBadFrame("an image and its pixels differ in size");
  Image image({static_cast<int>(width), static_cast<int>(height)},
              static_cast<ChannelLayout>(channels), static_cast<BitDepth>(depth));
  std::memcpy(image.writableBytes().data(), pixels.data(), pixels.size());
  const auto optionalBlob = [&](const char* key, std::string& target) {
    if (const auto found = description.find(key); found != description.end()) target = blob(*found);
  };
  optionalBlob("icc", image.metadata.iccProfile);
  optionalBlob("exif", image.metadata.exif);
  optionalBlob("xmp", image.metadata.xmp);
  if (const auto found = description.find("ppi"); found != description.end() && found->is_number())
    image.metadata.pixelsPerInch = found->get<double>();
  const auto readPairs = [&](const char* key, auto& pairs) {
    for (const Json& entry : description.value(key, Json::array())) {
      if (!entry.is_array() || entry.size() != 2) throwBadFrame("an image has damaged metadata");
      pairs.emplace_back(blob(entry[0]), blob(entry[1]));
    }
  };
  readPairs("texts", image.metadata.texts);
  readPairs("png_chunks", image.metadata.pngChunks);
  return image;
}

std::string encodeFrameHead(const EngineFrame& frame) {
  OrderedJson head = frame.head;
  OrderedJson& sizes = head["blobs"] = OrderedJson::array();
  for (const std::string& blob : frame.blobs) sizes.push_back(blob.size());
  const uint64_t blobBytes = bytesOf(frame.blobs);
  // Texts may come from files of others: what is not UTF-8 is replaced rather than refused.
  const std::string text = head.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
  if (text.size() > EngineFrame::kMaxHeadBytes || frame.blobs.size() > EngineFrame::kMaxBlobs ||
      blobBytes > EngineFrame::kMaxBlobBytes)
    throw Error(
        ErrorKind::InvalidInput,
        "a request of {} bytes is more than the engine connection takes; use smaller images",
        text.size() + blobBytes);
  std::string bytes;
  bytes.reserve(kLengthBytes + text.size());
  for (size_t i = 0; i < kLengthBytes; ++i) bytes += static_cast<char>(text.size() >> (8 * i));
  return bytes += text;
}

std::string encodeFrame(const EngineFrame& frame) {
  const std::string head = encodeFrameHead(frame);
  std::string bytes;
  bytes.reserve(head.size() + bytesOf(frame.blobs));
  bytes += head;
  for (const std::string& blob : frame.blobs) bytes += blob;
  return bytes;
}

bool EngineFrameDecoder::readHead() {
  const std::string_view rest = std::string_view(m_buffer).substr(m_begin);
  if (rest.size() < kLengthBytes) return false;
  size_t length = 0;
  for (size_t i = 0; i < kLengthBytes; ++i)
    length |= size_t{static_cast<uint8_t>(rest[i])} << (8 * i);
  if (length < 2 || length > EngineFrame::kMaxHeadBytes)
    throwBadFrame("a head of impossible length");
  if (rest.size() < kLengthBytes + length) return false;
  Head head;
  const Json json =
      parseJson(rest.substr(kLengthBytes, length), "a frame of the engine connection");
  if (!json.is_object()) throwBadFrame("a head that is no object");
  const Json sizes = json.value("blobs", Json::array());
  if (!sizes.is_array() || sizes.size() > EngineFrame::kMaxBlobs)
    throwBadFrame("a list of blobs that is none");
  for (const Json& size : sizes) {
    if (!size.is_number_unsigned() || size.get<uint64_t>() > EngineFrame::kMaxBlobBytes)
      throwBadFrame("a blob of impossible size");
    head.blobs.push_back(size.get<size_t>());
    head.blobBytes += head.blobs.back();
  }
  if (head.blobBytes > EngineFrame::kMaxBlobBytes) throwBadFrame("blobs of impossible size");
  head.json = json;
  m_head = std::move(head);
  m_begin += kLengthBytes + length;
  return true;
}

std::optional<EngineFrame> EngineFrameDecoder::next() {
  if (!m_head && !readHead()) return std::nullopt;
  if (m_buffer.size() - m_begin < m_head->blobBytes) return std::nullopt;
  EngineFrame frame;
  frame.head = std::move(m_head->json);
  for (const size_t size : m_head->blobs) {
    frame.blobs.push_back(m_buffer.substr(m_begin, size));
    m_begin += size;
  }
  m_head.reset();
  m_buffer.erase(0, m_begin);
  m_begin = 0;
  return frame;
}

}  // namespace pentimento

/// The frames that studio and engine process exchange: a JSON head and binary blobs behind it. The
/// page for people who write a client is app/cli/ENGINE_PROTOCOL.md.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/imaging/image.h"

namespace pentimento {

/// On the wire: u32 length of the head (little-endian), the head (a JSON object, UTF-8), then the
/// blobs, whose sizes the head lists under "blobs".
struct EngineFrame {
  OrderedJson head = OrderedJson::object();
  std::vector<std::string> blobs;

  static constexpr size_t kMaxHeadBytes = size_t{16} << 20;
  static constexpr size_t kMaxBlobs = 4096;
  static constexpr uint64_t kMaxBlobBytes = uint64_t{4} << 30;  ///< all blobs of a frame together

  /// Adds the image's pixels and metadata as blobs. @returns what the head says of it
  [[nodiscard]] OrderedJson attach(const Image& image);
  /// Inverse of `attach`. @throws Error(CorruptFile) when description and blobs do not agree
  [[nodiscard]] Image image(const Json& description) const;
};

/// What comes before the blobs, so that they can be written from where they are.
/// @throws Error(InvalidInput) when the frame is larger than the limits
[[nodiscard]] std::string encodeFrameHead(const EngineFrame& frame);
/// The whole frame. @throws as encodeFrameHead
[[nodiscard]] std::string encodeFrame(const EngineFrame& frame);

/// Takes bytes as they arrive and yields whole frames. Memory grows with what has arrived, never
/// with what a length merely promises.
class EngineFrameDecoder {
 public:
  void push(std::string_view bytes) { m_buffer.append(bytes); }
  /// The next complete frame, if there is one.
  /// @throws Error(CorruptFile) for bytes that are no frame; nothing can be read afterwards, as the
  /// beginning of the next frame is unknown
  [[nodiscard]] std::optional<EngineFrame> next();
  /// Whether a frame has begun and not ended.
  [[nodiscard]] bool partial() const noexcept { return m_begin < m_buffer.size(); }

 private:
  struct Head {
    OrderedJson json;
    std::vector<size_t> blobs;
    size_t blobBytes = 0;
  };
  [[nodiscard]] bool readHead();

  std::string m_buffer;
  size_t m_begin = 0;          // of what is not consumed yet
  std::optional<Head> m_head;  // read, its blobs still missing
};

}  // namespace pentimento

#include "app/jobs/request_file.h"

#include "core/api/engine_protocol.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

constexpr uintmax_t kMaxBytes = EngineFrame::kMaxHeadBytes + EngineFrame::kMaxBlobBytes + 4;

/// @throws Error of any kind for what is no frame, or another message
GenerationRequest requestIn(std::string_view bytes) {
  EngineFrameDecoder decoder;
  decoder.push(bytes);
  const std::optional<EngineFrame> frame = decoder.next();
  if (!frame) throw Error(ErrorKind::CorruptFile, "it ends too early");
  engine::Message message = engine::decode(*frame);
  if (auto* generate = std::get_if<engine::Generate>(&message)) return std::move(generate->request);
  throw Error(ErrorKind::CorruptFile, "it asks for something else");
}

}  // namespace

void writeRequestFile(const fs::path& path, const GenerationRequest& request) {
  const EngineFrame frame = engine::frameOf(engine::Generate{.id = 1, .request = request});
  AtomicFile file(path);
  file.write(encodeFrameHead(frame));
  for (const std::string& blob : frame.blobs) file.write(blob);
  file.commit(IfExists::Replace);
}

GenerationRequest readRequestFile(const fs::path& path) {
  const std::string bytes = readTextFile(path, kMaxBytes);
  try {
    return requestIn(bytes);
  } catch (const Error& error) {
    throw Error(ErrorKind::CorruptFile, "{} holds no request that can be read: {}", path.string(),
                error.what());
  }
}

}  // namespace pentimento

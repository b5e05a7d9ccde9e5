/// What studio and engine process say to each other, as values; engine_frame.h has the bytes.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "core/api/engine_frame.h"
#include "core/api/generator.h"

namespace pentimento::engine {

/// Both sides open with a greeting. An engine of another version is not spoken to.
inline constexpr int kProtocolVersion = 1;

/// Chosen by the client, unique within the connection; every answer carries it.
using CallId = uint64_t;

// From the client.
struct Generate {
  CallId id = 0;
  GenerationRequest request;
  bool wantsPreviews = false;
};
struct Describe {  ///< asks for capabilities
  CallId id = 0;
  std::string model;
};
struct Embed {
  CallId id = 0;
  EmbeddingRequest request;
};
struct Unload {
  CallId id = 0;
};
struct Cancel {  ///< of a call that runs or waits; has no answer of its own
  CallId id = 0;
};

// From the engine.
struct Progressed {
  CallId id = 0;
  Progress progress;
};
struct PictureReady {
  CallId id = 0;
  int index = 0;
  GeneratedImage picture;
};
/// Recipes come without pixels: the client puts those of its request back.
struct Finished {
  CallId id = 0;
  GenerationResult result;
};
struct Described {
  CallId id = 0;
  Capabilities capabilities;
};
struct Embedded {
  CallId id = 0;
  EmbeddingResult result;
};
struct Unloaded {
  CallId id = 0;
};
struct Stopped {  ///< obeyed a Cancel
  CallId id = 0;
};
struct Failed {
  CallId id = 0;  ///< 0: no call in particular, the connection ends
  ErrorKind kind = ErrorKind::Internal;
  std::string message;
};

// From both.
struct Hello {
  int version = kProtocolVersion;
  std::string program;  ///< for people
};

using Message =
    std::variant<Hello, Generate, Describe, Embed, Unload, Cancel, Progressed, PictureReady,
                 Finished, Described, Embedded, Unloaded, Stopped, Failed>;

[[nodiscard]] EngineFrame frameOf(const Message& message);
/// The bytes of its whole frame. @throws Error(InvalidInput) when it is too large
[[nodiscard]] std::string encode(const Message& message);
/// @throws Error(CorruptFile, InvalidInput) naming what is wrong or unknown
[[nodiscard]] Message decode(const EngineFrame& frame);
/// Of a message that could not be decoded, as far as it can be told; else 0.
[[nodiscard]] CallId callOf(const EngineFrame& frame) noexcept;

}  // namespace pentimento::engine

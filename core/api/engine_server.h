/// The engine's side of the protocol: serves one client over a pair of byte streams.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/api/generator.h"

namespace pentimento::engine {

/// Both ends of a connection. Blocking; `read` returns 0 at the end of the stream.
struct Connection {
  std::function<size_t(std::span<char> buffer)> read;
  std::function<void(std::string_view bytes)> write;  ///< @throws Error(Io) when nobody listens
};

/// Over file descriptors, e.g. standard input and output. SIGPIPE must be ignored by the caller.
[[nodiscard]] Connection connectionOver(int input, int output);

/// Greets, then answers until the client closes the stream or breaks the protocol. The calling
/// thread reads requests and cancellations while a thread of its own computes, one call after the
/// other. When the client goes away, a running call is cancelled.
/// @param program named in the greeting
/// @returns false when the client broke the protocol
bool serve(Generator& generator, const Connection& connection, const std::string& program);

}  // namespace pentimento::engine

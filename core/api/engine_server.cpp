#include "core/api/engine_server.h"

#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stop_token>
#include <thread>

#include "core/api/engine_protocol.h"
#include "core/base/error.h"

namespace pentimento::engine {
namespace {

/// Calls that wait, and the one that runs. Thread-safety: all members lock.
class CallQueue {
 public:
  struct Call {
    CallId id = 0;
    Message message;
    std::stop_source stop;
  };

  void push(CallId id, Message message) {
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back({id, std::move(message), {}});
    m_wake.notify_one();
  }
  void cancel(CallId id) {
    const std::lock_guard lock(m_mutex);
    if (m_running && m_running->id == id) m_running->stop.request_stop();
    for (Call& call : m_waiting)
      if (call.id == id) call.stop.request_stop();
  }
  /// No more calls will come, and those that are here are not wanted.
  void close() {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_waiting.clear();
    if (m_running) m_running->stop.request_stop();
    m_wake.notify_one();
  }
  /// Waits for a call; nothing once closed.
  std::optional<Call> pop() {
    std::unique_lock lock(m_mutex);
    m_running.reset();
    m_wake.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
    if (m_closed) return std::nullopt;
    m_running = std::move(m_waiting.front());
    m_waiting.pop_front();
    // The copy shares its stop state with the one that `cancel` finds.
    return m_running;
  }

 private:
  std::mutex m_mutex;  // guards all below
  std::condition_variable m_wake;
  std::deque<Call> m_waiting;
  std::optional<Call> m_running;
  bool m_closed = false;
};

class Server {
 public:
  Server(Generator& generator, const Connection& connection)
      : m_generator(generator), m_connection(connection) {}

  bool run(const std::string& program) {
    send(Hello{kProtocolVersion, program});
    const std::jthread worker([this] { work(); });
    // However reading ends: the worker, which is joined here, waits for it.
    const std::unique_ptr<CallQueue, void (*)(CallQueue*)> closing(
        &m_calls, [](CallQueue* calls) { calls->close(); });
    return read();
  }

 private:
  void send(const Message& message) {
    const std::string bytes = encode(message);
    const std::lock_guard lock(m_writing);
    m_connection.write(bytes);
  }

  bool read() {
    EngineFrameDecoder decoder;
    char buffer[1 << 16];
    try {
      while (const size_t count = m_connection.read(buffer)) {
        decoder.push({buffer, count});
        while (auto frame = decoder.next()) accept(*frame);
      }
      return !decoder.partial();
    } catch (const Error& error) {
      tryToSend(Failed{0, error.kind(), error.what()});
      return false;
    } catch (const std::bad_alloc&) {  // the frame it belongs to is lost, and so is its end
      tryToSend(Failed{0, ErrorKind::OutOfMemory, "there is not enough memory for this message"});
      return false;
    }
  }

  /// A message that cannot be understood fails its call; only one without a call ends the
  /// connection.
  void accept(const EngineFrame& frame) {
    try {
      Message message = decode(frame);
      if (const auto* hello = std::get_if<Hello>(&message)) return greet(*hello);
      if (const auto* cancelled = std::get_if<Cancel>(&message))
        return m_calls.cancel(cancelled->id);
      m_calls.push(callOf(frame), std::move(message));
    } catch (const Error& error) {
      if (callOf(frame) == 0) throw;
      send(Failed{callOf(frame), error.kind(), error.what()});
    }
  }

  static void greet(const Hello& hello) {
    if (hello.version != kProtocolVersion)
      throw Error(
          ErrorKind::InvalidInput,
          "the client speaks version {} of the protocol and this engine version {}: install "
          "the same version of the program on both sides",
          hello.version, kProtocolVersion);
  }

  void work() {
    while (const auto call = m_calls.pop()) {
      try {
        send(answer(*call));
      } catch (const Cancelled&) {
        tryToSend(Stopped{call->id});
      } catch (const Error& error) {
        tryToSend(Failed{call->id, error.kind(), error.what()});
      } catch (const std::bad_alloc&) {
        tryToSend(Failed{call->id, ErrorKind::OutOfMemory, "there is not enough memory for this"});
      } catch (const std::exception& error) {
        tryToSend(Failed{call->id, ErrorKind::Internal, error.what()});
      }
    }
  }

  Message answer(const CallQueue::Call& call) {
    if (call.stop.stop_requested()) throw Cancelled{};
    if (const auto* generate = std::get_if<Generate>(&call.message)) {
      RunContext run;
      run.stop = call.stop.get_token();
      run.wantsPreviews = generate->wantsPreviews;
      run.onProgress = [&](const Progress& progress) { send(Progressed{call.id, progress}); };
      run.onPicture = [&](int index, const GeneratedImage& picture) {
        send(PictureReady{call.id, index, picture});
      };
      validate(generate->request);
      return Finished{call.id, m_generator.generate(generate->request, run)};
    }
    if (const auto* embed = std::get_if<Embed>(&call.message)) {
      RunContext run;
      run.stop = call.stop.get_token();
      run.onProgress = [&](const Progress& progress) { send(Progressed{call.id, progress}); };
      validate(embed->request);
      return Embedded{call.id, m_generator.embed(embed->request, run)};
    }
    if (const auto* describe = std::get_if<Describe>(&call.message))
      return Described{call.id, m_generator.capabilities(describe->model)};
    if (std::holds_alternative<Unload>(call.message)) {
      m_generator.unload();
      return Unloaded{call.id};
    }
    throw Error(ErrorKind::InvalidInput, "this message is the engine's to send, not the client's");
  }

  /// For last words: when nobody listens any more, the reader notices by itself.
  void tryToSend(const Message& message) noexcept {
    try {
      send(message);
    } catch (...) {
    }
  }

  Generator& m_generator;
  const Connection& m_connection;
  std::mutex m_writing;
  CallQueue m_calls;
};

}  // namespace

Connection connectionOver(int input, int output) {
  Connection connection;
  connection.read = [input](std::span<char> buffer) -> size_t {
    ssize_t count = 0;
    do count = ::read(input, buffer.data(), buffer.size());
    while (count < 0 && errno == EINTR);
    return count > 0 ? static_cast<size_t>(count) : 0;
  };
  connection.write = [output](std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(output, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0)
        throw Error(ErrorKind::Io, "the engine's client is gone: {}", std::strerror(errno));
      bytes.remove_prefix(static_cast<size_t>(count));
    }
  };
  return connection;
}

bool serve(Generator& generator, const Connection& connection, const std::string& program) {
  return Server(generator, connection).run(program);
}

}  // namespace pentimento::engine

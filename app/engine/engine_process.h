/// The engine in a process of its own.
#pragma once

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "app/engine/child_process.h"
#include "core/api/engine_protocol.h"
#include "core/api/generator.h"

namespace pentimento {

/// A Generator that runs a command which speaks the engine protocol. The process is started by the
/// first call and again after it ended. A cancelled call is asked to stop; when it has not within
/// kCancelPatience, the process is killed: that frees everything, also in the middle of a load, and
/// is not waited for.
/// Thread-safety: as Generator; the process belongs to the calling thread (it dies with it), so
/// always call from the same one.
class EngineProcess final : public Generator {
 public:
  static constexpr std::chrono::milliseconds kCancelPatience{100};
  static constexpr std::chrono::seconds kStartPatience{60};

  /// @param ending once it is requested every call ends at once by Cancelled, whatever the engine
  ///   is doing: the program wants to end
  explicit EngineProcess(std::vector<std::string> command, std::stop_token ending = {})
      : m_command(std::move(command)), m_ending(std::move(ending)) {}

  /// From the next call on, which ends a process that runs by another one. From any thread.
  void setCommand(std::vector<std::string> command);

  GenerationResult generate(const GenerationRequest& request, const RunContext& run) override;
  EmbeddingResult embed(const EmbeddingRequest& request, const RunContext& run) override;
  Capabilities capabilities(const std::string& model) override;
  void unload() override;

 private:
  void abandon();
  template <typename Answer>
  Answer call(const engine::Message& message, engine::CallId id, const RunContext& run);
  void start(const RunContext& run);
  [[nodiscard]] engine::Message receive(const RunContext& run, engine::CallId cancelling);
  [[noreturn]] void reportLoss(const RunContext& run);

  std::mutex m_commandMutex;
  std::vector<std::string> m_command;  // guarded by it
  std::vector<std::string> m_running;  // what m_child was started by
  std::stop_token m_ending;
  std::unique_ptr<ChildProcess> m_child;
  std::jthread m_burial;  // of the process that was abandoned last
  EngineFrameDecoder m_decoder;
  engine::CallId m_lastCall = 0;
};

}  // namespace pentimento

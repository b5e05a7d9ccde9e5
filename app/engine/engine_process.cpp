#include "app/engine/engine_process.h"

#include "core/base/printable.h"

namespace pentimento {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kGlance{10};  // how often a cancellation is looked for

/// The pixels of a request do not come back over the wire.
void putPixelsBack(const GenerationRequest& request, GenerationResult& result) {
  for (GeneratedImage& made : result.images) {
    made.recipe.image = request.image;
    made.recipe.secondImage = request.secondImage;
    made.recipe.mask = request.mask;
  }
}

void passOn(const engine::Message& message, engine::CallId id, const RunContext& run) {
  if (const auto* progressed = std::get_if<engine::Progressed>(&message)) {
    if (progressed->id == id && run.onProgress) run.onProgress(progressed->progress);
  } else if (const auto* picture = std::get_if<engine::PictureReady>(&message)) {
    if (picture->id == id && run.onPicture) run.onPicture(picture->index, picture->picture);
  }
}

}  // namespace

GenerationResult EngineProcess::generate(const GenerationRequest& request, const RunContext& run) {
  const engine::CallId id = ++m_lastCall;
  auto finished = call<engine::Finished>(engine::Generate{id, request, run.wantsPreviews}, id, run);
  putPixelsBack(request, finished.result);
  return std::move(finished.result);
}

EmbeddingResult EngineProcess::embed(const EmbeddingRequest& request, const RunContext& run) {
  validate(request);
  const engine::CallId id = ++m_lastCall;
  auto embedded = call<engine::Embedded>(engine::Embed{id, request}, id, run);
  if (embedded.result.pictures.size() != request.pictures.size() ||
      embedded.result.texts.size() != request.texts.size())
    throw Error(ErrorKind::Internal, "the engine answered for other pictures or texts than asked");
  return std::move(embedded.result);
}

Capabilities EngineProcess::capabilities(const std::string& model) {
  const engine::CallId id = ++m_lastCall;
  return call<engine::Described>(engine::Describe{id, model}, id, {}).capabilities;
}

void EngineProcess::unload() {
  if (!m_child) return;
  const engine::CallId id = ++m_lastCall;
  (void)call<engine::Unloaded>(engine::Unload{id}, id, {});
}

template <typename Answer>
Answer EngineProcess::call(const engine::Message& message, engine::CallId id,
                           const RunContext& run) {
  run.check();
  start(run);
  m_child->write(engine::encode(message));
  while (true) {
    engine::Message answer = receive(run, id);
    // An earlier call that was left alone (its receiver threw) may fail late: not ours.
    if (auto* failed = std::get_if<engine::Failed>(&answer);
        failed && (failed->id == 0 || failed->id == id)) {
      if (failed->id == 0) m_child.reset();  // the engine says that it cannot go on
      throw Error(failed->kind, "{}", failed->message);
    }
    if (auto* stopped = std::get_if<engine::Stopped>(&answer); stopped && stopped->id == id)
      throw Cancelled{};
    if (auto* result = std::get_if<Answer>(&answer); result && result->id == id) {
      run.check();
      return std::move(*result);
    }
    passOn(answer, id, run);
  }
}

void EngineProcess::setCommand(std::vector<std::string> command) {
  const std::lock_guard lock(m_commandMutex);
  m_command = std::move(command);
}

void EngineProcess::start(const RunContext& run) {
  std::vector<std::string> command;
  {
    const std::lock_guard lock(m_commandMutex);
    command = m_command;
  }
  if (m_child && !m_child->ended() && m_running == command) return;
  m_decoder = {};
  m_child.reset();
  m_child = std::make_unique<ChildProcess>(command);
  m_running = std::move(command);
  m_child->write(engine::encode(engine::Hello{engine::kProtocolVersion, "pentimento"}));
  const engine::Message answer = receive(run, 0);
  const auto* hello = std::get_if<engine::Hello>(&answer);
  if (hello && hello->version == engine::kProtocolVersion) return;
  m_child.reset();
  throw Error(ErrorKind::InvalidInput,
              "the engine {} speaks another version of the protocol: install the same version as "
              "the studio's",
              m_running.front());
}

/// @param cancelling the call that a stop cancels; 0 while the engine starts
engine::Message EngineProcess::receive(const RunContext& run, engine::CallId cancelling) {
  const auto begin = Clock::now();
  std::optional<Clock::time_point> asked;
  try {
    while (true) {
      if (auto frame = m_decoder.next()) return engine::decode(*frame);
      if (m_child->ended()) reportLoss(run);
      if (m_ending.stop_requested()) {
        abandon();
        throw Cancelled{};
      }
      if (run.stop.stop_requested()) {
        const bool impatient = asked && Clock::now() - *asked > kCancelPatience;
        if (impatient || cancelling == 0) {
          abandon();
          throw Cancelled{};
        }
        if (!asked) m_child->write(engine::encode(engine::Cancel{cancelling}));
        if (!asked) asked = Clock::now();
      }
      if (cancelling == 0 && Clock::now() - begin > kStartPatience) {
        m_child.reset();
        throw GeneratorLost("The engine did not answer within a minute: check the engine command.");
      }
      m_decoder.push(m_child->exchange(kGlance));
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::CorruptFile) throw;
    m_child.reset();  // what it says makes no sense: begin afresh
    throw GeneratorLost(fmt::format("The engine broke the protocol: {}", error.what()));
  }
}

/// Freeing gigabytes takes the kernel longer than an artist should wait.
void EngineProcess::abandon() {
  m_burial = std::jthread([child = std::move(m_child)]() mutable { child.reset(); });
}

void EngineProcess::reportLoss(const RunContext& run) {
  const std::string reason = m_child->reasonOfEnd();
  std::string tail = m_child->errorTail();
  while (tail.ends_with('\n')) tail.pop_back();
  m_child.reset();
  run.check();
  std::string sentence = fmt::format("The engine ended unexpectedly by {}.", reason);
  if (!tail.empty()) sentence += fmt::format(" It said last: {}", printable(tail, 300));
  throw GeneratorLost(sentence);
}

}  // namespace pentimento

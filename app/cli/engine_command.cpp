#include <unistd.h>

#include <CLI/CLI.hpp>

#include "app/cli/session.h"
#include "core/api/engine_server.h"
#include "core/base/error.h"

namespace pentimento::cli {
namespace {

void runEngine(const Session& session) {
  // Libraries that print must not end up among the frames: standard output becomes standard error
  // for everybody else.
  const int output = dup(STDOUT_FILENO);
  if (output < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
    throw Error(ErrorKind::Io, "the engine has no standard output to answer on");
  const auto generator = session.makeGenerator();
  const bool orderly = engine::serve(*generator, engine::connectionOver(STDIN_FILENO, output),
                                     "pentimento-cli " PENTIMENTO_VERSION);
  close(output);
  if (!orderly)
    throw Error(
        ErrorKind::CorruptFile,
        "what came over standard input is not the engine protocol (see ENGINE_PROTOCOL.md)");
}

}  // namespace

void addEngineCommand(CLI::App& app, Session& session) {
  app.add_subcommand("engine", "Serve the studio over standard input and output")
      ->callback([&session] { runEngine(session); });
}

}  // namespace pentimento::cli

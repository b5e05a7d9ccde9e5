#include "app/cli/command_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <new>

#include "app/cli/interrupts.h"
#include "app/cli/session.h"
#include "core/base/error.h"

namespace pentimento::cli {
namespace {

// One sentence, like all others; CLI11 takes two lines, and does not see that the command is
// unknown.
std::string usageSentence(const CLI::App* app, const CLI::Error& error) {
  std::string what = error.what();
  std::string command = app->get_name();
  for (const CLI::App* used : app->get_subcommands()) command += " " + used->get_name();
  const std::vector<std::string> rest = app->remaining(true);
  if (dynamic_cast<const CLI::RequiredError*>(&error) && app->get_subcommands().empty())
    what = rest.empty() ? "no command was named" : "there is no command \"" + rest.front() + "\"";
  return "pentimento-cli: " + what + "; \"" + command + " --help\" tells more\n";
}

int fail(const Session& session, ErrorKind kind, const char* sentence) {
  if (session.json)
    printJson({{"event", "error"}, {"kind", toString(kind)}, {"message", sentence}});
  std::fprintf(stderr, "pentimento-cli: %s\n", sentence);
  return exitCode(kind);
}

}  // namespace

void printJson(const OrderedJson& json) {
  const std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

int runCommandLine(int argc, char** argv, const GeneratorFactory& makeGenerator,
                   const TrainerFactory& makeTrainer, const BenchFunction& bench) {
  // A reader of our output that goes away (`| head`) is an error of writing, not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  // A file that reaches a size limit, likewise.
  std::signal(SIGXFSZ, SIG_IGN);
  const Interrupts interrupts;
  Session session{makeGenerator, bench, interrupts.token(), makeTrainer};

  CLI::App app("Pentimento: pictures from words, and edits that stay inside their mask.",
               "pentimento-cli");
  app.set_version_flag("--version", std::string("pentimento-cli ") + PENTIMENTO_VERSION);
  app.add_flag("--json", session.json, "One JSON object per line on standard output");
  app.require_subcommand(1);
  app.failure_message(usageSentence);
  app.fallthrough();
  addGenerateCommands(app, session);
  addMatchCommands(app, session);
  addModelsCommand(app, session);
  addDoctorCommand(app, session);
  addEngineCommand(app, session);
  addTrainCommand(app, session);
  addScenesCommand(app, session);
  addEvaluateCommand(app, session);
  addBenchCommand(app, session);
  try {
    app.parse(argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout))
      throw Error(ErrorKind::Io, "the answer could not be written to standard output");
    return 0;
  } catch (const CLI::ParseError& error) {
    // Help and version are "errors" of code 0.
    return app.exit(error) == 0 ? 0 : kExitUsage;
  } catch (const Cancelled&) {
    if (session.json) printJson({{"event", "cancelled"}});
    std::fprintf(stderr, "pentimento-cli: cancelled\n");
    return kExitInterrupted;
  } catch (const Error& error) {
    return fail(session, error.kind(), error.what());
  } catch (const std::bad_alloc&) {
    return fail(session, ErrorKind::OutOfMemory, "there is not enough memory for this");
  } catch (const std::exception& error) {
    return fail(session, ErrorKind::Internal, error.what());
  }
}

}  // namespace pentimento::cli

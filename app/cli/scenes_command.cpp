#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/cli/progress_display.h"
#include "app/cli/training_session.h"

namespace pentimento::cli {
namespace {

struct ScenesCommand {
  std::string configuration, output = "scenes.png";
  uint64_t seed = 1;
  int size = 128, count = 16;
};

void drawScenes(const Session& session, const ScenesCommand& command) {
  ScenesRequest request;
  request.configuration = trainingConfiguration(command.configuration);
  request.seed = command.seed;
  request.size = command.size;
  request.count = command.count;
  request.output = command.output;
  ProgressDisplay display(progressStyle(session.json));
  RunContext run;
  run.stop = session.stop;
  run.onProgress = [&display](const Progress& progress) { display.show(progress); };
  trainerOf(session)->drawScenes(request, run);
  if (session.json)
    printJson({{"event", "saved"}, {"path", command.output}});
  else
    std::printf("%s\n", command.output.c_str());
}

}  // namespace

void addScenesCommand(CLI::App& app, Session& session) {
  auto made = std::make_shared<ScenesCommand>();
  CLI::App* const command = app.add_subcommand(
      "scenes", "Draw pictures of the procedural world that the built-in model learns from");
  command->add_option("--config", made->configuration, "A training configuration; its \"world\"");
  command->add_option("--seed", made->seed, "Of the first picture");
  command->add_option("--size", made->size, "Side in pixels");
  command->add_option("--count", made->count, "Number of pictures");
  command->add_option("--output,-o", made->output,
                      "A .png for a contact sheet, or a folder for pictures with captions");
  command->callback([&session, made] { drawScenes(session, *made); });
}

}  // namespace pentimento::cli

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/cli/progress_display.h"
#include "app/cli/training_session.h"

namespace pentimento::cli {
namespace {

struct EvaluateCommand {
  std::string configuration, folder, sheet;
  int count = 64;
};

void evaluate(const Session& session, const EvaluateCommand& command) {
  EvaluationRequest request;
  request.configuration = trainingConfiguration(command.configuration);
  request.folder = command.folder;
  request.count = command.count;
  request.sheet = command.sheet;
  std::vector<EvaluationRow> rows;
  {
    ProgressDisplay display(progressStyle(session.json));
    RunContext run;
    run.stop = session.stop;
    run.onProgress = [&display](const Progress& progress) { display.show(progress); };
    rows = trainerOf(session)->evaluate(request, run);
  }
  if (!session.json) std::printf("%-50s %8s %14s %5s\n", "", "model", "real pictures", "n");
  for (const EvaluationRow& row : rows)
    if (session.json)
      printJson({{"figure", row.figure},
                 {"value", row.value},
                 {"real", row.ceiling < 0 ? OrderedJson() : OrderedJson(row.ceiling)},
                 {"n", row.count}});
    else if (row.ceiling < 0)
      std::printf("%-50s %8.1f %14s %5d\n", row.figure.c_str(), row.value, "-", row.count);
    else
      std::printf("%-50s %8.1f %14.1f %5d\n", row.figure.c_str(), row.value, row.ceiling,
                  row.count);
}

}  // namespace

void addEvaluateCommand(CLI::App& app, Session& session) {
  auto made = std::make_shared<EvaluateCommand>();
  CLI::App* const command = app.add_subcommand(
      "evaluate", "Count what a trained model gets right, by the judge trained beside it");
  command->add_option("--config", made->configuration,
                      "The configuration that it was trained with");
  command->add_option("--folder", made->folder, "Of the run: decoder, judge, captions")->required();
  command->add_option("--sheet", made->sheet, "Also a picture of what it paints for fixed prompts");
  command->add_option("--count", made->count, "Prompts per figure")->check(CLI::Range(1, 10000));
  command->callback([&session, made] { evaluate(session, *made); });
}

}  // namespace pentimento::cli

/// What every subcommand gets from the command line around it.
#pragma once

#include <stop_token>

#include "app/cli/command_line.h"
#include "core/base/json.h"

namespace CLI {
class App;
}

namespace pentimento::cli {

struct Session {
  GeneratorFactory makeGenerator;
  BenchFunction bench;
  std::stop_token stop;  ///< requested by Ctrl-C
  TrainerFactory makeTrainer;
  bool json = false;  ///< one JSON object per line on standard output, for machines
};

/// Each adds its subcommand. The session must live until parsing is over: that is when they run.
void addGenerateCommands(CLI::App& app, Session& session);
void addMatchCommands(CLI::App& app, Session& session);
void addModelsCommand(CLI::App& app, Session& session);
void addDoctorCommand(CLI::App& app, Session& session);
void addEngineCommand(CLI::App& app, Session& session);
void addTrainCommand(CLI::App& app, Session& session);
void addScenesCommand(CLI::App& app, Session& session);
void addEvaluateCommand(CLI::App& app, Session& session);
void addBenchCommand(CLI::App& app, Session& session);

/// A line of JSON on standard output, complete before anything else is written.
void printJson(const OrderedJson& json);

}  // namespace pentimento::cli

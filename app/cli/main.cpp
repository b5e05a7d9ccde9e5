#include "app/cli/command_line.h"
#include "core/base/process_switches.h"
#include "core/pipelines/torch_generator.h"
#include "core/training/torch_trainer.h"
#include "core/weights/built_in_model.h"

int main(int argc, char** argv) {
  pentimento::applyProcessSwitches(argv);
  return pentimento::cli::runCommandLine(
      argc, argv,
      [] { return pentimento::makeTorchGenerator({.builtInModel = pentimento::builtInModel()}); },
      [] { return pentimento::training::makeTorchTrainer(); });
}

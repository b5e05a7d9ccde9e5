#include "app/cli/command_line.h"
#include "core/base/process_switches.h"
#include "core/pipelines/torch_generator.h"
#include "core/training/torch_trainer.h"

int main(int argc, char** argv) {
  pentimento::applyProcessSwitches(argv);
  return pentimento::cli::runCommandLine(
      argc, argv, [] { return pentimento::makeTorchGenerator({}); },
      [] { return pentimento::training::makeTorchTrainer(); });
}

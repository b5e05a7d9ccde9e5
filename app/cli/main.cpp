#include "app/cli/command_line.h"
#include "core/base/process_switches.h"
#include "core/pipelines/bench.h"
#include "core/pipelines/torch_generator.h"
#include "core/training/torch_trainer.h"
#include "core/weights/built_in_model.h"

int main(int argc, char** argv) {
  using namespace pentimento;
  applyProcessSwitches(argv);
  limitMemory();
  const auto makeGenerator = [] {
    return makeTorchGenerator({.builtInModel = builtInModel(), .folders = ModelFolders::ofUser()});
  };
  return cli::runCommandLine(
      argc, argv, makeGenerator, [] { return training::makeTorchTrainer(ModelFolders::ofUser()); },
      bench);
}

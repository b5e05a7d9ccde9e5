// pentimento-cli with an engine that needs neither torch nor time.
#include "app/cli/command_line.h"
#include "core/base/process_switches.h"
#include "tests/support/fake_generator.h"

int main(int argc, char** argv) {
  pentimento::applyProcessSwitches(argv);
  return pentimento::cli::runCommandLine(
      argc, argv, [] { return std::make_unique<pentimento::FakeGenerator>(); });
}

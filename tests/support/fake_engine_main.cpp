// `pentimento-cli-fake engine`: the fake generator behind the engine protocol, for tests of the
// studio.
#include <csignal>

#include "core/api/engine_server.h"
#include "tests/support/fake_generator.h"

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  pentimento::FakeGenerator generator;
  return pentimento::engine::serve(generator, pentimento::engine::connectionOver(0, 1), "fake") ? 0
                                                                                                : 1;
}

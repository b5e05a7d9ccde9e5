#include "tests/cli/run_program.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace pentimento::cli {

namespace fs = std::filesystem;

ProgramRun runCli(const std::vector<std::string>& arguments, const std::string& input,
                  const std::function<void(int)>& whileRunning) {
  // Files instead of pipes for what it says: nothing can block, whatever the amount.
  static int runs = 0;  // one may be started while another runs
  const fs::path folder = fs::path(PENTIMENTO_TEST_TMP) /
                          ("run-" + std::to_string(getpid()) + "-" + std::to_string(++runs));
  fs::create_directories(folder);
  std::ofstream(folder / "in", std::ios::binary) << input;
  const std::string in = folder / "in", out = folder / "out", error = folder / "error";
  const int child = fork();
  if (child == 0) {
    if (!std::freopen(in.c_str(), "r", stdin) || !std::freopen(out.c_str(), "w", stdout) ||
        !std::freopen(error.c_str(), "w", stderr))
      _exit(126);
    std::vector<char*> argv{const_cast<char*>(PENTIMENTO_CLI)};
    for (const std::string& argument : arguments)
      argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(PENTIMENTO_CLI, argv.data());
    _exit(127);
  }
  if (whileRunning) whileRunning(child);
  int status = 0;
  waitpid(child, &status, 0);
  ProgramRun run;
  run.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  run.output = bytesOf(out);
  run.error = bytesOf(error);
  fs::remove_all(folder);
  return run;
}

fs::path freshFolder(const std::string& name) {
  const fs::path folder =
      fs::path(PENTIMENTO_TEST_TMP) / ("cli-" + std::to_string(getpid())) / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

std::vector<std::string> filesIn(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

std::string bytesOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

}  // namespace pentimento::cli

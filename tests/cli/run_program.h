/// Runs the command line as its users do: as a process, with pipes.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace pentimento::cli {

struct ProgramRun {
  int exitCode = -1;  ///< 128 + signal when one ended it
  std::string output, error;
};

/// @param input what it finds on standard input
/// @param whileRunning called with its process id once it has started
[[nodiscard]] ProgramRun runCli(const std::vector<std::string>& arguments,
                                const std::string& input = "",
                                const std::function<void(int)>& whileRunning = {});

/// An empty folder of this name.
[[nodiscard]] std::filesystem::path freshFolder(const std::string& name);
/// Names of the files in a folder, sorted.
[[nodiscard]] std::vector<std::string> filesIn(const std::filesystem::path& folder);
[[nodiscard]] std::string bytesOf(const std::filesystem::path& file);

}  // namespace pentimento::cli

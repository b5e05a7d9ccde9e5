/// The command line as a function, so that tests can run it with another engine.
#pragma once

#include <functional>
#include <memory>

#include "core/api/generator.h"

namespace pentimento::cli {

/// Called once, and only by commands that compute.
using GeneratorFactory = std::function<std::unique_ptr<Generator>()>;

/// Exit codes: 0 done, 1 wrong command line, `exitCode(kind)` for errors, this for Ctrl-C.
inline constexpr int kExitInterrupted = 130;
inline constexpr int kExitUsage = 1;

int runCommandLine(int argc, char** argv, const GeneratorFactory& makeGenerator);

}  // namespace pentimento::cli

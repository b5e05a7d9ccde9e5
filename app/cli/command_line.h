/// The command line as a function, so that tests can run it with another engine.
#pragma once

#include <functional>
#include <memory>

#include "core/api/bench_report.h"
#include "core/api/generator.h"
#include "core/api/trainer.h"

namespace pentimento::cli {

/// Called once, and only by commands that compute.
using GeneratorFactory = std::function<std::unique_ptr<Generator>()>;
using TrainerFactory = std::function<std::unique_ptr<Trainer>()>;
using BenchFunction = std::function<BenchReport(const BenchOptions&, const RunContext&)>;

/// Exit codes: 0 done, 1 wrong command line, `exitCode(kind)` for errors, this for Ctrl-C.
inline constexpr int kExitInterrupted = 130;
inline constexpr int kExitUsage = 1;

/// @param makeTrainer empty = a program that cannot train
/// @param bench empty = a program without an engine of its own
int runCommandLine(int argc, char** argv, const GeneratorFactory& makeGenerator,
                   const TrainerFactory& makeTrainer = {}, const BenchFunction& bench = {});

}  // namespace pentimento::cli

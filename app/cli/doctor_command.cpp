#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/cli/doctor_report.h"
#include "app/cli/session.h"
#include "core/base/printable.h"

namespace pentimento::cli {
namespace {

void runDoctor(const Session& session) {
  for (const Finding& finding : examineMachine()) {
    if (session.json) {
      printJson(
          {{"subject", finding.subject}, {"value", finding.value}, {"advice", finding.advice}});
      continue;
    }
    std::printf("%-12s %s\n", finding.subject.c_str(), printable(finding.value, 400).c_str());
    if (!finding.advice.empty()) std::printf("%-12s -> %s\n", "", finding.advice.c_str());
  }
}

}  // namespace

void addDoctorCommand(CLI::App& app, Session& session) {
  app.add_subcommand("doctor", "Say what this machine can do and what to fix")
      ->callback([&session] { runDoctor(session); });
}

}  // namespace pentimento::cli

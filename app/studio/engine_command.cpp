#include "app/studio/engine_command.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace pentimento {

std::vector<std::string> engineCommand(const Settings& settings) {
  std::vector<std::string> command;
  for (const QString& part : settings.get(setting::kEngineCommand))
    command.push_back(part.toStdString());
  if (!command.empty()) return command;
  const QFileInfo beside(QCoreApplication::applicationDirPath() + "/pentimento-cli");
  return {beside.isExecutable() ? beside.filePath().toStdString() : "pentimento-cli", "engine"};
}

}  // namespace pentimento

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
  if (const QStringList folders = settings.get(setting::kModelFolders); !folders.isEmpty())
    command = {"env", "PENTIMENTO_MORE_MODELS=" + folders.join(':').toStdString()};
  command.push_back(beside.isExecutable() ? beside.filePath().toStdString() : "pentimento-cli");
  command.emplace_back("engine");
  return command;
}

}  // namespace pentimento

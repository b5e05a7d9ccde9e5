#include "app/settings/standard_folders.h"

#include <QDir>
#include <QStandardPaths>

namespace pentimento {
namespace {

constexpr const char* kName = "pentimento";

QString ours(QStandardPaths::StandardLocation location, const char* name) {
  return QDir(QStandardPaths::writableLocation(location)).filePath(QString::fromLatin1(name));
}

}  // namespace

StandardFolders platformFolders() {
  const QString data = ours(QStandardPaths::GenericDataLocation, kName);
  return {ours(QStandardPaths::GenericConfigLocation, kName), data,
          ours(QStandardPaths::GenericCacheLocation, kName),
          ours(QStandardPaths::PicturesLocation, "Pentimento"), data + "/models"};
}

StandardFolders foldersBelow(const QString& root) {
  const QString base = QDir(root).absolutePath();
  return {base + "/config", base + "/data", base + "/cache", base + "/pictures", base + "/models"};
}

}  // namespace pentimento

/// Where the studio keeps things.
#pragma once

#include <QString>

namespace pentimento {

/// Absolute paths without a slash at the end. None is created by asking for it.
struct StandardFolders {
  QString config;    ///< settings
  QString data;      ///< database, queue, recovery
  QString cache;     ///< what can be made again: thumbnails
  QString pictures;  ///< finished images, by day
  QString models;    ///< our own model folder
};

/// The platform's folders, as QStandardPaths has them (XDG on Linux).
[[nodiscard]] StandardFolders platformFolders();
/// Everything below one folder: portable installations, tests, a second studio beside the first.
[[nodiscard]] StandardFolders foldersBelow(const QString& root);

}  // namespace pentimento

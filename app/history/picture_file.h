/// A finished picture as a file that describes itself.
#pragma once

#include <QDateTime>
#include <QString>
#include <optional>

#include "app/history/history_entry.h"
#include "core/api/generation_result.h"
#include "core/base/error.h"

namespace pentimento {

/// Where a picture comes from; travels inside the file beside the recipe.
struct PictureOrigin {
  QString key;     ///< of the picture
  QString parent;  ///< key of the picture it was made from
  QDateTime created;
};

/// Writes a lossless PNG with the recipe as A1111 text and as our own JSON; complete or not there.
/// @return the size of the file @throws Error(Io) naming the folder and the system's reason
qint64 writePicture(const QString& path, const GeneratedImage& picture,
                    const PictureOrigin& origin);

/// What a file says about itself, without decoding its pixels; nothing for files that are not ours.
[[nodiscard]] std::optional<HistoryEntry> describePicture(const QString& path);

/// @throws Error(NotFound, CorruptFile, Io)
[[nodiscard]] Image readPicture(const QString& path);

/// The entry of a picture that is to be written.
[[nodiscard]] HistoryEntry entryFor(const GeneratedImage& picture, const PictureOrigin& origin);

}  // namespace pentimento

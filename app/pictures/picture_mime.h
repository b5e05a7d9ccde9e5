/// Pictures on the clipboard and in drags.
#pragma once

#include <QMimeData>
#include <QStringList>
#include <memory>
#include <optional>

#include "core/imaging/image.h"

namespace pentimento {

/// Keys of pictures of the history, one a line; beside the files themselves.
inline constexpr const char* kHistoryKeysMime = "application/x-pentimento-history";

/// As PNG with everything the picture carries (16 bit, profile, recipe), and in Qt's own format for
/// programs that take nothing else.
[[nodiscard]] std::unique_ptr<QMimeData> mimeDataFor(const Image& picture);

/// Files that can be dragged out; `keys` name them within the studio.
[[nodiscard]] std::unique_ptr<QMimeData> mimeDataFor(const QStringList& paths,
                                                     const QStringList& keys);

/// The best that is offered: encoded bytes of a format of ours, a local file, Qt's format.
/// @return nothing when it holds no picture @throws Error as decodeImage when it is damaged
[[nodiscard]] std::optional<Image> pictureFrom(const QMimeData& data);

}  // namespace pentimento

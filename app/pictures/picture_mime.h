/// Pictures on the clipboard and in drags.
#pragma once

#include <QImage>
#include <QMimeData>
#include <QStringList>
#include <functional>
#include <future>
#include <memory>
#include <optional>

#include "core/imaging/image.h"

namespace pentimento {

/// Keys of pictures of the history, one a line; beside the files themselves.
inline constexpr const char* kHistoryKeysMime = "application/x-pentimento-history";

/// A picture as programs take it: PNG with everything it carries (16 bit, profile, recipe), and
/// Qt's own format for those that take nothing else.
struct CopiedPicture {
  Image picture;
  QByteArray png;
  QImage plain;
};
/// Takes its time with large pictures; on any thread.
[[nodiscard]] CopiedPicture copiedPicture(Image picture);
[[nodiscard]] std::unique_ptr<QMimeData> mimeDataFor(const Image& picture);
/// Whoever takes it waits until it is ready.
[[nodiscard]] std::unique_ptr<QMimeData> mimeDataFor(std::shared_future<CopiedPicture> copied);

/// Files that can be dragged out; `keys` name them within the studio.
[[nodiscard]] std::unique_ptr<QMimeData> mimeDataFor(const QStringList& paths,
                                                     const QStringList& keys);

/// Makes the picture, on any thread; takes its time. @throws Error as decodeImage
using PictureLoader = std::function<Image()>;
/// The best that is offered: what we copied ourselves, encoded bytes of a format of ours, a local
/// file, Qt's format. @return null when it holds no picture
[[nodiscard]] PictureLoader pictureLoader(const QMimeData& data);
/// The same at once.
[[nodiscard]] std::optional<Image> pictureFrom(const QMimeData& data);

}  // namespace pentimento

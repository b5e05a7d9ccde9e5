#include "ui/prompt/picture_well.h"

#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QUrl>

#include "app/pictures/picture_conversion.h"
#include "app/pictures/picture_mime.h"
#include "core/base/error.h"

namespace pentimento {
namespace {

constexpr QSize kWellSize{96, 64};

}  // namespace

PictureWell::PictureWell(const QString& invitation, QWidget* parent)
    : QToolButton(parent), m_invitation(invitation) {
  setProperty("well", true);
  setAcceptDrops(true);
  setIconSize(kWellSize);
  setMinimumHeight(40);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(this, &QToolButton::clicked, this, &PictureWell::choose);
  setPicture({});
}

void PictureWell::setPicture(std::optional<Image> picture) {
  m_picture = std::move(picture);
  if (m_picture) {
    setIcon(QPixmap::fromImage(
        toQImage(*m_picture).scaled(kWellSize, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
    setText(tr("Take it away"));
  } else {
    setIcon({});
    setText(m_invitation);
  }
  setToolButtonStyle(m_picture ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
  Q_EMIT changed();
}

void PictureWell::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() || event->mimeData()->hasImage()) event->acceptProposedAction();
}

void PictureWell::dropEvent(QDropEvent* event) {
  take(*event->mimeData());
  event->acceptProposedAction();
}

void PictureWell::take(const QMimeData& data) {
  try {
    auto picture = pictureFrom(data);
    if (!picture) throw Error(ErrorKind::InvalidInput, "what was dropped holds no picture");
    setPicture(std::move(picture));
  } catch (const Error& error) {
    Q_EMIT failed(QString::fromUtf8(error.what()));
  }
}

void PictureWell::choose() {
  if (m_picture) return setPicture({});
  const QString path = QFileDialog::getOpenFileName(
      this, m_invitation, {}, tr("Pictures %1").arg("(*.png *.jpg *.jpeg *.webp *.tif *.tiff)"));
  if (path.isEmpty()) return;
  QMimeData chosen;
  chosen.setUrls({QUrl::fromLocalFile(path)});
  take(chosen);
}

}  // namespace pentimento

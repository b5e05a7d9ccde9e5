/// A place for a picture: dropped, pasted or chosen.
#pragma once

#include <QMimeData>
#include <QToolButton>
#include <optional>

#include "core/imaging/image.h"

namespace pentimento {

/// Shows what it holds. A click or Enter chooses a file, or offers to take the picture away again.
class PictureWell final : public QToolButton {
  Q_OBJECT
 public:
  explicit PictureWell(const QString& invitation, QWidget* parent = nullptr);

  [[nodiscard]] const std::optional<Image>& picture() const { return m_picture; }
  void setPicture(std::optional<Image> picture);

 Q_SIGNALS:
  void changed();
  void failed(const QString& sentence);  ///< what was dropped or chosen is no picture

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void take(const QMimeData& data);
  void choose();

  QString m_invitation;
  std::optional<Image> m_picture;
};

}  // namespace pentimento

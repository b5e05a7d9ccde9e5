/// What a dropped picture may become, to be chosen while it is dragged.
#pragma once

#include <QWidget>

namespace pentimento {

enum class DropPurpose { Open, Layer, Settings };

/// Covers the canvas while something is dragged over the window; a part for each purpose.
class DropZones final : public QWidget {
  Q_OBJECT
 public:
  explicit DropZones(QWidget* canvas);

  void begin(const QPoint& global);  ///< shows them
  void point(const QPoint& global);
  /// Of the part that is pointed at; beside them the first.
  [[nodiscard]] DropPurpose purpose() const { return m_purpose; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] QRect zone(int index) const;

  DropPurpose m_purpose = DropPurpose::Open;
};

}  // namespace pentimento

/// All candidates side by side, as large as they fit.
#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

namespace pentimento {

/// Lies over the canvas until a candidate is chosen (a click, its number, Enter) or it is left
/// (Escape).
class ResultsGrid final : public QWidget {
  Q_OBJECT
 public:
  explicit ResultsGrid(QWidget* canvas);

  /// @param current the one that is chosen now
  void open(const std::vector<QImage>& pictures, int current);

 Q_SIGNALS:
  void chosen(int candidate);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  [[nodiscard]] int columns() const;
  [[nodiscard]] QRect cellAt(int index) const;
  void select(int index);
  void leave();

  std::vector<QImage> m_pictures;
  int m_current = 0;
};

}  // namespace pentimento

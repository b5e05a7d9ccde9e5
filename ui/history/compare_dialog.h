/// Two pictures against each other.
#pragma once

#include <QDialog>
#include <QImage>
#include <QTimer>

namespace pentimento {

/// Divider (dragged or moved by ←/→), blink, or their difference. Both are shown at the same size.
class CompareView final : public QWidget {
  Q_OBJECT
 public:
  enum class Mode { Divider, Blink, Difference };
  CompareView(QImage first, QImage second, QWidget* parent = nullptr);

  void setMode(Mode mode);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override { mouseMoveEvent(event); }
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] QRect area() const;

  QImage m_first, m_second, m_difference;
  Mode m_mode = Mode::Divider;
  double m_divider = 0.5;  // 0..1
  bool m_showSecond = false;
  QTimer m_blink;
};

class CompareDialog final : public QDialog {
  Q_OBJECT
 public:
  CompareDialog(const QImage& first, const QImage& second, QWidget* parent = nullptr);
};

}  // namespace pentimento

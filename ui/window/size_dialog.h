/// Asking for a width and a height.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <optional>

namespace pentimento {

class SizeDialog final : public QDialog {
  Q_OBJECT
 public:
  /// @param verb what the button says
  SizeDialog(const QString& title, const QString& verb, QSize now, QWidget* parent);

  [[nodiscard]] QSize chosenSize() const { return {m_width->value(), m_height->value()}; }

 private:
  void showArea();

  QSpinBox *m_width, *m_height;
  QLabel* m_area;
  QPushButton* m_accept;
};

/// Modal. @return pixels, within what an image may have; nothing when it was cancelled
[[nodiscard]] std::optional<QSize> askForSize(const QString& title, const QString& verb, QSize now,
                                              QWidget* parent);

}  // namespace pentimento

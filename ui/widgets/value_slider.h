/// A slider with its number.
#pragma once

#include <QDoubleSpinBox>
#include <QLabel>
#include <QSlider>
#include <QWidget>

namespace pentimento {

struct ValueRange {
  double low = 0, high = 1, step = 0.01;
  int decimals = 2;
  QString suffix{};
};

/// Both parts show and set one value; `changed` comes once per change, whoever made it.
class ValueSlider final : public QWidget {
  Q_OBJECT
 public:
  ValueSlider(const QString& name, const QString& tip, const ValueRange& range,
              QWidget* parent = nullptr);

  [[nodiscard]] double value() const { return m_value; }
  /// Kept as it is, within the range, also where the number shown has fewer decimals.
  void setValue(double value);
  /// The label takes the room it needs, instead of lining up with others beneath each other.
  void setCompact() { m_label->setMinimumWidth(0); }
  /// Shown in place of the lowest value: "automatic".
  void setLowestText(const QString& text) { m_number->setSpecialValueText(text); }

 Q_SIGNALS:
  void changed(double value);

 private:
  double m_step;
  double m_value;
  QLabel* m_label;
  QSlider* m_slider;
  QDoubleSpinBox* m_number;
};

}  // namespace pentimento

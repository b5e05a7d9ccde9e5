#include "ui/widgets/value_slider.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <algorithm>
#include <cmath>

#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

/// The wheel scrolls the panel, and changes no value that it passes over on the way.
class WheelPasser final : public QObject {
 public:
  using QObject::QObject;
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::Wheel || qobject_cast<QWidget*>(watched)->hasFocus()) return false;
    event->ignore();
    return true;
  }
};

}  // namespace

ValueSlider::ValueSlider(const QString& name, const QString& tip, const ValueRange& range,
                         QWidget* parent)
    : QWidget(parent),
      m_step(range.step),
      m_label(new QLabel(name)),
      m_slider(new QSlider(Qt::Horizontal)),
      m_number(new QDoubleSpinBox) {
  m_label->setMinimumWidth(76);
  m_label->setBuddy(m_number);
  m_slider->setRange(int(std::lround(range.low / m_step)), int(std::lround(range.high / m_step)));
  m_slider->setPageStep(std::max(1, (m_slider->maximum() - m_slider->minimum()) / 10));
  m_number->setDecimals(range.decimals);
  m_number->setRange(range.low, range.high);
  m_number->setSingleStep(range.step);
  m_number->setSuffix(range.suffix);
  m_number->setButtonSymbols(QAbstractSpinBox::NoButtons);
  m_number->setAlignment(Qt::AlignRight);
  m_number->setFixedWidth(72);
  m_value = m_number->value();
  m_slider->setValue(int(std::lround(m_number->value() / m_step)));
  described(m_slider, name, tip);
  described(m_number, name, tip);
  auto* passer = new WheelPasser(this);
  for (QWidget* control : std::initializer_list<QWidget*>{m_slider, m_number}) {
    control->setFocusPolicy(Qt::StrongFocus);  // the number's own would take it by the wheel
    control->installEventFilter(passer);
  }
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_label);
  layout->addWidget(m_slider, 1);
  layout->addWidget(m_number);
  setFocusProxy(m_number);
  connect(m_slider, &QSlider::valueChanged, this, [this](int steps) {
    // Not when the number moved the slider: it may lie between two of its steps.
    if (std::lround(m_number->value() / m_step) != steps) m_number->setValue(steps * m_step);
  });
  connect(m_number, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    m_value = value;
    m_slider->setValue(int(std::lround(value / m_step)));
    Q_EMIT changed(value);
  });
}

void ValueSlider::setValue(double value) {
  value = std::clamp(value, m_number->minimum(), m_number->maximum());
  if (value == m_value) return;
  m_value = value;
  {
    const QSignalBlocker quiet(m_number);
    m_number->setValue(value);
  }
  const QSignalBlocker quiet(m_slider);
  m_slider->setValue(int(std::lround(value / m_step)));
  Q_EMIT changed(value);
}

}  // namespace pentimento

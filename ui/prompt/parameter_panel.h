/// The values beside the prompt: how many, which seed, how strongly, which shape, and how.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QWidget>

#include "core/api/capabilities.h"
#include "ui/prompt/prompt_values.h"
#include "ui/widgets/section.h"
#include "ui/widgets/value_slider.h"

namespace pentimento {

class ParameterPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit ParameterPanel(QWidget* parent = nullptr);

  void setValues(const PromptValues& values);
  /// `values` with what is set here.
  [[nodiscard]] PromptValues over(PromptValues values) const;
  /// Offers what the model can do and shows its defaults.
  void setCapabilities(const Capabilities& model);
  void drawSeed();  ///< unless it is locked

 Q_SIGNALS:
  void changed();
  void aspectChosen(const pentimento::Aspect& aspect);

 private:
  QWidget* makeShapeRow();
  QWidget* makeCountRow();
  Section* makeAdvanced();
  void showSeed(quint64 seed);
  void showAspect(const Aspect& aspect);
  void showSummary();

  QList<QPushButton*> m_aspects;
  QSpinBox* m_count;
  QLineEdit* m_seed;
  QToolButton* m_seedLock;
  ValueSlider* m_strength;
  ValueSlider* m_steps;
  ValueSlider* m_guidance;
  QComboBox* m_sampler;
  QComboBox* m_schedule;
  QComboBox* m_prefill;
  QList<QWidget*> m_ofSamplers, m_ofEdits;  // shown where the model has a use for them
  ValueSlider *m_grow, *m_feather, *m_blend;
  Aspect m_aspect;
  MaskedEditOptions m_edit;  // members that have no control
  Section* m_advanced;
};

}  // namespace pentimento

/// What is set once and rarely again.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>

#include "app/settings/settings.h"

namespace pentimento {

class SettingsDialog final : public QDialog {
  Q_OBJECT
 public:
  SettingsDialog(Settings& settings, QWidget* parent);

 private:
  void save();

  Settings& m_settings;
  QComboBox *m_theme, *m_language;
  QLineEdit* m_engine;
  QSpinBox* m_unload;
  QDoubleSpinBox* m_history;
};

}  // namespace pentimento

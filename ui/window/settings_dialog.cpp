#include "ui/window/settings_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

/// As QProcess::splitCommand reads it back: words with spaces in quotes, and a quote three times.
QString commandLine(const QStringList& command) {
  static const QRegularExpression space("\\s");
  QStringList words;
  for (QString word : command) {
    const bool quoted = word.isEmpty() || word.contains(space);
    word.replace('"', QStringLiteral("\"\"\""));
    words.append(quoted ? '"' + word + '"' : word);
  }
  return words.join(' ');
}

}  // namespace

SettingsDialog::SettingsDialog(Settings& settings, QWidget* parent)
    : QDialog(parent), m_settings(settings) {
  setWindowTitle(tr("Settings"));
  m_theme = described(new QComboBox, tr("Colours"), tr("Light on dark, or dark on light"));
  m_theme->addItem(tr("Dark"), "dark");
  m_theme->addItem(tr("Light"), "light");
  m_theme->addItem(tr("As the system"), "system");
  m_theme->setCurrentIndex(m_theme->findData(settings.get(setting::kTheme)));
  m_language = described(new QComboBox, tr("Language"), tr("Takes effect at the next start"));
  m_language->addItem(tr("As the system"), "");
  m_language->addItem("English", "en");
  m_language->addItem("Deutsch", "de");
  m_language->setCurrentIndex(m_language->findData(settings.get(setting::kLanguage)));
  m_engine = described(
      new QLineEdit(commandLine(settings.get(setting::kEngineCommand))), tr("Engine"),
      tr("The command that computes, e.g. ssh gpu-box pentimento-cli engine; empty: this machine. "
         "Takes effect at the next start"));
  m_engine->setPlaceholderText("pentimento-cli engine");
  m_unload = described(new QSpinBox, tr("Free memory after"),
                       tr("Idle minutes after which the model's memory is freed"));
  m_unload->setRange(0, 600);
  m_unload->setSuffix(tr(" min"));
  m_unload->setSpecialValueText(tr("never"));
  m_unload->setValue(settings.get(setting::kUnloadMinutes));
  m_history =
      described(new QDoubleSpinBox, tr("History warns above"),
                tr("Size of all pictures at which the history says so; it deletes nothing"));
  m_history->setRange(0, 10000);
  m_history->setSuffix(" GiB");
  m_history->setSpecialValueText(tr("never"));
  m_history->setValue(settings.get(setting::kHistoryGiB));

  auto* form = new QFormLayout;
  form->setSpacing(10);
  form->addRow(tr("Colours"), m_theme);
  form->addRow(tr("Language"), m_language);
  form->addRow(tr("Engine"), m_engine);
  form->addRow(tr("Free memory after"), m_unload);
  form->addRow(tr("History warns above"), m_history);
  auto* buttons = new QDialogButtonBox;
  auto* ok = buttons->addButton(tr("Apply"), QDialogButtonBox::AcceptRole);
  auto* cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
  described(ok, tr("Apply"), tr("Keep these settings"));
  described(cancel, tr("Cancel"), tr("Change nothing"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(16, 16, 16, 16);
  layout->setSpacing(16);
  layout->addLayout(form);
  layout->addWidget(buttons);
  setMinimumWidth(460);
  connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::save);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void SettingsDialog::save() {
  m_settings.set(setting::kTheme, m_theme->currentData().toString());
  m_settings.set(setting::kLanguage, m_language->currentData().toString());
  m_settings.set(setting::kEngineCommand, QProcess::splitCommand(m_engine->text()));
  m_settings.set(setting::kUnloadMinutes, m_unload->value());
  m_settings.set(setting::kHistoryGiB, m_history->value());
  applyTheme(m_settings.get(setting::kTheme));
  accept();
}

}  // namespace pentimento

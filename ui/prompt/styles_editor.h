/// Named pieces of prompts that are added by a click.
#pragma once

#include <QByteArray>
#include <QPushButton>
#include <QStringList>
#include <QWidget>
#include <vector>

namespace pentimento {

struct PromptStyle {
  QString name;
  QString text;  ///< `{prompt}` stands for the prompt; without it the text is appended
  bool operator==(const PromptStyle&) const = default;
};

[[nodiscard]] QString withStyle(const QString& prompt, const PromptStyle& style);

/// Chips that are switched on and off; a new one is made from what stands in the prompt.
class StylesEditor final : public QWidget {
  Q_OBJECT
 public:
  explicit StylesEditor(QWidget* parent = nullptr);

  [[nodiscard]] QStringList chosen() const;
  void setChosen(const QStringList& names);
  /// `prompt` with all chosen styles.
  [[nodiscard]] QString applied(QString prompt) const;

  [[nodiscard]] QByteArray toJson() const;
  /// What cannot be read leaves the built-in styles.
  void fromJson(const QByteArray& json);
  void add(const PromptStyle& style);  ///< replaces one of the same name
  void remove(const QString& name);

 Q_SIGNALS:
  void changed();
  void edited();  ///< the list itself: to be remembered

 private:
  void addChip(const PromptStyle& style, bool on);
  void rebuild();
  /// In a dialog; an empty name makes a new one.
  void askForStyle(const PromptStyle& style);

  std::vector<PromptStyle> m_styles;
  std::vector<QPushButton*> m_chips;
};

}  // namespace pentimento

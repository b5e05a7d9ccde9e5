/// A part of a panel that can be folded away.
#pragma once

#include <QToolButton>
#include <QWidget>

namespace pentimento {

class Section final : public QWidget {
  Q_OBJECT
 public:
  /// Takes ownership of `content`, which is hidden while folded.
  Section(const QString& title, QWidget* content, QWidget* parent = nullptr);

  void setExpanded(bool expanded);
  [[nodiscard]] bool isExpanded() const { return m_title->isChecked(); }
  /// Beside the title while folded, so that nothing that is set stays unseen.
  void setSummary(const QString& summary);

 Q_SIGNALS:
  void toggled(bool expanded);

 private:
  void showTitle();

  QString m_name, m_summary;
  QToolButton* m_title;
  QWidget* m_content;
};

}  // namespace pentimento

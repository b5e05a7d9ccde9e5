#include "ui/widgets/section.h"

#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {

Section::Section(const QString& title, QWidget* content, QWidget* parent)
    : QWidget(parent), m_name(title), m_title(new QToolButton), m_content(content) {
  m_title->setCheckable(true);
  m_title->setProperty("section", true);
  m_title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_title->setIconSize({14, 14});
  m_title->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  described(m_title, title, tr("Show or hide: %1").arg(title));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(m_title);
  layout->addWidget(m_content);
  m_content->hide();
  showTitle();
  connect(m_title, &QToolButton::toggled, this, [this](bool expanded) {
    m_content->setVisible(expanded);
    showTitle();
    Q_EMIT toggled(expanded);
  });
}

void Section::setExpanded(bool expanded) {
  m_title->setChecked(expanded);
}

void Section::setSummary(const QString& summary) {
  m_summary = summary;
  showTitle();
}

void Section::showTitle() {
  m_title->setIcon(themeIcon(isExpanded() ? "down" : "next"));
  const bool summarised = !isExpanded() && !m_summary.isEmpty();
  m_title->setText(summarised ? QString("%1:  %2").arg(m_name, m_summary) : m_name);
}

}  // namespace pentimento

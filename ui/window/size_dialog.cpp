#include "ui/window/size_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QToolButton>

#include "core/imaging/codec.h"
#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

QSpinBox* side(const QString& name, int value) {
  auto* box = described(new QSpinBox, name, SizeDialog::tr("%1 in pixels").arg(name));
  box->setRange(1, kMaxImageSide);
  box->setSuffix(" px");
  box->setValue(value);
  return box;
}

}  // namespace

SizeDialog::SizeDialog(const QString& title, const QString& verb, QSize now, QWidget* parent)
    : QDialog(parent),
      m_width(side(tr("Width"), now.width())),
      m_height(side(tr("Height"), now.height())),
      m_area(new QLabel) {
  setWindowTitle(title);
  m_area->setProperty("muted", true);
  auto* swap = described(new QToolButton, tr("Swap width and height"));
  swap->setIcon(themeIcon("swap"));
  auto* buttons = new QDialogButtonBox;
  m_accept = buttons->addButton(verb, QDialogButtonBox::AcceptRole);
  auto* cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
  described(m_accept, verb);
  described(cancel, tr("Cancel"), tr("Change nothing"), "Esc");
  auto* form = new QFormLayout;
  form->addRow(tr("Width"), m_width);
  form->addRow(tr("Height"), m_height);
  auto* sides = new QHBoxLayout;
  sides->addLayout(form, 1);
  sides->addWidget(swap);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(16, 16, 16, 16);
  layout->setSpacing(12);
  layout->addLayout(sides);
  layout->addWidget(m_area);
  layout->addWidget(buttons);
  setMinimumWidth(300);
  for (QSpinBox* box : {m_width, m_height})
    connect(box, &QSpinBox::valueChanged, this, &SizeDialog::showArea);
  connect(swap, &QToolButton::clicked, this, [this] {
    const int width = m_width->value();
    m_width->setValue(m_height->value());
    m_height->setValue(width);
  });
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  m_width->selectAll();
  showArea();
}

void SizeDialog::showArea() {
  const qint64 area = qint64{m_width->value()} * m_height->value();
  const bool possible = area <= Image::kMaxPixels;
  m_area->setText(possible ? tr("%1 megapixels").arg(QLocale().toString(double(area) / 1e6, 'f', 2))
                           : tr("More than a picture may have: at most %1 megapixels")
                                 .arg(QLocale().toString(double(Image::kMaxPixels) / 1e6, 'f', 0)));
  m_accept->setEnabled(possible);
}

std::optional<QSize> askForSize(const QString& title, const QString& verb, QSize now,
                                QWidget* parent) {
  SizeDialog dialog(title, verb, now, parent);
  if (dialog.exec() != QDialog::Accepted) return {};
  return dialog.chosenSize();
}

}  // namespace pentimento

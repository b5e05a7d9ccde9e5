#include "ui/history/family_dialog.h"

#include <QHeaderView>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>

#include "ui/theme/picture_icon.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kIconSide = 64;
constexpr int kKeyRole = Qt::UserRole;

QString taskName(Task task) {
  switch (task) {
    case Task::TextToImage:
      return FamilyDialog::tr("Generated");
    case Task::ImageToImage:
      return FamilyDialog::tr("Refined");
    case Task::MaskedEdit:
      return FamilyDialog::tr("Edited");
    case Task::Variations:
      return FamilyDialog::tr("Variation");
    case Task::Interpolate:
      return FamilyDialog::tr("Interpolated");
    case Task::TextDiff:
      return FamilyDialog::tr("Changed by text");
  }
  return {};
}

}  // namespace

FamilyDialog::FamilyDialog(const HistoryStore& store, ThumbnailStore& thumbnails,
                           const QString& key, QWidget* parent)
    : QDialog(parent), m_thumbnails(thumbnails), m_tree(new QTreeWidget) {
  setWindowTitle(tr("Family"));
  setAttribute(Qt::WA_DeleteOnClose);
  setMinimumSize(560, 320);
  resize(fittingScreen({720, 480}, *this));
  described(m_tree, tr("Family of the picture"), tr("Enter shows the picture in the history"));
  m_tree->setHeaderLabels({tr("Picture"), tr("Made by"), tr("Seed"), tr("When")});
  m_tree->header()->setStretchLastSection(false);
  m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_tree->setIconSize({kIconSide, kIconSide});
  auto* column = new QVBoxLayout(this);
  column->addWidget(m_tree);
  connect(&thumbnails, &ThumbnailStore::ready, this,
          [this](const QString& of, const QImage& picture) {
            for (QTreeWidgetItemIterator item(m_tree); *item; ++item)
              if ((*item)->data(0, kKeyRole) == of) (*item)->setIcon(0, pictureIcon(picture));
          });
  connect(m_tree, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem* item) {
    Q_EMIT chosen(item->data(0, kKeyRole).toString());
  });

  const HistoryFamily family = store.family(key);
  QTreeWidgetItem* place = nullptr;
  for (const HistoryEntry& ancestor : family.ancestors) place = add(place, ancestor);
  if (const auto entry = store.entry(key)) {
    place = add(place, *entry);
    m_tree->setCurrentItem(place);
  }
  for (const HistoryEntry& child : family.children) add(place, child);
  m_tree->expandAll();
}

QTreeWidgetItem* FamilyDialog::add(QTreeWidgetItem* parent, const HistoryEntry& entry) {
  auto* item = new QTreeWidgetItem({entry.prompt.simplified(), taskName(entry.task),
                                    QString::number(entry.seed),
                                    QLocale().toString(entry.created, QLocale::ShortFormat)});
  item->setData(0, kKeyRole, entry.key);
  item->setToolTip(0, plainTip(entry.prompt));
  if (parent)
    parent->addChild(item);
  else
    m_tree->addTopLevelItem(item);
  m_thumbnails.request(entry.key, entry.path);
  return item;
}

}  // namespace pentimento

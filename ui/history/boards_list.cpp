#include "ui/history/boards_list.h"

#include <QDropEvent>
#include <QMenu>
#include <QMimeData>
#include <QSignalBlocker>

#include "app/pictures/picture_mime.h"
#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kShelfRole = Qt::UserRole;
constexpr int kShelvesWidth = 156;

}  // namespace

BoardsList::BoardsList(QWidget* parent) : QListWidget(parent) {
  described(this, tr("Boards"), tr("Drop pictures onto a board to put them there"));
  setFixedWidth(kShelvesWidth);
  setIconSize({16, 16});
  setTextElideMode(Qt::ElideRight);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setDragDropMode(QAbstractItemView::DropOnly);
  setDragDropOverwriteMode(true);  // onto lines, not between them
  setContextMenuPolicy(Qt::CustomContextMenu);
  setBoards({});
  connect(this, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
    if (!item || shelfOf(item) == Shelf::NewBoard) return;
    m_shown = item;
    Q_EMIT chosen();
  });
  const auto act = [this](const QListWidgetItem* item) {
    if (shelfOf(item) != Shelf::NewBoard) return;
    setCurrentItem(m_shown);
    Q_EMIT newBoardAsked({});
  };
  connect(this, &QListWidget::itemClicked, this, act);
  connect(this, &QListWidget::itemActivated, this, act);
  connect(this, &QWidget::customContextMenuRequested, this, &BoardsList::showMenu);
}

void BoardsList::setBoards(const QStringList& boards) {
  const QString shown = board();
  const bool trash = showsTrash();
  {
    const QSignalBlocker quiet(this);
    clear();
    addShelf(Shelf::All, "grid", tr("All pictures"));
    for (const QString& name : boards) addShelf(Shelf::Board, "board", name);
    addShelf(Shelf::NewBoard, "add", tr("New board …"));
    addShelf(Shelf::Trash, "trash", tr("Trash"));
    const qsizetype place = boards.indexOf(shown);
    m_shown = item(trash ? count() - 1 : int(place) + 1);
    setCurrentItem(m_shown);
  }
  if (!shown.isEmpty() && board().isEmpty()) Q_EMIT chosen();
}

void BoardsList::addShelf(Shelf shelf, const QString& icon, const QString& text) {
  auto* item = new QListWidgetItem(themeIcon(icon), text, this);
  item->setData(kShelfRole, int(shelf));
  item->setToolTip(text);
  if (shelf == Shelf::All) item->setFlags(item->flags() & ~Qt::ItemIsDropEnabled);
}

BoardsList::Shelf BoardsList::shelfOf(const QListWidgetItem* item) {
  return Shelf(item->data(kShelfRole).toInt());
}

QString BoardsList::board() const {
  return m_shown && shelfOf(m_shown) == Shelf::Board ? m_shown->text() : QString();
}

bool BoardsList::showsTrash() const {
  return m_shown && shelfOf(m_shown) == Shelf::Trash;
}

QStringList BoardsList::mimeTypes() const {
  return {kHistoryKeysMime};
}

/// Qt would ask on which side of a line's middle the pointer is, and take the next line below it.
void BoardsList::dropEvent(QDropEvent* event) {
  const QListWidgetItem* const target = itemAt(event->position().toPoint());
  if (target && dropMimeData(row(target), event->mimeData(), event->proposedAction()))
    event->acceptProposedAction();
  else
    event->ignore();
}

bool BoardsList::dropMimeData(int row, const QMimeData* data, Qt::DropAction) {
  const QListWidgetItem* const target = item(row);
  const QStringList keys =
      QString::fromUtf8(data->data(kHistoryKeysMime)).split('\n', Qt::SkipEmptyParts);
  if (!target || keys.isEmpty()) return false;
  switch (shelfOf(target)) {
    case Shelf::All:
      return false;
    case Shelf::Board:
      Q_EMIT boardAsked(target->text(), keys);
      break;
    case Shelf::NewBoard:
      Q_EMIT newBoardAsked(keys);
      break;
    case Shelf::Trash:
      Q_EMIT trashAsked(keys);
      break;
  }
  return true;
}

void BoardsList::showMenu(const QPoint& position) {
  const QListWidgetItem* const at = itemAt(position);
  if (!at || shelfOf(at) != Shelf::Board) return;
  const QString name = at->text();
  QMenu menu;
  menu.addAction(tr("Rename …"), this, [this, name] { Q_EMIT renameAsked(name); });
  menu.addAction(tr("Take the Board Away; Its Pictures Stay"), this,
                 [this, name] { Q_EMIT removalAsked(name); });
  menu.exec(viewport()->mapToGlobal(position));
}

}  // namespace pentimento

// The part of HistoryPanel that does something with pictures.
#include <QApplication>
#include <QClipboard>
#include <QInputDialog>
#include <QMessageBox>

#include "app/history/picture_file.h"
#include "app/pictures/picture_conversion.h"
#include "app/pictures/picture_mime.h"
#include "ui/history/compare_dialog.h"
#include "ui/history/family_dialog.h"
#include "ui/history/history_panel.h"
#include "ui/widgets/describe.h"

namespace pentimento {

void HistoryPanel::newBoard(const QStringList& keys) {
  if (keys.isEmpty()) {
    Q_EMIT hinted(tr("Select the pictures for the new board first, or drop them onto it."));
    return;
  }
  const QString name =
      QInputDialog::getText(this, tr("New Board"), tr("Name of the board:")).trimmed();
  if (!name.isEmpty()) m_store.setBoard(keys, name);
}

void HistoryPanel::renameBoard(const QString& board) {
  const QString name = QInputDialog::getText(this, tr("Rename the Board"), tr("Name of the board:"),
                                             QLineEdit::Normal, board)
                           .trimmed();
  if (!name.isEmpty() && name != board) m_store.setBoard(keysOn(board), name);
}

QStringList HistoryPanel::keysOn(const QString& board) const {
  QStringList keys;
  for (const bool trash : {false, true}) {
    HistoryQuery query;
    query.board = board;
    query.trash = trash;
    for (const HistoryItem& item : m_store.items(query)) keys << item.key;
  }
  return keys;
}

void HistoryPanel::recall(Recall what) {
  const auto entry = current();
  if (!entry) return;
  try {
    const GenerationRequest recipe = requestFromJson(parseJson(entry->recipe, "the recipe"));
    Q_EMIT recallRequested(what, recipe);
  } catch (const Error& error) {
    Q_EMIT failed(QString::fromUtf8(error.what()));
  }
}

void HistoryPanel::star() {
  if (const auto entry = current()) m_store.setStarred(selectedKeys(), !entry->starred);
}

void HistoryPanel::compare() {
  const QStringList keys = selectedKeys();
  if (keys.size() != 2) {
    Q_EMIT hinted(tr("Select two pictures to compare them (Ctrl and click)."));
    return;
  }
  const auto first = m_store.entry(keys[1]), second = m_store.entry(keys[0]);  // the older first
  if (!first || !second) return;
  try {
    auto* dialog = new CompareDialog(toQImage(readPicture(first->path)),
                                     toQImage(readPicture(second->path)), this);
    dialog->show();
  } catch (const Error& error) {
    Q_EMIT failed(QString::fromUtf8(error.what()));
  }
}

void HistoryPanel::showFamily() {
  const auto entry = current();
  if (!entry) return;
  auto* dialog = new FamilyDialog(m_store, m_thumbnails, entry->key, this);
  connect(dialog, &FamilyDialog::chosen, this, &HistoryPanel::select);
  dialog->show();
}

void HistoryPanel::copy() {
  const auto entry = current();
  if (!entry) return;
  try {
    QApplication::clipboard()->setMimeData(mimeDataFor(readPicture(entry->path)).release());
  } catch (const Error& error) {
    Q_EMIT failed(QString::fromUtf8(error.what()));
  }
}

void HistoryPanel::trash(const QStringList& keys) {
  if (m_boards->showsTrash()) return deleteForEver(keys);
  if (keys.isEmpty()) return;
  m_store.moveToTrash(keys);
  Q_EMIT movedToTrash(keys);
}

void HistoryPanel::restore() {
  m_store.restoreFromTrash(selectedKeys());
}

void HistoryPanel::deleteSelectedForEver() {
  deleteForEver(selectedKeys());
}

void HistoryPanel::emptyTrash() {
  QStringList keys;
  HistoryQuery everything;
  everything.trash = true;
  for (const HistoryItem& item : m_store.items(everything)) keys << item.key;
  deleteForEver(keys);
}

void HistoryPanel::deleteForEver(const QStringList& keys) {
  if (keys.isEmpty()) return;
  QMessageBox question(
      QMessageBox::Warning, tr("Delete for Ever"),
      tr("Delete %n picture(s) and their files? This cannot be undone.", nullptr, int(keys.size())),
      QMessageBox::NoButton, this);
  auto* act = described(question.addButton(tr("Delete"), QMessageBox::DestructiveRole),
                        tr("Delete for Ever"));
  question.setDefaultButton(described(question.addButton(tr("Keep"), QMessageBox::RejectRole),
                                      tr("Keep them"), {}, "Esc"));
  question.exec();
  if (question.clickedButton() == act) m_store.deleteForEver(keys);
}

}  // namespace pentimento

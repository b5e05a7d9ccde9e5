/// The shelves of the history: everything, each board, the trash.
#pragma once

#include <QListWidget>

namespace pentimento {

/// One of them is shown at a time. Pictures of the history can be dropped onto a board, onto the
/// trash, and onto the line that makes a new board.
class BoardsList final : public QListWidget {
  Q_OBJECT
 public:
  explicit BoardsList(QWidget* parent = nullptr);

  /// Keeps what is shown, unless that board is gone.
  void setBoards(const QStringList& boards);
  [[nodiscard]] QString board() const;  ///< empty: not one board
  [[nodiscard]] bool showsTrash() const;

 Q_SIGNALS:
  void chosen();  ///< another one is shown
  void boardAsked(const QString& board, const QStringList& keys);
  void newBoardAsked(const QStringList& keys);  ///< no keys: of the selected pictures
  void trashAsked(const QStringList& keys);
  void renameAsked(const QString& board);
  void removalAsked(const QString& board);

 protected:
  [[nodiscard]] QStringList mimeTypes() const override;
  [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::CopyAction; }
  bool dropMimeData(int row, const QMimeData* data, Qt::DropAction action) override;
  void dropEvent(QDropEvent* event) override;

 private:
  enum class Shelf { All, Board, NewBoard, Trash };
  void addShelf(Shelf shelf, const QString& icon, const QString& text);
  [[nodiscard]] static Shelf shelfOf(const QListWidgetItem* item);
  void showMenu(const QPoint& position);

  QListWidgetItem* m_shown = nullptr;
};

}  // namespace pentimento

/// How a picture of the history is drawn: its day above it where the day begins, and its star.
#pragma once

#include <QStyledItemDelegate>

namespace pentimento {

class HistoryDelegate final : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  static constexpr int kPictureSide = 112;  ///< device-independent pixels

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;
};

}  // namespace pentimento

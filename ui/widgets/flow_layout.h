/// Widgets side by side, wrapped into as many rows as the width asks for.
#pragma once

#include <QLayout>
#include <QList>

namespace pentimento {

class FlowLayout final : public QLayout {
  Q_OBJECT
 public:
  explicit FlowLayout(int spacing, QWidget* parent = nullptr);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override { m_items.append(item); }
  [[nodiscard]] int count() const override { return int(m_items.size()); }
  [[nodiscard]] QLayoutItem* itemAt(int index) const override { return m_items.value(index); }
  QLayoutItem* takeAt(int index) override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override { return arrange({0, 0, width, 0}); }
  void setGeometry(const QRect& rect) override;
  [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }
  [[nodiscard]] QSize minimumSize() const override;
  [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }

 private:
  /// @return the height used @param apply false: only measures
  int arrange(const QRect& rect, bool apply = false) const;

  QList<QLayoutItem*> m_items;
};

}  // namespace pentimento

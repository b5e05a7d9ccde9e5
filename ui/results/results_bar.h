/// The candidates of the edit that is being looked at.
#pragma once

#include <QFrame>
#include <QHBoxLayout>
#include <QImage>
#include <QLabel>
#include <QToolButton>
#include <optional>
#include <vector>

namespace pentimento {

/// A cell per candidate, filled as they finish: empty, then the estimate, then the picture.
class ResultsBar final : public QFrame {
  Q_OBJECT
 public:
  explicit ResultsBar(QWidget* canvas);

  struct Cell {
    QImage picture;  ///< null: nothing to show yet
    bool finished = false;
    std::optional<double> match{};  ///< with the prompt, −1..1; shown beneath
  };
  /// Hides the bar when there are none.
  void setCells(const std::vector<Cell>& cells, int chosen);
  /// The estimate of a cell that is not finished.
  void setEstimate(int cell, const QImage& picture);
  /// What the comparison of bytes said; -1 while it is not known.
  void setChangedOutside(qint64 pixels);
  /// Whether results can be compared with their words.
  void setRankable(bool rankable) { m_rank->setVisible(rankable); }
  void place();  ///< at the bottom of its parent

 Q_SIGNALS:
  void covering(int pixels);  ///< of the canvas' lower edge; 0: nothing
  void chosen(int cell);
  void cycleRequested(int direction);
  void acceptRequested();
  void discardRequested();
  void compareRequested();
  void saveRequested();
  void copyRequested();
  void starRequested();
  void varyRequested();
  void editRequested();
  void upscaleRequested();
  void gridRequested();
  void rankRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QToolButton* addButton(const QString& icon, const QString& name, const QString& keys,
                         void (ResultsBar::*signal)());
  static void showMatch(QToolButton& cell, const std::optional<double>& match);
  void showCell(int cell, const QImage& picture);

  QHBoxLayout* m_cells;
  QToolButton* m_rank;
  std::vector<QToolButton*> m_buttons;
  std::vector<bool> m_finished;
  QList<QWidget*> m_actions;  // meaningful only when something is finished
  QLabel *m_place, *m_proof;
};

}  // namespace pentimento

#include "ui/results/results_bar.h"

#include <QEvent>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kCellSide = 64;
constexpr int kMatchHeight = 20;
constexpr int kResultsGap = 12;

/// Cut to a square, so that all cells look alike.
QPixmap cellPixmap(const QImage& picture, double ratio) {
  const int side = int(kCellSide * ratio);
  if (picture.isNull()) return {};
  const QImage scaled =
      picture.scaled(side, side, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
  QPixmap pixmap = QPixmap::fromImage(
      scaled.copy((scaled.width() - side) / 2, (scaled.height() - side) / 2, side, side));
  pixmap.setDevicePixelRatio(ratio);
  return pixmap;
}

}  // namespace

ResultsBar::ResultsBar(QWidget* canvas)
    : QFrame(canvas), m_cells(new QHBoxLayout), m_place(new QLabel), m_proof(new QLabel) {
  setProperty("card", true);
  setCursor(Qt::ArrowCursor);
  m_cells->setSpacing(4);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(2);
  const auto cycle = [this, buttons](const QString& icon, const QString& name, const QString& keys,
                                     int direction) {
    auto* button = described(new QToolButton, name, {}, keys);
    button->setIcon(themeIcon(icon));
    buttons->addWidget(button);
    m_actions.append(button);
    connect(button, &QToolButton::clicked, this,
            [this, direction] { Q_EMIT cycleRequested(direction); });
  };
  cycle("previous", tr("Previous candidate"), "←", -1);
  m_place->setAlignment(Qt::AlignCenter);
  m_place->setMinimumWidth(40);
  buttons->addWidget(m_place);
  cycle("next", tr("Next candidate"), "→", 1);
  buttons->addSpacing(8);
  auto* accept = addButton("accept", tr("Accept"), "Enter", &ResultsBar::acceptRequested);
  accept->setProperty("primary", true);
  accept->setIcon(accentIcon("accept"));
  buttons->addWidget(accept);
  buttons->addWidget(addButton("cancel", tr("Discard"), "Del", &ResultsBar::discardRequested));
  buttons->addSpacing(8);
  for (QToolButton* button :
       {addButton("grid", tr("All side by side"), "G", &ResultsBar::gridRequested),
        addButton("compare", tr("Compare with before"), "M", &ResultsBar::compareRequested),
        addButton("star", tr("Star"), ".", &ResultsBar::starRequested),
        addButton("tool-mask-brush", tr("Edit this one"), {}, &ResultsBar::editRequested),
        addButton("vary", tr("Vary this one"), {}, &ResultsBar::varyRequested),
        addButton("upscale", tr("Enlarge to twice the size"), {}, &ResultsBar::upscaleRequested),
        addButton("save", tr("Save a copy"), {}, &ResultsBar::saveRequested),
        addButton("copy", tr("Copy to the clipboard"), {}, &ResultsBar::copyRequested)})
    buttons->addWidget(button);
  m_rank = addButton("rank", tr("Rank by match with the prompt"), {}, &ResultsBar::rankRequested);
  m_rank->hide();
  buttons->addWidget(m_rank);
  buttons->addStretch(1);
  buttons->addWidget(m_proof);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(6);
  auto* cells = new QHBoxLayout;
  cells->addStretch(1);
  cells->addLayout(m_cells);
  cells->addStretch(1);
  layout->addLayout(cells);
  layout->addLayout(buttons);
  canvas->installEventFilter(this);
  hide();
}

QToolButton* ResultsBar::addButton(const QString& icon, const QString& name, const QString& keys,
                                   void (ResultsBar::*signal)()) {
  auto* button = described(new QToolButton, name, {}, keys);
  button->setIcon(themeIcon(icon));
  connect(button, &QToolButton::clicked, this, signal);
  m_actions.append(button);
  return button;
}

void ResultsBar::setCells(const std::vector<Cell>& cells, int chosenCell) {
  while (m_buttons.size() > cells.size()) {
    delete m_buttons.back();
    m_buttons.pop_back();
  }
  while (m_buttons.size() < cells.size()) {
    auto* button = new QToolButton;
    button->setIconSize({kCellSide, kCellSide});
    button->setCheckable(true);
    const int index = int(m_buttons.size());
    described(button, tr("Candidate %1").arg(index + 1), {}, QString::number(index + 1));
    connect(button, &QToolButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
    m_cells->addWidget(button);
    m_buttons.push_back(button);
  }
  m_finished.resize(cells.size());
  int finished = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    const bool wasFinished = m_finished[i];
    m_finished[i] = cells[i].finished;
    finished += cells[i].finished;
    // A finished picture is as it was last seen until it can be shown itself.
    const bool inTheMaking = cells[i].finished && cells[i].picture.isNull();
    if (!inTheMaking && (cells[i].finished || wasFinished || m_buttons[i]->icon().isNull()))
      showCell(int(i), cells[i].picture);
    showMatch(*m_buttons[i], cells[i].match);
    m_buttons[i]->setChecked(int(i) == chosenCell);
    m_buttons[i]->setEnabled(cells[i].finished);
  }
  m_place->setText(chosenCell < 0 ? QString("–/%1").arg(finished)
                                  : QString("%1/%2").arg(chosenCell + 1).arg(finished));
  for (QWidget* action : m_actions) action->setEnabled(finished > 0);
  setVisible(!cells.empty());
  layout()->activate();  // cells with numbers are higher
  place();
}

void ResultsBar::showMatch(QToolButton& cell, const std::optional<double>& match) {
  const QString number = match ? QLocale().toString(*match, 'f', 3) : QString();
  cell.setText(number);
  cell.setAccessibleDescription(match ? tr("Match with the prompt: %1").arg(number)
                                      : cell.accessibleName());
  cell.setToolButtonStyle(match ? Qt::ToolButtonTextUnderIcon : Qt::ToolButtonIconOnly);
  cell.setFixedSize(kCellSide + 8, kCellSide + 8 + (match ? kMatchHeight : 0));
}

void ResultsBar::setEstimate(int cell, const QImage& picture) {
  if (cell >= 0 && cell < int(m_buttons.size()) && !m_finished[cell]) showCell(cell, picture);
}

void ResultsBar::showCell(int cell, const QImage& picture) {
  const QPixmap pixmap = cellPixmap(picture, devicePixelRatioF());
  QIcon icon;
  if (!pixmap.isNull()) {
    icon.addPixmap(pixmap, QIcon::Normal);
    icon.addPixmap(pixmap, QIcon::Disabled);  // an estimate is not greyed out
  }
  m_buttons[cell]->setIcon(icon);
}

void ResultsBar::setChangedOutside(qint64 pixels) {
  m_proof->setText(pixels < 0 ? QString() : tr("%L1 px changed outside").arg(pixels));
  m_proof->setStyleSheet(
      QString("color: %1").arg((pixels == 0 ? theme().success : theme().danger).name()));
  layout()->activate();  // the text may need more room
  place();
}

bool ResultsBar::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) place();
  return QFrame::eventFilter(watched, event);
}

void ResultsBar::place() {
  if (isHidden()) return Q_EMIT covering(0);
  const QSize room = parentWidget()->size();
  const QSize size = sizeHint().boundedTo({room.width() - 2 * kResultsGap, room.height()});
  setGeometry(
      {{(room.width() - size.width()) / 2, room.height() - size.height() - kResultsGap}, size});
  raise();
  Q_EMIT covering(parentWidget()->height() - y());
}

}  // namespace pentimento

#include "ui/history/history_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/history/history_delegate.h"
#include "ui/history/hover_preview.h"
#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr double kGibibyte = 1 << 30;

QToolButton* toggle(const QString& icon, const QString& name, const QString& tip) {
  auto* button = described(new QToolButton, name, tip);
  button->setIcon(themeIcon(icon));
  button->setCheckable(true);
  return button;
}

QComboBox* chooser(const QString& name) {
  auto* box = described(new QComboBox, name);
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return box;
}

/// Fills a filter and keeps what it is set to; the first line is "any".
void refill(QComboBox* box, const QString& any, const QStringList& values,
            const QVariantList& data) {
  const QSignalBlocker quiet(box);
  const QVariant chosen = box->currentData();
  box->clear();
  box->addItem(any);
  for (int i = 0; i < values.size(); ++i) box->addItem(values[i], data[i]);
  box->setCurrentIndex(std::max(0, box->findData(chosen)));
  box->setVisible(values.size() > 1);  // else there is nothing to choose
}

QVariantList variants(const QStringList& values) {
  return {values.begin(), values.end()};
}

}  // namespace

HistoryPanel::HistoryPanel(HistoryStore& store, ThumbnailStore& thumbnails, QWidget* parent)
    : QWidget(parent),
      m_store(store),
      m_thumbnails(thumbnails),
      m_model(new HistoryModel(store, thumbnails, this)),
      m_list(new QListView),
      m_boards(new BoardsList) {
  m_list->setModel(m_model);
  m_list->setItemDelegate(new HistoryDelegate(m_list));
  described(m_list, tr("History"),
            tr("Enter opens a picture, the menu key shows what else can be done with it; "
               "pictures can be dragged out"));
  m_list->setFlow(QListView::LeftToRight);
  m_list->setWrapping(true);
  m_list->setResizeMode(QListView::Adjust);
  m_list->setUniformItemSizes(true);  // 10,000 entries are laid out by one
  m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setDragEnabled(true);
  m_list->setDragDropMode(QAbstractItemView::DragOnly);
  m_list->setContextMenuPolicy(Qt::CustomContextMenu);
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->installEventFilter(this);
  new HoverPreview(*m_list, store);
  m_empty = new QLabel;
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 4, 8, 4);
  column->addLayout(buildBar());
  auto* pictures = new QVBoxLayout;
  pictures->addWidget(m_empty, 1);
  pictures->addWidget(m_list, 1);
  auto* row = new QHBoxLayout;
  row->addWidget(m_boards);
  row->addLayout(pictures, 1);
  column->addLayout(row, 1);
  buildActions();
  connectBoards();

  connect(m_list, &QWidget::customContextMenuRequested, this, &HistoryPanel::showMenu);
  connect(m_list, &QAbstractItemView::activated, this, [this] {
    if (const auto entry = current()) Q_EMIT openRequested(entry->path);
  });
  connect(&store, &HistoryStore::ready, this, &HistoryPanel::fillFilters);
  connect(&store, &HistoryStore::changed, this, &HistoryPanel::fillFilters);
  // The model is filled a moment later.
  connect(&store, &HistoryStore::added, this, &HistoryPanel::fillFilters, Qt::QueuedConnection);
  connect(m_model, &QAbstractItemModel::modelReset, this, &HistoryPanel::showState);
  connect(m_model, &QAbstractItemModel::rowsInserted, this, &HistoryPanel::showState);
  fillFilters();
}

QLayout* HistoryPanel::buildBar() {
  m_search = new QLineEdit;
  m_search->setPlaceholderText(tr("Search prompts and models"));
  described(m_search, tr("Search the history"),
            tr("Finds pictures whose prompt or model has words that begin like these"));
  m_search->setClearButtonEnabled(true);
  m_meaning = toggle("meaning", tr("Search by meaning"),
                     tr("Orders all pictures by how well they show what the words say, whatever "
                        "their prompts were"));
  m_meaning->hide();
  m_meaningNote = new QLabel;
  m_meaningNote->setProperty("muted", true);
  m_meaningNote->hide();
  m_meaningTimer.setSingleShot(true);
  m_meaningTimer.setInterval(300);
  connect(&m_meaningTimer, &QTimer::timeout, this, [this] {
    Q_EMIT meaningAsked(m_meaning->isChecked() ? m_search->text().trimmed() : QString());
  });
  m_starred = toggle("star", tr("Starred only"), tr("Show starred pictures only"));
  m_emptyTrash = described(
      new QPushButton(tr("Empty the trash …")), tr("Empty the trash"),
      tr("What is in it is kept for %1 days and then deleted").arg(HistoryStore::kTrashDays));
  m_trashNote = new QLabel(tr("Kept for %1 days, then deleted").arg(HistoryStore::kTrashDays));
  m_trashNote->setProperty("muted", true);
  m_modelName = chooser(tr("Model"));
  m_day = chooser(tr("Day"));
  m_quota = new QLabel;
  m_quota->setProperty("warning", true);
  auto* row = new QHBoxLayout;
  row->addWidget(m_search, 1);
  for (QWidget* widget :
       std::initializer_list<QWidget*>{m_meaning, m_meaningNote, m_starred, m_modelName, m_day,
                                       m_trashNote, m_emptyTrash, m_quota})
    row->addWidget(widget);
  connect(m_search, &QLineEdit::textChanged, this, &HistoryPanel::filter);
  for (QToolButton* button : {m_meaning, m_starred})
    connect(button, &QToolButton::toggled, this, &HistoryPanel::filter);
  connect(m_emptyTrash, &QPushButton::clicked, this, &HistoryPanel::emptyTrash);
  for (QComboBox* box : {m_modelName, m_day})
    connect(box, &QComboBox::activated, this, &HistoryPanel::filter);
  return row;
}

template <typename Act>
QAction* HistoryPanel::addAction(const QString& text, const QKeySequence& keys, Act act) {
  auto* action = new QAction(text, this);
  action->setShortcut(keys);
  action->setShortcutContext(
      Qt::WidgetShortcut);  // plain letters, so only where the list has focus
  m_list->addAction(action);
  connect(action, &QAction::triggered, this, act);
  return action;
}

void HistoryPanel::buildActions() {
  const auto recalling = [this](const QString& text, Qt::Key key, Recall what) {
    return addAction(text, key, [this, what] { recall(what); });
  };
  m_recallAll = recalling(tr("Use All Settings"), Qt::Key_A, Recall::Everything);
  m_recallPrompt = recalling(tr("Use Prompt"), Qt::Key_P, Recall::Prompt);
  m_recallSeed = recalling(tr("Use Seed"), Qt::Key_S, Recall::Seed);
  m_remix = recalling(tr("Remix (All but the Seed)"), Qt::Key_R, Recall::Remix);
  m_star = addAction(tr("Star"), Qt::Key_Period, &HistoryPanel::star);
  m_compare = addAction(tr("Compare"), Qt::Key_M, &HistoryPanel::compare);
  m_family = addAction(tr("Family Tree"), Qt::Key_T, &HistoryPanel::showFamily);
  m_copy = addAction(tr("Copy"), QKeySequence::Copy, &HistoryPanel::copy);
  m_moveToTrash =
      addAction(tr("Move to the Trash"), Qt::Key_Delete, [this] { trash(selectedKeys()); });
  m_restore = addAction(tr("Restore"), {}, &HistoryPanel::restore);
  m_deleteForEver = addAction(tr("Delete for Ever"), {}, &HistoryPanel::deleteSelectedForEver);
}

void HistoryPanel::connectBoards() {
  connect(m_boards, &BoardsList::chosen, this, &HistoryPanel::filter);
  connect(m_boards, &BoardsList::boardAsked, this,
          [this](const QString& board, const QStringList& keys) { m_store.setBoard(keys, board); });
  connect(m_boards, &BoardsList::newBoardAsked, this,
          [this](const QStringList& keys) { newBoard(keys.isEmpty() ? selectedKeys() : keys); });
  connect(m_boards, &BoardsList::trashAsked, this,
          [this](const QStringList& keys) { trash(keys); });
  connect(m_boards, &BoardsList::renameAsked, this, &HistoryPanel::renameBoard);
  connect(m_boards, &BoardsList::removalAsked, this,
          [this](const QString& board) { m_store.setBoard(keysOn(board), {}); });
}

/// The list's keys go before those of the window, which has the same letters for the canvas.
bool HistoryPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
    const QKeySequence pressed(static_cast<QKeyEvent*>(event)->keyCombination());
    for (QAction* action : m_list->actions()) {
      if (action->shortcut() != pressed || !action->isEnabled()) continue;
      event->accept();
      if (event->type() == QEvent::KeyPress) action->trigger();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void HistoryPanel::setWarningLimit(double gibibytes) {
  m_warnAbove = gibibytes;
  showQuota();
}

void HistoryPanel::select(const QString& key) {
  const QModelIndex index = m_model->indexOf(key);
  if (!index.isValid()) return;
  m_list->setCurrentIndex(index);
  m_list->scrollTo(index);
}

QStringList HistoryPanel::selectedKeys() const {
  QModelIndexList rows = m_list->selectionModel()->selectedIndexes();
  std::sort(rows.begin(), rows.end());
  QStringList keys;
  for (const QModelIndex& row : rows) keys << m_model->keyAt(row);
  return keys;
}

std::optional<HistoryEntry> HistoryPanel::current() const {
  return m_store.entry(m_model->keyAt(m_list->currentIndex()));
}

void HistoryPanel::filter() {
  HistoryQuery query;
  // Without words there is nothing to be meant.
  const bool byMeaning = m_meaning->isChecked() && !m_search->text().trimmed().isEmpty();
  if (!byMeaning) {
    query.words = m_search->text();
    m_model->setOrder({});
    showMeaningNote({});
  }
  m_meaningTimer.start();
  query.starredOnly = m_starred->isChecked();
  query.trash = m_boards->showsTrash();
  query.board = m_boards->board();
  query.model = m_modelName->currentData().toString();
  query.day = m_day->currentData().toDate();
  m_model->setQuery(query);
  showState();
}

void HistoryPanel::showMeaningNote(const QString& note) {
  m_meaningNote->setText(note);
  m_meaningNote->setVisible(!note.isEmpty());
}

void HistoryPanel::fillFilters() {
  m_boards->setBoards(m_store.boards());
  QStringList models = m_store.models();
  models.removeAll({});
  QStringList names;
  for (const QString& model : models) names << model.section('/', -1);
  refill(m_modelName, tr("All models"), names, variants(models));
  if (!m_model->query().day.isValid()) {
    QStringList days;
    QVariantList dates;
    for (const QDate& day : m_model->days()) {
      days << dayName(day);
      dates << day;
    }
    refill(m_day, tr("Any day"), days, dates);
  }
  showQuota();
  filter();
}

void HistoryPanel::showState() {
  const bool empty = m_model->rowCount() == 0;
  m_list->setVisible(!empty);
  m_empty->setVisible(empty);
  m_emptyTrash->setVisible(m_boards->showsTrash() && !empty);
  m_trashNote->setVisible(m_boards->showsTrash());
  const bool everything = m_model->query() == HistoryQuery{};
  m_empty->setText(!m_store.isReady() ? tr("The history is being opened …")
                   : everything       ? tr("Every picture you generate appears here and is kept.")
                   : m_boards->showsTrash() ? tr("The trash is empty.")
                                            : tr("Nothing matches. Clear the search or a filter."));
}

void HistoryPanel::showQuota() {
  const double size = static_cast<double>(m_store.totalBytes()) / kGibibyte;
  const bool over = m_warnAbove > 0 && size > m_warnAbove;
  m_quota->setVisible(over);
  if (over) m_quota->setText(tr("%1 GiB of pictures").arg(QLocale().toString(size, 'f', 1)));
  m_quota->setToolTip(
      tr("Nothing is deleted by itself. Move pictures you do not need to the trash, "
         "or raise the limit in the settings."));
}

void HistoryPanel::showMenu(const QPoint& position) {
  const auto entry = current();
  if (!entry) return;
  QMenu menu;
  const QStringList keys = selectedKeys();
  if (m_boards->showsTrash()) {
    menu.addActions({m_restore, m_deleteForEver});
    menu.exec(m_list->viewport()->mapToGlobal(position));
    return;
  }
  const auto add = [&](const QString& text, auto signal) {
    menu.addAction(text, this, [this, entry, signal] {
      Q_EMIT(this->*signal)(entry->key, entry->path);
    });
  };
  menu.addActions({m_recallAll, m_recallPrompt, m_recallSeed, m_remix});
  menu.addSeparator();
  menu.addAction(tr("Open"), this, [this, entry] { Q_EMIT openRequested(entry->path); });
  add(tr("Add as Layer"), &HistoryPanel::layerRequested);
  add(tr("Bring Back with the Pentimento Brush"), &HistoryPanel::sourceRequested);
  add(tr("Variations"), &HistoryPanel::variationsRequested);
  menu.addSeparator();
  m_star->setText(entry->starred ? tr("Take the Star Off") : tr("Star"));
  m_compare->setEnabled(keys.size() == 2);
  menu.addActions({m_star, m_compare, m_family, m_copy});
  addBoardActions(menu);
  menu.addSeparator();
  menu.addAction(m_moveToTrash);
  menu.exec(m_list->viewport()->mapToGlobal(position));
  m_compare->setEnabled(true);
}

void HistoryPanel::addBoardActions(QMenu& menu) {
  QMenu* boards = menu.addMenu(tr("Board"));
  const QStringList keys = selectedKeys();
  for (const QString& board : m_store.boards())
    boards->addAction(board, this, [this, keys, board] { m_store.setBoard(keys, board); });
  boards->addSeparator();
  boards->addAction(tr("New Board …"), this, [this, keys] { newBoard(keys); });
  boards->addAction(tr("None"), this, [this, keys] { m_store.setBoard(keys, {}); });
}

}  // namespace pentimento

#include "ui/models/models_dialog.h"

#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kEntryRole = Qt::UserRole;  // index into the library's entries; -1 = built in

QString kindName(const LibraryEntry& entry) {
  const ModelCard& card = entry.card;
  if (card.role == ModelRole::Unknown) return ModelsDialog::tr("not known");
  if (!card.capabilities.architecture.empty())
    return QString::fromStdString(card.capabilities.architecture);
  if (card.parts.empty()) return {};
  return QString::fromUtf8(wordFor(card.parts.front().kind).data()).replace('_', ' ');
}

/// The weight as it is, also where a recipe goes beyond what one would set by hand; shown, not set.
void showWeight(QDoubleSpinBox& box, double weight) {
  constexpr double kUsual = 2;
  const QSignalBlocker quiet(&box);
  box.setRange(std::min(-kUsual, weight), std::max(kUsual, weight));
  box.setValue(weight);
}

}  // namespace

ModelsDialog::ModelsDialog(ModelLibrary& library, QWidget* parent)
    : QDialog(parent), m_library(library), m_progress(new QLabel) {
  setWindowTitle(tr("Models"));
  resize(fittingScreen({860, 560}, *this));
  auto* tabs = new QTabWidget;
  tabs->addTab(buildModels(), tr("Models"));
  tabs->addTab(buildLoras(), tr("LoRAs"));
  tabs->addTab(buildFolders(), tr("Folders"));
  m_progress->setProperty("muted", true);
  auto* close = described(new QPushButton(tr("Close")), tr("Close"), {}, "Esc");
  close->setAutoDefault(false);
  connect(close, &QPushButton::clicked, this, &QWidget::close);
  auto* below = new QHBoxLayout;
  below->addWidget(m_progress, 1);
  below->addWidget(close);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 12, 12, 12);
  column->setSpacing(8);
  column->addWidget(tabs, 1);
  column->addLayout(below);
  connect(&library, &ModelLibrary::started, this, [this] {
    m_models->clear();
    m_loras->clear();
    m_noLoras->show();
    auto* builtIn = new QTreeWidgetItem({tr("Built-in model"), tr("ready at once"), {}});
    builtIn->setData(0, kEntryRole, -1);
    m_models->addTopLevelItem(builtIn);
    if (m_current.isEmpty()) m_models->setCurrentItem(builtIn);
    showUsed();
    showProgress();
  });
  connect(&library, &ModelLibrary::found, this, &ModelsDialog::add);
  connect(&library, &ModelLibrary::finished, this, &ModelsDialog::showProgress);
}

QWidget* ModelsDialog::buildModels() {
  m_search = new QLineEdit;
  m_search->setPlaceholderText(tr("Search"));
  described(m_search, tr("Search models"));
  m_models = new QTreeWidget;
  described(m_models, tr("Models"), tr("Enter or a double click uses a model"));
  m_models->setHeaderLabels({tr("Name"), tr("What it is"), tr("Size")});
  m_models->headerItem()->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
  m_models->setRootIsDecorated(false);
  m_models->setUniformRowHeights(true);
  m_models->header()->setStretchLastSection(false);
  m_models->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_models->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_card = new QLabel;
  m_card->setWordWrap(true);
  m_card->setAlignment(Qt::AlignTop);
  m_card->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_card->setAccessibleName(tr("About this model"));
  m_card->setContentsMargins(12, 4, 12, 4);
  auto* scroll = new QScrollArea;
  scroll->setWidget(m_card);
  scroll->setWidgetResizable(true);
  m_use = described(new QPushButton(tr("Use this model")), tr("Use this model"));
  m_use->setDefault(true);
  auto* right = new QWidget;
  auto* column = new QVBoxLayout(right);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(scroll, 1);
  column->addWidget(m_use);
  auto* left = new QWidget;
  auto* list = new QVBoxLayout(left);
  list->setContentsMargins(0, 0, 0, 0);
  list->addWidget(m_search);
  list->addWidget(m_models, 1);
  auto* halves = new QSplitter;
  halves->setContentsMargins(8, 8, 8, 8);
  halves->addWidget(left);
  halves->addWidget(right);
  halves->setStretchFactor(0, 3);
  halves->setStretchFactor(1, 2);
  connect(m_search, &QLineEdit::textChanged, this, &ModelsDialog::narrow);
  connect(m_models, &QTreeWidget::currentItemChanged, this, &ModelsDialog::showCard);
  connect(m_models, &QTreeWidget::itemActivated, this, &ModelsDialog::choose);
  connect(m_use, &QPushButton::clicked, this, &ModelsDialog::choose);
  showCard();
  return halves;
}

QWidget* ModelsDialog::buildLoras() {
  m_loras = new QTreeWidget;
  described(m_loras, tr("LoRAs"), tr("Those that are checked change what the model paints"));
  m_loras->setHeaderLabels({tr("Use"), tr("For"), tr("Weight")});
  m_loras->setRootIsDecorated(false);
  m_loras->header()->setStretchLastSection(false);
  m_loras->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_loras->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  connect(m_loras, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int column) {
    if (column != 0) return;
    const std::string name = item->text(0).toStdString();
    std::erase_if(m_chosenLoras, [&](const LoraUse& use) { return use.name == name; });
    const auto* weight = static_cast<QDoubleSpinBox*>(m_loras->itemWidget(item, 2));
    if (item->checkState(0) == Qt::Checked)
      m_chosenLoras.push_back({name, weight ? weight->value() : 1.0, std::nullopt});
    Q_EMIT lorasChanged(m_chosenLoras);
  });
  m_noLoras =
      new QLabel(tr("No LoRA was found in your folders. A LoRA teaches a model a style or "
                    "a subject; put its file beside your models."));
  m_noLoras->setWordWrap(true);
  m_noLoras->setProperty("muted", true);
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->addWidget(m_noLoras);
  column->addWidget(m_loras, 1);
  return page;
}

QWidget* ModelsDialog::buildFolders() {
  auto* widget = new QWidget;
  auto* column = new QVBoxLayout(widget);
  auto* about = new QLabel(
      tr("Folders of ComfyUI, AUTOMATIC1111 and diffusers are used in place; nothing is copied or "
         "changed. Pentimento's own folder and the Hugging Face cache are always looked through."));
  about->setWordWrap(true);
  m_folders = new QListWidget;
  described(m_folders, tr("Folders with models"), tr("Folders that are looked through"));
  auto* row = new QHBoxLayout;
  const auto button = [&](const QString& text, void (ModelsDialog::*act)()) {
    auto* made = described(new QPushButton(text), text);
    made->setAutoDefault(false);
    connect(made, &QPushButton::clicked, this, act);
    row->addWidget(made);
  };
  button(tr("Add folder …"), &ModelsDialog::addFolder);
  button(tr("Remove from the list"), &ModelsDialog::removeFolder);
  button(tr("Look again"), &ModelsDialog::rescan);
  row->addStretch(1);
  column->addWidget(about);
  column->addWidget(m_folders, 1);
  column->addLayout(row);
  return widget;
}

void ModelsDialog::showEvent(QShowEvent* event) {
  QDialog::showEvent(event);
  if (!m_scanned) rescan();
}

void ModelsDialog::rescan() {
  m_scanned = true;
  m_library.scan(folders());
}

void ModelsDialog::setFolders(const QStringList& folders) {
  m_folders->clear();
  m_folders->addItems(folders);
}

QStringList ModelsDialog::folders() const {
  QStringList all;
  for (int row = 0; row < m_folders->count(); ++row) all << m_folders->item(row)->text();
  return all;
}

void ModelsDialog::setLoras(const std::vector<LoraUse>& loras) {
  m_chosenLoras = loras;
  const QSignalBlocker quiet(m_loras);
  for (int row = 0; row < m_loras->topLevelItemCount(); ++row) {
    QTreeWidgetItem* item = m_loras->topLevelItem(row);
    const auto use = std::ranges::find(loras, item->text(0).toStdString(), &LoraUse::name);
    item->setCheckState(0, use != loras.end() ? Qt::Checked : Qt::Unchecked);
    if (use != loras.end())
      showWeight(*static_cast<QDoubleSpinBox*>(m_loras->itemWidget(item, 2)), use->weight);
  }
}

void ModelsDialog::setCurrentModel(const QString& path) {
  m_current = path;
  showUsed();
}

std::vector<LoraUse> ModelsDialog::loras() const {
  return m_chosenLoras;
}

void ModelsDialog::add(const LibraryEntry& entry) {
  if (entry.kind == AssetKind::Lora) addLora(entry);
  const int64_t bytes = entry.card.bytes();  // 0: it could not be read
  auto* item = new QTreeWidgetItem(
      {entry.name, kindName(entry), bytes > 0 ? QLocale().formattedDataSize(bytes, 1) : QString()});
  item->setData(0, kEntryRole, static_cast<int>(m_library.entries().size()) - 1);
  item->setToolTip(0, plainTip(entry.path));
  item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
  if (!entry.card.runnable)
    for (int column = 0; column < item->columnCount(); ++column)
      item->setForeground(column, palette().brush(QPalette::PlaceholderText));
  m_models->addTopLevelItem(item);
  if (entry.path == m_current) m_models->setCurrentItem(item);
  narrow(m_search->text());
  showUsed();
  showProgress();
}

bool ModelsDialog::isUsed(const QTreeWidgetItem* item) const {
  const int index = item->data(0, kEntryRole).toInt();
  return index < 0 ? m_current.isEmpty() : m_library.entries()[size_t(index)].path == m_current;
}

void ModelsDialog::showUsed() {
  for (int row = 0; row < m_models->topLevelItemCount(); ++row) {
    QTreeWidgetItem* item = m_models->topLevelItem(row);
    item->setIcon(0, isUsed(item) ? themeIcon("accept") : blankIcon());
  }
  showCard();
}

void ModelsDialog::addLora(const LibraryEntry& entry) {
  const QSignalBlocker quiet(m_loras);
  const std::string name = entry.name.toStdString();
  const auto use = std::ranges::find(m_chosenLoras, name, &LoraUse::name);
  const bool used = use != m_chosenLoras.end();
  auto* item = new QTreeWidgetItem({entry.name, kindName(entry), {}});
  item->setCheckState(0, used ? Qt::Checked : Qt::Unchecked);
  m_loras->addTopLevelItem(item);
  m_noLoras->hide();
  auto* weight = new QDoubleSpinBox;
  weight->setSingleStep(0.05);
  showWeight(*weight, used ? use->weight : 1.0);
  described(weight, tr("Weight of %1").arg(entry.name), tr("How strongly the LoRA acts"));
  m_loras->setItemWidget(item, 2, weight);
  connect(weight, &QDoubleSpinBox::valueChanged, this, [this, name](double value) {
    const auto chosen = std::ranges::find(m_chosenLoras, name, &LoraUse::name);
    if (chosen == m_chosenLoras.end()) return;
    chosen->weight = value;
    Q_EMIT lorasChanged(m_chosenLoras);
  });
}

void ModelsDialog::narrow(const QString& words) {
  for (int row = 0; row < m_models->topLevelItemCount(); ++row) {
    QTreeWidgetItem* item = m_models->topLevelItem(row);
    const QString all = item->text(0) + ' ' + item->text(1);
    item->setHidden(!all.contains(words, Qt::CaseInsensitive));
  }
}

const LibraryEntry* ModelsDialog::current() const {
  const QTreeWidgetItem* item = m_models->currentItem();
  const int index = item ? item->data(0, kEntryRole).toInt() : -1;
  return index >= 0 && index < int(m_library.entries().size()) ? &m_library.entries()[index]
                                                               : nullptr;
}

void ModelsDialog::showCard() {
  const LibraryEntry* const entry = current();
  const bool builtIn = m_models->currentItem() && !entry;
  m_card->setText(entry     ? describeCard(entry->card)
                  : builtIn ? tr("<h3>Built-in model</h3><p>Comes with Pentimento and is ready at "
                                 "once, without a network.</p>")
                            : tr("Choose a model to see what it is and what it can do."));
  const bool used = m_models->currentItem() && isUsed(m_models->currentItem());
  m_use->setText(used ? tr("In use") : tr("Use this model"));
  m_use->setEnabled(!used && (builtIn || (entry && entry->card.runnable)));
}

void ModelsDialog::choose() {
  if (!m_use->isEnabled()) return;
  const LibraryEntry* const entry = current();
  m_current = entry ? entry->path : QString();
  Q_EMIT modelChosen(entry ? entry->path : QString(), entry ? entry->card : ModelCard{});
  showUsed();
}

void ModelsDialog::addFolder() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder with models"));
  if (folder.isEmpty() || folders().contains(folder)) return;
  m_folders->addItem(folder);
  Q_EMIT foldersChanged(folders());
  rescan();
}

void ModelsDialog::removeFolder() {
  if (m_folders->currentRow() < 0) return;
  delete m_folders->takeItem(m_folders->currentRow());
  Q_EMIT foldersChanged(folders());
  rescan();
}

void ModelsDialog::showProgress() {
  const auto count = static_cast<int>(m_library.entries().size());
  m_progress->setText(m_library.scanning()
                          ? tr("Looking through your folders … %1 found").arg(count)
                          : tr("%1 files found").arg(count));
}

}  // namespace pentimento

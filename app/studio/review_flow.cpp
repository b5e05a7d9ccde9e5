// The part of GenerationFlow that looks at results.
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <algorithm>
#include <numeric>

#include "app/document/canvas_operations.h"
#include "app/document/compositor.h"
#include "app/document/document_change.h"
#include "app/studio/generation_flow.h"
#include "core/api/recipe_text.h"
#include "core/imaging/codec.h"

namespace pentimento {
namespace {

constexpr int kThumbnailSide = 160;
constexpr int kGridSide = 768;

}  // namespace

void GenerationFlow::connectReview() {
  CanvasView& canvas = m_window.canvas();
  ResultsBar& results = m_window.results();
  ActionSet& actions = m_window.actions();
  connect(&canvas, &CanvasView::cycleRequested, this, &GenerationFlow::cycle);
  connect(&canvas, &CanvasView::candidateRequested, this, &GenerationFlow::choose);
  connect(&canvas, &CanvasView::acceptRequested, this, &GenerationFlow::accept);
  connect(&canvas, &CanvasView::discardRequested, actions.action("review.discard"),
          &QAction::trigger);
  connect(&results, &ResultsBar::cycleRequested, this, &GenerationFlow::cycle);
  connect(&results, &ResultsBar::chosen, this, &GenerationFlow::choose);
  connect(&results, &ResultsBar::acceptRequested, this, &GenerationFlow::accept);
  connect(&results, &ResultsBar::discardRequested, actions.action("review.discard"),
          &QAction::trigger);
  connect(&results, &ResultsBar::compareRequested, this, &GenerationFlow::cycleCompare);
  connect(&results, &ResultsBar::starRequested, this, &GenerationFlow::starChosen);
  connect(&results, &ResultsBar::saveRequested, this, &GenerationFlow::saveChosen);
  connect(&results, &ResultsBar::editRequested, this, &GenerationFlow::editChosen);
  connect(&results, &ResultsBar::upscaleRequested, this, &GenerationFlow::enlargeChosen);
  connect(&results, &ResultsBar::gridRequested, this, &GenerationFlow::showGrid);
  connect(&m_window.resultsGrid(), &ResultsGrid::chosen, this, &GenerationFlow::choose);
  actions.on("review.grid", this, [this] { showGrid(); });
  actions.on("edit.enlarge", this, [this] { enlargeChosen(); });
  connect(&results, &ResultsBar::rankRequested, this, &GenerationFlow::rank);
  connect(&results, &ResultsBar::varyRequested, this, [this] { run(Intent::Vary); });
  connect(&results, &ResultsBar::copyRequested, actions.action("edit.copy"), &QAction::trigger);
  actions.on("review.accept", this, [this] { accept(); });
  actions.on("review.discard", this, [this] {
    if (const Layer* layer = pending()) discardEdit(m_documents.document(), layer->id);
  });
  actions.on("review.compare", this, [this] { cycleCompare(); });
  actions.on("review.star", this, [this] { starChosen(); });
  const std::pair<const char*, Recall> recalls[] = {{"recall.all", Recall::Everything},
                                                    {"recall.prompt", Recall::Prompt},
                                                    {"recall.seed", Recall::Seed},
                                                    {"recall.remix", Recall::Remix}};
  for (const auto& [id, what] : recalls)
    actions.on(id, this, [this, what = what] {
      if (const auto recipe = recipeAtHand()) recall(what, *recipe);
    });
}

const Layer* GenerationFlow::pending() const {
  for (const Layer& layer : m_documents.document().state().layers)
    if (layer.edit && layer.edit->pending) return &layer;
  return nullptr;
}

const Candidate* GenerationFlow::chosen() const {
  const Layer* layer = pending();
  if (!layer) layer = m_documents.document().activeLayer();
  if (!layer || !layer->edit || layer->edit->chosen < 0) return nullptr;
  return &layer->edit->candidates[size_t(layer->edit->chosen)];
}

std::optional<GenerationRequest> GenerationFlow::recipeAtHand() const {
  const Candidate* candidate = chosen();
  return candidate ? recipeIn(candidate->recipe) : std::nullopt;
}

/// Recipes come with documents, which others may have made.
std::optional<GenerationRequest> GenerationFlow::recipeIn(const std::string& text) const {
  if (text.empty()) return {};
  try {
    return requestFromJson(parseJson(text, "the recipe of this edit"));
  } catch (const Error& error) {
    m_window.messages().showMessage(MessageKind::Warning, QString::fromUtf8(error.what()));
    return {};
  }
}

std::optional<double> GenerationFlow::matchOf(const Candidate& candidate) const {
  const auto known = m_matches.find(candidate.historyId);
  return known == m_matches.end() ? std::nullopt : std::optional(known->second);
}

DocumentState GenerationFlow::upTo(const Layer& layer) const {
  DocumentState state = m_documents.document().state();
  state.layers.resize(size_t(state.indexOf(layer.id)) + 1);
  return state;
}

void GenerationFlow::rank() {
  const Layer* layer = pending();
  if (!layer || layer->edit->candidates.empty()) return;
  EmbeddingRequest request;
  request.model = m_model.toStdString();
  request.texts = {m_window.promptPanel().values().prompt.trimmed().toStdString()};
  if (request.texts.front().empty()) {
    m_window.messages().showMessage(
        MessageKind::Warning, tr("Write what the pictures should show; they are ranked by that."));
    return;
  }
  compose(
      [request, state = upTo(*layer)]() mutable {
        for (int k = 0; k < int(state.layers.back().edit->candidates.size()); ++k)
          request.pictures.push_back(candidateSeen(state, k));
        return request;
      },
      [this, id = layer->id,
       of = QPointer(&m_documents.document())](const EmbeddingRequest& asked) {
        m_queue.askEmbeddings(asked,
                              [this, id, of](const std::variant<EmbeddingResult, QString>& said) {
                                if (of != &m_documents.document()) return;  // another was opened
                                if (const auto* sentence = std::get_if<QString>(&said))
                                  return report(*sentence);
                                const auto match = matched(std::get<EmbeddingResult>(said));
                                std::vector<double> matches;
                                for (const auto& row : match.cosine) matches.push_back(row.front());
                                orderByMatch(id, matches);
                              });
      });
}

void GenerationFlow::orderByMatch(LayerId id, const std::vector<double>& matches) {
  Document& document = m_documents.document();
  const Layer* layer = document.layer(id);
  // Some may have come or gone meanwhile.
  if (!layer || !layer->edit || layer->edit->candidates.size() != matches.size()) return;
  std::vector<size_t> order(matches.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, [&](size_t a, size_t b) { return matches[a] > matches[b]; });
  std::vector<Candidate> ranked;
  for (const size_t k : order) {
    ranked.push_back(layer->edit->candidates[k]);
    m_matches[ranked.back().historyId] = matches[k];
  }
  DocumentEdit edit(document, tr("Rank by Match"));
  edit.layer(id)->edit->candidates = std::move(ranked);
  edit.commit();
  choose(0);
  showReview();
}

QImage GenerationFlow::thumbnail(const Layer& layer, int candidate) {
  const Candidate& shown = layer.edit->candidates[size_t(candidate)];
  const QString key = shown.historyId.isEmpty()
                          ? QString("%1/%2").arg(layer.id.value).arg(candidate)
                          : shown.historyId;
  const auto [kept, isNew] = m_thumbnails.try_emplace(key);
  if (isNew)
    compose([state = upTo(layer),
             candidate] { return candidatePicture(state, candidate, kThumbnailSide); },
            [this, key](const QImage& picture) {
              const auto wanted = m_thumbnails.find(key);
              if (wanted == m_thumbnails.end()) return;  // of a document that is gone
              wanted->second = picture;
              showReview();
            });
  return kept->second;
}

void GenerationFlow::rerun(LayerId id) {
  Document& document = m_documents.document();
  const Layer* layer = document.layer(id);
  if (!layer || !layer->edit) return;
  const auto read = recipeIn(layer->edit->recipe);
  if (!read) return;
  const GenerationRequest& recipe = *read;
  m_window.promptPanel().drawSeed();
  EditSituation asked;
  asked.values = withRecipe({}, recipe);
  asked.values.seed = m_window.promptPanel().values().seed;
  asked.styledPrompt = asked.values.prompt;
  asked.model = recipe.model;
  asked.capabilities = m_capabilities;
  asked.frame = layer->edit->frame;
  asked.intent = intentOf(recipe);
  asked.secondPicture = m_window.promptPanel().meaning().secondPicture();
  DocumentState on = document.state().beneath(id);
  on.mask = layer->edit->mask;
  DocumentEdit edit(document, tr("Run Again"));
  edit.layer(id)->edit->pending = true;
  edit.layer(id)->edit->stale = false;
  edit.commit();
  submit(asked, on, id, true);
}

void GenerationFlow::reopen(LayerId id) {
  Document& document = m_documents.document();
  const Layer* layer = document.layer(id);
  if (!layer || !layer->edit) return;
  if (const auto recipe = recipeIn(layer->edit->recipe)) recall(Recall::Everything, *recipe);
  DocumentEdit edit(document, tr("Reopen Edit"));
  edit.state().mask = edit.layer(id)->edit->mask;
  edit.layer(id)->edit->pending = true;
  edit.commit();
  m_reopened = id;
  m_window.canvas().setMaskShownInReview(true);
  m_window.canvas().setFocus();
}

void GenerationFlow::showReview() {
  std::vector<ResultsBar::Cell> cells;
  const Layer* layer = pending();
  if (layer)
    for (int k = 0; k < int(layer->edit->candidates.size()); ++k)
      cells.push_back({thumbnail(*layer, k), true, matchOf(layer->edit->candidates[size_t(k)])});
  const auto jobs = m_queue.jobs();
  const auto showPlaces = [&](const EditRun& run, bool more) {
    if (run.document != &m_documents.document()) return;
    if (layer ? run.layer != layer->id : bool(run.layer)) return;
    const int end = more ? run.expected : run.finished + run.arriving;
    for (int k = run.finished; k < end; ++k) cells.push_back({});
  };
  for (const auto& [id, run] : m_runs)
    showPlaces(*run, std::ranges::any_of(jobs, [id = id](const Job& job) {
      return job.id == id && isUnderWay(job);
    }));
  for (const auto& run : m_planned) showPlaces(*run, true);
  const bool reviewing = layer != nullptr;
  m_window.results().setCells(cells, reviewing ? layer->edit->chosen : -1);
  if (!reviewing) m_window.results().setChangedOutside(-1);
  for (const char* id : {"review.accept", "review.discard", "review.compare", "review.grid"})
    m_window.actions().action(id)->setEnabled(reviewing);
  for (const char* id :
       {"review.star", "recall.all", "recall.prompt", "recall.seed", "recall.remix"})
    m_window.actions().action(id)->setEnabled(chosen() != nullptr);
  if (!reviewing) {
    m_window.canvas().setCompareMode(CompareMode::Off);
    m_window.canvas().setMaskShownInReview(false);
    m_reopened = {};
  }
  showIntent();
}

void GenerationFlow::cycle(int direction) {
  const Layer* layer = pending();
  if (!layer || layer->edit->candidates.empty()) return;
  const int count = int(layer->edit->candidates.size());
  choose((layer->edit->chosen + direction + count) % count);
}

void GenerationFlow::choose(int index) {
  if (const Layer* layer = pending()) chooseCandidate(m_documents.document(), layer->id, index);
  m_window.canvas().setFocus();
}

void GenerationFlow::accept() {
  if (const Layer* layer = pending()) acceptEdit(m_documents.document(), layer->id);
  m_window.canvas().setFocus();
}

void GenerationFlow::cycleCompare() {
  if (!pending()) return;
  CanvasView& canvas = m_window.canvas();
  const int next = (int(canvas.compareMode()) + 1) % (int(CompareMode::Difference) + 1);
  canvas.setCompareMode(CompareMode(next));
}

void GenerationFlow::showGrid() {
  const Layer* layer = pending();
  if (!layer) return;
  compose(
      [state = upTo(*layer)] {
        std::vector<QImage> pictures;
        for (int k = 0; k < int(state.layers.back().edit->candidates.size()); ++k)
          pictures.push_back(candidatePicture(state, k, kGridSide));
        return pictures;
      },
      [this, id = layer->id](const std::vector<QImage>& pictures) {
        const Layer* shown = pending();
        if (shown && shown->id == id) m_window.resultsGrid().open(pictures, shown->edit->chosen);
      });
}

void GenerationFlow::editChosen() {
  accept();
  m_window.canvas().setTool(ToolId::MaskBrush);
}

void GenerationFlow::enlargeChosen() {
  constexpr int kFactor = 2;
  accept();
  const QString text = tr("Enlarge");
  changeLater(
      m_documents.work(), m_documents.document(), text, text,
      [](DocumentState& state, const RunContext& context) { enlarge(state, kFactor, context); },
      [this] {
        m_window.canvas().zoomToFit();
        offerDetail();
      });
}

void GenerationFlow::offerDetail() {
  constexpr double kDetail = 0.35;  // strength that adds detail and keeps what is there
  const QSize size = m_documents.document().size();
  const auto refine = [this] {
    PromptValues values = m_window.promptPanel().values();
    values.strength = kDetail;
    m_window.promptPanel().setValues(values);
    run(Intent::Refine);
  };
  MessageBar::Offer offer;
  if (m_capabilities.supports(Task::ImageToImage)) offer = {tr("Add detail"), refine};
  m_window.messages().showMessage(
      MessageKind::Information,
      tr("Enlarged to %1 × %2 pixels.").arg(size.width()).arg(size.height()), offer);
}

void GenerationFlow::starChosen() {
  const Candidate* candidate = chosen();
  if (!candidate || candidate->historyId.isEmpty()) return;
  const auto entry = m_history.entry(candidate->historyId);
  m_history.setStarred({candidate->historyId}, !(entry && entry->starred));
}

void GenerationFlow::saveChosen() {
  const auto recipe = recipeAtHand();
  QString path = QFileDialog::getSaveFileName(&m_window, tr("Save a Copy"), tr("Picture") + ".png",
                                              tr("Pictures %1").arg("(*.png *.jpg *.webp *.tif)"));
  if (path.isEmpty()) return;
  m_documents.work().start(
      tr("Exporting %1").arg(QFileInfo(path).fileName()),
      [state = m_documents.document().state(), recipe, path](const RunContext&) {
        Image picture = composedPicture(state);
        if (recipe) stampRecipe(picture.metadata, *recipe, {recipe->model, {}});
        writeImage(path.toStdString(), picture, {}, IfExists::Replace);
        return true;
      },
      [](bool) {});
}

}  // namespace pentimento

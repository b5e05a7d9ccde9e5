#include "app/studio/generation_flow.h"

#include <QFileInfo>
#include <algorithm>

#include "app/document/geometry.h"
#include "app/studio/token_counter.h"

namespace pentimento {
namespace {

/// Before the engine has said what the model can do.
Capabilities presumedCapabilities() {
  Capabilities presumed;
  presumed.tasks = {Task::TextToImage, Task::ImageToImage, Task::MaskedEdit};
  presumed.nativeSize = {256, 256};
  return presumed;
}

/// The history's name for what is seen, as far as it was generated.
QString lastPictureOf(const DocumentState& state) {
  for (auto layer = state.layers.rbegin(); layer != state.layers.rend(); ++layer)
    if (layer->properties.visible && layer->edit && layer->edit->chosen >= 0)
      return layer->edit->candidates[size_t(layer->edit->chosen)].historyId;
  return {};
}

}  // namespace

GenerationFlow::GenerationFlow(MainWindow& window, DocumentFlow& documents, JobQueue& queue,
                               HistoryStore& history, Settings& settings)
    : m_window(window),
      m_documents(documents),
      m_queue(queue),
      m_history(history),
      m_settings(settings),
      m_capabilities(presumedCapabilities()) {
  m_intentTimer.setSingleShot(true);
  m_intentTimer.setInterval(50);
  connect(&m_intentTimer, &QTimer::timeout, this, &GenerationFlow::showIntent);
  m_arrivalTimer.setSingleShot(true);
  m_arrivalTimer.setInterval(50);
  connect(&m_arrivalTimer, &QTimer::timeout, this, &GenerationFlow::takeArrivals);
  connectPanel();
  connectQueue(queue);
  connectReview();
  connect(&m_composer, &BackgroundWork::failed, this, &GenerationFlow::report);
  connect(&documents, &DocumentFlow::replaced, this, &GenerationFlow::follow);
  connect(&documents, &DocumentFlow::recipeFound, this,
          [this](const GenerationRequest& recipe) { recall(Recall::Everything, recipe); });
  follow(documents.document());
}

void GenerationFlow::connectPanel() {
  PromptPanel& panel = m_window.promptPanel();
  PromptBar& bar = m_window.promptBar();
  connect(&panel, &PromptPanel::changed, this, [this, &panel, &bar] {
    bar.setPrompt(panel.values().prompt);
    m_window.canvas().setFrameOptions(maskOptionsOf(panel.values().edit),
                                      toQSize(m_capabilities.nativeSize));
    showIntent();
  });
  connect(&panel, &PromptPanel::generateRequested, this,
          [this](std::optional<Intent> intent) { run(intent); });
  connect(&panel.meaning(), &MeaningPanel::failed, this, &GenerationFlow::report);
  connect(&panel, &PromptPanel::cancelRequested, this, &GenerationFlow::cancel);
  connect(&bar, &PromptBar::promptEdited, this, [&panel](const QString& prompt) {
    PromptValues values = panel.values();
    values.prompt = prompt;
    panel.setValues(values);
  });
  connect(&bar, &PromptBar::generateRequested, this, [this] { run({}); });
  connect(&panel, &PromptPanel::aspectChosen, this, [this](const Aspect& aspect) {
    if (!m_documents.isBlank()) return;
    EditSituation shape;
    shape.capabilities = m_capabilities;
    DocumentState wanted;
    wanted.size = QSize(aspect.width, aspect.height) * 64;
    wanted.metadata = m_documents.document().state().metadata;
    m_documents.newBlank(toQSize(*planEdit(wanted, shape).request.size));
  });
  ActionSet& actions = m_window.actions();
  actions.on("generate.run", this, [this] { run({}); });
  actions.on("generate.front", this, [this] { run({}, true); });
  actions.on("generate.cancel", this, [this] { cancel(); });
  actions.on("generate.clear", this, [this] { m_queue.clear(); });
  actions.on("generate.pause", this, [this](bool on) { on ? m_queue.pause() : m_queue.resume(); });
  actions.on("model.free", this, [this] { m_queue.unload(); });
}

void GenerationFlow::setModel(const QString& model) {
  m_model = model;
  m_settings.set(setting::kModel, model);
  if (model.isEmpty())
    m_window.setModelText(tr("Built-in model"), tr("It comes with Pentimento"));
  else
    m_window.setModelText(QFileInfo(model).completeBaseName(), model);
  m_queue.askCapabilities(model.toStdString());
}

void GenerationFlow::useCapabilities(const Capabilities& capabilities) {
  m_capabilities = capabilities;
  m_window.promptPanel().setCapabilities(capabilities);
  m_window.promptBar().setWeighable(capabilities.clipPromptGrammar);
  m_window.promptPanel().setTokenCounter({});
  compose([model = m_model, capabilities] { return tokenCounterFor(model, capabilities); },
          [this, model = m_model](const CountTokens& count) {
            if (model == m_model) m_window.promptPanel().setTokenCounter(count);
          });
  m_window.results().setRankable(capabilities.ranksByClip);
  m_window.canvas().setFrameOptions(maskOptionsOf(m_window.promptPanel().values().edit),
                                    toQSize(capabilities.nativeSize));
  // Whoever was quicker than the engine waits for pictures on this canvas.
  if (m_documents.isBlank() && m_runs.empty() &&
      m_documents.document().size() != toQSize(capabilities.nativeSize))
    m_documents.newBlank(toQSize(capabilities.nativeSize));
  Q_EMIT modelKnown(m_model, capabilities);
  showIntent();
}

void GenerationFlow::follow(Document& document) {
  m_thumbnails.clear();
  const auto later = [this] { m_intentTimer.start(); };
  connect(&document, &Document::layersChanged, this, later);
  connect(&document, &Document::frameChanged, this, later);
  connect(&document, &Document::pixelsChanged, this, later);
  connect(&document, &Document::maskChanged, this, later);
  connect(&document, &Document::layersChanged, this, &GenerationFlow::showReview);
  connect(&document, &Document::historyChanged, this, &GenerationFlow::showReview);
  showIntent();
  showReview();
}

CanvasSituation GenerationFlow::situation() const {
  const DocumentState& state = m_documents.document().state();
  const PromptValues values = m_window.promptPanel().values();
  CanvasSituation now;
  now.picture = std::ranges::any_of(state.layers, [](const Layer& layer) {
    return layer.properties.visible && !layer.pixels.empty();
  });
  now.mask = !state.mask.empty();
  now.framePastCanvas = state.frame && !state.canvas().contains(*state.frame);
  now.prompt = !values.prompt.trimmed().isEmpty();
  now.strength = values.strength;
  now.secondPicture = m_window.promptPanel().meaning().secondPicture().has_value();
  now.baseline = !values.unclip.baselinePrompt.empty();
  return now;
}

Intent GenerationFlow::intent() const {
  return intentFor(situation(), m_capabilities);
}

void GenerationFlow::showIntent() {
  const CanvasSituation now = situation();
  const Intent next = intentFor(now, m_capabilities);
  m_window.promptPanel().setIntent(next, possibleIntents(now, m_capabilities));
  m_window.promptBar().setIntent(next);
  const bool reviewing = pending() != nullptr;
  m_window.promptBar().placeAt(now.picture && !reviewing ? m_window.canvas().maskBoundsOnScreen()
                                                         : QRect());
}

void GenerationFlow::run(std::optional<Intent> chosenIntent, bool front) {
  m_documents.whenRestored([this, chosenIntent, front] { runNow(chosenIntent, front); });
}

void GenerationFlow::runNow(std::optional<Intent> chosenIntent, bool front) {
  m_window.promptPanel().drawSeed();
  Document& document = m_documents.document();
  EditSituation asked;
  asked.intent = chosenIntent.value_or(intent());
  asked.values = m_window.promptPanel().values();
  asked.styledPrompt = m_window.promptPanel().styles().applied(asked.values.prompt);
  asked.model = m_model.toStdString();
  asked.capabilities = m_capabilities;
  asked.frame = m_window.canvas().frame();
  asked.secondPicture = m_window.promptPanel().meaning().secondPicture();

  // More of the same, or a reopened edit at another place, goes to the results that are being
  // looked at; anything else leaves them as they are seen.
  LayerId sameReview;
  if (const Layer* review = pending()) {
    const bool samePlace =
        review->id == m_reopened || review->edit->mask.samePixels(document.state().mask);
    if (samePlace && asked.intent != Intent::Expand) {
      sameReview = review->id;
    } else {
      const TilePlane mask = document.state().mask;
      acceptEdit(document, review->id);
      DocumentEdit edit(document, tr("Mask"));
      edit.state().mask = mask;
      edit.commit();
    }
  }
  submit(asked, document.state().beneath(sameReview), sameReview, front);
  m_window.canvas().setFocus();  // ←, → and Enter are for the results now
}

void GenerationFlow::submit(const EditSituation& asked, const DocumentState& on, LayerId layer,
                            bool front) {
  const auto run = std::make_shared<EditRun>();
  run->document = &m_documents.document();
  run->on = on;
  run->layer = layer;
  run->expected = asked.values.count;
  if (const Layer* review = run->document->layer(layer))
    run->firstIndex = int(review->edit->candidates.size());
  m_planned.push_back(run);
  Q_EMIT promptUsed(asked.values.prompt);
  showQueue();
  showReview();
  compose(
      [on, asked]() -> std::variant<EditPlan, QString> {
        try {
          return planEdit(on, asked);
        } catch (const std::exception& error) {  // memory, too
          return QString::fromUtf8(error.what());
        }
      },
      [this, run, front](const std::variant<EditPlan, QString>& planned) {
        enqueue(run, planned, front);
      });
}

void GenerationFlow::enqueue(const std::shared_ptr<EditRun>& run,
                             const std::variant<EditPlan, QString>& planned, bool front) {
  if (std::erase(m_planned, run) == 0) return;  // cancelled
  try {
    if (const auto* sentence = std::get_if<QString>(&planned)) {
      report(*sentence);
    } else {
      run->plan = std::get<EditPlan>(planned);
      run->expected = picturesOf(run->plan.request);
      const JobId id = m_queue.submit(std::exchange(run->plan.request, {}),
                                      {.front = front, .context = lastPictureOf(run->on)});
      m_runs.emplace(id, run);
    }
  } catch (const Error& error) {
    report(QString::fromUtf8(error.what()));
  }
  showQueue();
  showReview();
}

/// What is under way, or else what is about to be.
void GenerationFlow::cancel() {
  if (m_planned.empty() || m_queue.busy())
    m_queue.cancelRunning();
  else
    m_planned.pop_back();
  m_window.canvas().clearPreview();
  showQueue();
  showReview();
}

void GenerationFlow::report(const QString& sentence) {
  m_window.messages().showMessage(MessageKind::Error, sentence);
}

void GenerationFlow::recall(Recall what, const GenerationRequest& recipe) {
  PromptPanel& panel = m_window.promptPanel();
  const PromptValues now = panel.values();
  PromptValues next = withRecipe(now, recipe);
  switch (what) {
    case Recall::Everything:
      next.seedLocked = true;
      break;
    case Recall::Prompt:
      next = now;
      next.prompt = QString::fromStdString(recipe.prompt);
      next.negativePrompt = QString::fromStdString(recipe.negativePrompt);
      break;
    case Recall::Seed:
      next = now;
      next.seed = recipe.seed.value;
      next.seedLocked = true;
      break;
    case Recall::Remix:
      next.seed = now.seed;
      next.seedLocked = now.seedLocked;
      break;
  }
  panel.setValues(next);
}

}  // namespace pentimento

// What models with a CLIP add to the studio: interpolation, text diffs, ranking, search by meaning.
#include <gtest/gtest.h>

#include <QLineEdit>
#include <QListView>
#include <QToolButton>

#include "app/history/embedding_store.h"
#include "core/imaging/codec.h"
#include "tests/studio/running_studio.h"

namespace pentimento {
namespace {

TEST_F(RunningStudio, InterpolatesToASecondPicture) {
  generateAndAccept();
  prompt("a quiet lake");
  studio->window().promptPanel().meaning().setSecondPicture(
      Image({64, 64}, ChannelLayout::Rgb, BitDepth::Eight));
  PromptValues values = studio->window().promptPanel().values();
  values.unclip.steps = 3;
  studio->window().promptPanel().setValues(values);
  EXPECT_EQ(studio->generation().intent(), Intent::Interpolate);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(3));
  const GenerationRequest recipe =
      requestFromJson(parseJson(pending()->edit->candidates[1].recipe, "recipe"));
  EXPECT_EQ(recipe.task, Task::Interpolate);
}

TEST_F(RunningStudio, ChangesAPictureAsWordsDiffer) {
  generateAndAccept();
  PromptValues values = studio->window().promptPanel().values();
  values.prompt = "a lake at night";
  values.unclip.baselinePrompt = "a lake";
  values.unclip.amount = 0.25;
  values.count = 1;
  studio->window().promptPanel().setValues(values);
  EXPECT_EQ(studio->generation().intent(), Intent::TextDiff);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(1));
  const GenerationRequest recipe =
      requestFromJson(parseJson(pending()->edit->candidates[0].recipe, "recipe"));
  EXPECT_EQ(recipe.task, Task::TextDiff);
  EXPECT_EQ(recipe.unclip.baselinePrompt, "a lake");
  EXPECT_EQ(recipe.unclip.amount, 0.25);
}

/// What the cells of the results say beneath their pictures.
std::vector<double> matchesShown(const ResultsBar& results) {
  std::vector<double> shown;
  for (const QToolButton* cell : results.findChildren<QToolButton*>())
    if (cell->accessibleDescription().startsWith("Match with the prompt"))
      shown.push_back(QLocale().toDouble(cell->text()));
  return shown;
}

TEST_F(RunningStudio, RanksResultsByMatch) {
  PromptValues values = studio->window().promptPanel().values();
  values.prompt = "a red and green hill";
  values.count = 3;
  values.unclip.rank = true;
  studio->window().promptPanel().setValues(values);
  studio->generation().run({});
  ASSERT_TRUE(waitForResults(3));
  std::vector<double> shown = matchesShown(studio->window().results());
  ASSERT_EQ(shown.size(), 3u);
  EXPECT_TRUE(std::ranges::is_sorted(shown, std::ranges::greater{}));
  EXPECT_GT(shown.front(), shown.back());

  // The same pictures by other words, from the bar.
  const auto before = pending()->edit->candidates;
  values.prompt = "blue";
  studio->window().promptPanel().setValues(values);
  Q_EMIT studio->window().results().rankRequested();
  ASSERT_TRUE(eventually([&] { return matchesShown(studio->window().results()) != shown; }));
  shown = matchesShown(studio->window().results());
  EXPECT_TRUE(std::ranges::is_sorted(shown, std::ranges::greater{}));
  EXPECT_EQ(pending()->edit->chosen, 0);
  EXPECT_EQ(pending()->edit->candidates.size(), before.size());
}

TEST_F(RunningStudio, SearchesTheHistoryByMeaning) {
  for (const char* colour : {"green", "blue", "red"}) {
    GeneratedImage made;
    made.image = Image({32, 32}, ChannelLayout::Rgb, BitDepth::Eight);
    const size_t channel = colour[0] == 'r' ? 0 : colour[0] == 'g' ? 1 : 2;
    for (size_t i = channel; i < made.image.bytes().size(); i += 3)
      made.image.writableBytes()[i] = std::byte{200};
    made.recipe.prompt = "untitled";
    studio->history().add(made, {});
  }
  ASSERT_TRUE(eventually([&] { return studio->history().items({}).size() == 3; }));
  auto* panel = studio->window().findChild<HistoryPanel*>();
  ASSERT_TRUE(panel);
  for (QToolButton* button : panel->findChildren<QToolButton*>())
    if (button->accessibleName() == "Search by meaning") button->setChecked(true);
  panel->findChild<QLineEdit*>()->setText("a green meadow");
  QAbstractItemModel* list = nullptr;
  for (const QListView* view : panel->findChildren<QListView*>())
    if (auto* model = qobject_cast<HistoryModel*>(view->model())) list = model;
  ASSERT_TRUE(list);
  const auto first = [&] {
    const QString key = list->index(0, 0).data(HistoryModel::KeyRole).toString();
    const auto entry = studio->history().entry(key);
    return entry ? readImage(entry->path.toStdString()).bytes()[1] : std::byte{0};
  };
  ASSERT_TRUE(eventually([&] { return list->rowCount() == 3 && first() == std::byte{200}; }));
  // What was seen is not looked at again: it is in the cache.
  EmbeddingStore kept(folders.cache);
  EXPECT_EQ(kept.of("colours").size(), 3u);
  panel->findChild<QLineEdit*>()->clear();
  EXPECT_TRUE(eventually([&] { return list->rowCount() == 3 && first() != std::byte{200}; }));
}

}  // namespace
}  // namespace pentimento

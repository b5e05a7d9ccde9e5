// Configurations, folders of pictures, files of weights.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/tensor/network_file.h"
#include "core/training/configuration.h"
#include "core/training/folder_source.h"

namespace pentimento::training {
namespace {
namespace fs = std::filesystem;

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(TrainingConfiguration, ReadsItsPart) {
  const Json json = {{"seed", 9},
                     {"world", {{"kinds", {"sofa", "ball"}}, {"styles", {{"noir", 2}}}}},
                     {"decoder",
                      {{"batch", 48},
                       {"learning_rate", 0.5},
                       {"unet", {{"widths", {8, 16, 24}}, {"attention", {false, false, true}}}}}},
                     {"clip", {{"batch", 7}, {"embedding", 96}}}};
  const Configuration decoder = configurationFromJson(json, "decoder");
  EXPECT_EQ(decoder.loop.batch, 48);
  EXPECT_EQ(decoder.loop.optimiser.learningRate, 0.5);
  EXPECT_EQ(decoder.decoder.network.unet.widths.size(), 3u);
  EXPECT_EQ(decoder.decoder.network.imageEmbedding, 96);
  EXPECT_EQ(decoder.world.kinds, (std::vector{scenes::Kind::Couch, scenes::Kind::Ball}));
  EXPECT_EQ(decoder.world.styles[static_cast<size_t>(scenes::Style::Noir)], 2);
  EXPECT_EQ(decoder.world.styles[static_cast<size_t>(scenes::Style::Photo)], 0);
  EXPECT_EQ(configurationFromJson(json, "clip").loop.batch, 7);
}

TEST(TrainingConfiguration, MistakesAreNamed) {
  const auto read = [](const Json& json) {
    return refusal([&] { (void)configurationFromJson(json, "decoder"); });
  };
  EXPECT_NE(read({{"decoder", {{"bach", 4}}}}).find("bach"), std::string::npos);
  EXPECT_NE(read({{"decoder", {{"batch", "four"}}}}).find("batch"), std::string::npos);
  EXPECT_NE(read({{"world", {{"kinds", {"dragon"}}}}}).find("dragon"), std::string::npos);
  EXPECT_NE(read({{"world", 3}}).find("world"), std::string::npos);
  EXPECT_NE(read({{"decoder", {{"unet", {{"widths", {8}}}}}}}).find("attention"),
            std::string::npos);
  for (const auto& [key, value] : std::map<std::string, Json>{
           {"batch", 0}, {"steps", -1}, {"learning_rate", -0.1}, {"size", 0}, {"drop_all", 1.5}})
    EXPECT_NE(read({{"decoder", {{key, value}}}}).find(key), std::string::npos) << key;
  EXPECT_NE(
      read({{"decoder", {{"unet", {{"widths", {0}}, {"attention", {false}}}}}}}).find("widths"),
      std::string::npos);
  EXPECT_NE(read({{"upsampler", {{"factor", 0}}}}).find("factor"), std::string::npos);
  EXPECT_NE(read({{"upsampler", {{"crop", 62}}}}).find("crop"), std::string::npos);
  EXPECT_NE(refusal([] { (void)configurationFromJson(Json::object(), "encoder"); }).find("encoder"),
            std::string::npos);
}

class TrainingFolder : public testing::Test {
 protected:
  TrainingFolder() {
    m_folder = fs::path(PENTIMENTO_TEST_TMP) / "pictures" /
               testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(m_folder / name) << text;
  }
  fs::path m_folder;
};

TEST_F(TrainingFolder, PairsPicturesWithCaptions) {
  write("b.png", "");
  write("b.txt", "a boat\n");
  write("a.JPG", "");
  write("a.txt", "  an apple ");
  write("notes.md", "no picture");
  const auto files = listCaptionedFiles(m_folder);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].caption, "an apple");
  EXPECT_EQ(files[1].caption, "a boat");
}

TEST_F(TrainingFolder, ReadsJsonLines) {
  write("a.png", "");
  write("list.jsonl", "{\"file\": \"a.png\", \"caption\": \"an apple\"}\n\n");
  const auto files = listCaptionedFiles(m_folder / "list.jsonl");
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].picture, m_folder / "a.png");
  write("list.jsonl", "{\"file\": \"z.png\", \"caption\": \"gone\"}\n");
  EXPECT_NE(refusal([&] { (void)listCaptionedFiles(m_folder / "list.jsonl"); }).find("line 1"),
            std::string::npos);
  write("list.jsonl", "{\"file\": 3}\n");
  EXPECT_NE(refusal([&] { (void)listCaptionedFiles(m_folder / "list.jsonl"); }).find("caption"),
            std::string::npos);
}

TEST_F(TrainingFolder, SaysWhatIsMissing) {
  EXPECT_NE(refusal([&] { (void)listCaptionedFiles(m_folder); }).find("no training pictures"),
            std::string::npos);
  EXPECT_NE(refusal([&] { (void)listCaptionedFiles(m_folder / "nowhere"); }).find("does not exist"),
            std::string::npos);
  write("a.png", "");
  EXPECT_NE(refusal([&] { (void)listCaptionedFiles(m_folder); }).find("a.txt"), std::string::npos);
}

TEST_F(TrainingFolder, EachPassShowsEveryPictureOnce) {
  std::vector<CaptionedFile> files;
  for (int i = 0; i < 7; ++i) files.push_back({std::to_string(i), std::to_string(i)});
  const FolderSource source(
      files,
      [](const fs::path&) {
        return Image({6, 4}, ChannelLayout::Rgba, BitDepth::Sixteen);
      },
      3);
  std::set<std::string> orders;
  for (uint64_t pass = 0; pass < 3; ++pass) {
    std::map<std::string, int> seen;
    std::string order;
    for (uint64_t i = 0; i < 7; ++i) {
      const Example example = source.captioned(pass * 7 + i, 16);
      EXPECT_EQ(example.picture.extent(), (Extent{16, 16}));
      EXPECT_EQ(example.picture.layout(), ChannelLayout::Rgb);
      ++seen[example.caption];
      order += example.caption;
    }
    EXPECT_EQ(seen.size(), 7u);
    orders.insert(order);
  }
  EXPECT_EQ(orders.size(), 3u) << "passes have orders of their own";
}

TEST(TrainingNetworkFile, HalfPrecisionComesBack) {
  torch::manual_seed(1);
  torch::nn::Linear saved(5, 3), loaded(5, 3), other(5, 4);
  const fs::path path = fs::path(PENTIMENTO_TEST_TMP) / "linear.safetensors";
  fs::create_directories(path.parent_path());
  saveNetwork(path, *saved, torch::kFloat16, {{"part", "test"}});
  loadNetwork(path, *loaded);
  EXPECT_TRUE(torch::equal(loaded->weight, saved->weight.to(torch::kFloat16).to(torch::kFloat32)));
  EXPECT_NE(refusal([&] { loadNetwork(path, *other); }).find("weight"), std::string::npos);
}

TEST(TrainingNetworkFile, AWiderNetworkTakesOverWhatFits) {
  torch::manual_seed(1);
  torch::nn::Linear saved(5, 3), other(7, 3);
  const fs::path path = fs::path(PENTIMENTO_TEST_TMP) / "matching.safetensors";
  fs::create_directories(path.parent_path());
  saveNetwork(path, *saved, torch::kFloat32, {});
  const auto before = other->weight.detach().clone();
  EXPECT_EQ(loadMatching(path, *other), 1);
  EXPECT_TRUE(torch::equal(other->bias, saved->bias));
  EXPECT_TRUE(torch::equal(other->weight, before));
}

}  // namespace
}  // namespace pentimento::training

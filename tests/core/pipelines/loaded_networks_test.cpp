// A CLIP that is in memory already is not loaded again.
#include "core/pipelines/loaded_networks.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "core/nn/linear.h"
#include "core/pipelines/clip_pair.h"
#include "core/pipelines/small_unclip.h"
#include "core/pipelines/unclip_prior.h"
#include "core/weights/probe.h"
#include "tests/support/golden.h"
#include "tests/support/torch/tiny_model.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

const void* weightsOf(const torch::nn::Module& network) {
  return network.parameters().front().data_ptr();
}

LoadRequest requestFor(const fs::path& model, const LoadRequest* other = nullptr) {
  LoadRequest request;
  request.card = probeModel(model);
  if (other) request.loaded = other->loaded;
  return request;
}

TEST(PipelinesLoadedNetworks, TwoModelsShareTheClipThatTheyFindInOneFile) {
  PENTIMENTO_REQUIRE_FAMILY(family, "kandinsky22");
  // Both find text and image encoder in the prior's folder beside theirs.
  const LoadRequest painting = requestFor(family / "decoder");
  const LoadRequest ranking = requestFor(family / "inpaint", &painting);
  const ClipEncoders own = loadClipEncoders(painting, {});
  const ClipPair ranks = loadClipPair(ranking, {});
  EXPECT_EQ(weightsOf(*own.text.encoder), weightsOf(*ranks.text.encoder));
  EXPECT_EQ(weightsOf(*own.image), weightsOf(*ranks.image));

  // In another format, or for another owner, it is another network.
  LoadRequest narrow = ranking;
  narrow.placement.dtype = torch::kBFloat16;
  EXPECT_NE(weightsOf(*loadClipPair(narrow, {}).image), weightsOf(*own.image));
  EXPECT_NE(weightsOf(*loadClipPair(requestFor(family / "inpaint"), {}).image),
            weightsOf(*own.image));
}

TEST(PipelinesLoadedNetworks, AFileWithBothEncodersIsSharedToo) {
  PENTIMENTO_REQUIRE_FAMILY(family, "clip-vision");
  const LoadRequest one = requestFor(family / "hf");
  const ClipPair first = loadClipPair(one, {}), again = loadClipPair(one, {});
  EXPECT_EQ(weightsOf(*first.text.encoder), weightsOf(*again.text.encoder));
  EXPECT_EQ(weightsOf(*first.image), weightsOf(*again.image));
  EXPECT_EQ(first.scale, again.scale);
}

TEST(PipelinesLoadedNetworks, TheModelInTheBoxHasItsClipOnce) {
  const LoadRequest request = requestFor(fs::path(PENTIMENTO_SOURCE_DIR) / "models/builtin");
  const ModelPart* part = request.card.part(PartKind::SmallUnclipClip);
  ASSERT_TRUE(part);
  nn::SmallClipOptions one, other;
  const auto first = loadSmallClip(request, *part, {}, one);
  EXPECT_EQ(weightsOf(*first), weightsOf(*loadSmallClip(request, *part, {}, other)));
  EXPECT_EQ(one.size, other.size);
  LoadRequest narrow = request;
  narrow.placement.dtype = torch::kBFloat16;
  EXPECT_NE(weightsOf(*first), weightsOf(*loadSmallClip(narrow, *part, {}, other)));
}

TEST(PipelinesLoadedNetworks, NothingIsHeldAliveAndANewFileIsReadAnew) {
  const fs::path file = golden::freshFolder("shared") / "weights";
  const auto write = [&](const char* text) { std::ofstream(file) << text; };
  write("one");
  LoadedNetworks loaded;
  int loads = 0;
  const auto get = [&] {
    return loaded.findOr<nn::Linear>(file, {}, [&] {
      ++loads;
      return nn::Linear(nn::LinearOptions{2, 2});
    });
  };
  {
    const auto one = get(), other = get();
    EXPECT_EQ(one.ptr(), other.ptr());
    EXPECT_EQ(loads, 1);
  }
  const auto later = get();
  EXPECT_EQ(loads, 2);
  write("another");
  fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(1));
  EXPECT_NE(get().ptr(), later.ptr());
}

}  // namespace
}  // namespace pentimento

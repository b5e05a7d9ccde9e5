// Thousands of damaged files: each is read or refused by an Error; anything else fails (and under
// the asan preset, so does touching a byte that is not there).
#include "tests/hostile/mutation.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/error.h"
#include "core/weights/safetensors_file.h"
#include "core/weights/torch_file.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

constexpr int kMutationsPerSeed = 400;

ByteVector fileBytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

/// Sums every byte of every tensor, so that a span outside of its file is noticed.
template <typename Source>
size_t readEverything(ByteVector bytes) {
  const auto owner = std::make_shared<const ByteVector>(std::move(bytes));
  const Source source(*owner, owner, "damaged");
  size_t sum = 0;
  for (const std::string& name : source.names())
    for (const std::byte byte : source.read(name).bytes) sum += std::to_integer<size_t>(byte);
  return sum;
}

/// Mutates every small accepted file of the family; says how many inputs were refused.
template <typename Source>
void attack(const fs::path& folder, std::string_view extension) {
  constexpr size_t kMaxSeedBytes = 4096;
  std::mt19937_64 random(20'261'124);
  int refused = 0, seeds = 0;
  for (const Json& entry : readJsonFile(folder / "index.json")) {
    const fs::path path = folder / entry.at("file").get<std::string>();
    if (path.extension() != extension || entry.at("expect") != "accept") continue;
    const ByteVector seed = fileBytes(path);
    if (seed.size() > kMaxSeedBytes) continue;
    ++seeds;
    EXPECT_NO_THROW((void)readEverything<Source>(seed)) << path;
    for (int i = 0; i < kMutationsPerSeed; ++i) try {
        (void)readEverything<Source>(mutated(seed, random));
      } catch (const Error&) {
        ++refused;
      }
  }
  ASSERT_GT(seeds, 0);
  EXPECT_GT(refused, seeds * kMutationsPerSeed / 4) << "the damage reaches what is checked";
}

TEST(HostileMutations, SafetensorsAreReadOrRefused) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "hostile");
  attack<SafetensorsFile>(folder, ".safetensors");
}

TEST(HostileMutations, PickledCheckpointsAreReadOrRefused) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "hostile");
  attack<TorchFile>(folder, ".ckpt");
}

}  // namespace
}  // namespace pentimento

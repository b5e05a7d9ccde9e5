#include "tests/hostile/mutation.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace pentimento {
namespace {

void editOnce(ByteVector& bytes, std::mt19937_64& random) {
  constexpr std::array<uint64_t, 8> kExtremes{
      0, 1, 0x7F, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF};
  if (bytes.empty()) return;
  const size_t at = random() % bytes.size();
  const size_t run = std::min<size_t>(1 + random() % 16, bytes.size() - at);
  const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
  switch (random() % 6) {
    case 0:
      bytes[at] = static_cast<std::byte>(random());
      break;
    case 1:
      bytes[at] ^= static_cast<std::byte>(1u << (random() % 8));
      break;
    case 2:
      bytes.erase(place, place + static_cast<std::ptrdiff_t>(run));
      break;
    case 3: {
      const ByteVector copy(place, place + static_cast<std::ptrdiff_t>(run));
      bytes.insert(place, copy.begin(), copy.end());
      break;
    }
    case 4: {
      const uint64_t extreme = kExtremes[random() % kExtremes.size()];
      std::memcpy(&bytes[at], &extreme, std::min(run, sizeof extreme));
      break;
    }
    default:
      bytes.resize(at);
  }
}

}  // namespace

ByteVector mutated(ByteVector bytes, std::mt19937_64& random) {
  for (uint64_t edits = 1 + random() % 4; edits > 0; --edits) editOnce(bytes, random);
  return bytes;
}

}  // namespace pentimento

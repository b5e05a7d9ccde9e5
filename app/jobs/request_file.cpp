#include "app/jobs/request_file.h"

#include <bit>
#include <cstring>
#include <fstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMagic = "pentimento request 1\n";
constexpr uint32_t kMaxHead = 16 << 20;
static_assert(std::endian::native == std::endian::little, "the head's length is little-endian");

OrderedJson describe(const Image& image) {
  return {{"width", image.width()},
          {"height", image.height()},
          {"channels", image.channels()},
          {"bits", static_cast<int>(image.depth())},
          {"icc", image.metadata.iccProfile.size()}};
}

void writePixels(AtomicFile& file, const Image& image) {
  file.write(image.bytes());
  file.write(image.metadata.iccProfile);
}

template <typename T>
void readInto(std::ifstream& in, std::span<T> target, const fs::path& path) {
  const auto bytes = std::as_writable_bytes(target);
  if (!in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())))
    throw Error(ErrorKind::CorruptFile, "{} ends too early", path.string());
}

Extent extentOf(const Json& json) {
  return {json.at("width").get<int>(), json.at("height").get<int>()};
}

Image readImage(std::ifstream& in, const Json& json, const fs::path& path) {
  const int channels = json.at("channels").get<int>();
  const int bits = json.at("bits").get<int>();
  if (channels < 1 || channels > 4 || (bits != 8 && bits != 16))
    throw Error(ErrorKind::CorruptFile, "{} describes an impossible image", path.string());
  Image image(extentOf(json), ChannelLayout(channels), BitDepth(bits));
  readInto(in, image.writableBytes(), path);
  const auto profileSize = json.value("icc", size_t{0});
  if (profileSize > kMaxHead)
    throw Error(ErrorKind::CorruptFile, "{} describes an impossible profile", path.string());
  image.metadata.iccProfile.resize(profileSize);
  readInto(in, std::span(image.metadata.iccProfile.data(), profileSize), path);
  return image;
}

GenerationRequest readBody(std::ifstream& in, const Json& head, const fs::path& path) {
  GenerationRequest request = requestFromJson(head.at("request"));
  if (head.contains("image")) request.image = readImage(in, head["image"], path);
  if (head.contains("second_image"))
    request.secondImage = readImage(in, head["second_image"], path);
  if (head.contains("mask")) {
    request.mask = Mask(extentOf(head["mask"]));
    readInto(in, request.mask->writableValues(), path);
  }
  return request;
}

}  // namespace

void writeRequestFile(const fs::path& path, const GenerationRequest& request) {
  OrderedJson head{{"request", toJson(request)}};
  if (request.image) head["image"] = describe(*request.image);
  if (request.secondImage) head["second_image"] = describe(*request.secondImage);
  if (request.mask)
    head["mask"] = {{"width", request.mask->width()}, {"height", request.mask->height()}};
  const std::string text = head.dump();
  const auto length = static_cast<uint32_t>(text.size());

  AtomicFile file(path);
  file.write(kMagic);
  file.write(std::as_bytes(std::span(&length, 1)));
  file.write(text);
  if (request.image) writePixels(file, *request.image);
  if (request.secondImage) writePixels(file, *request.secondImage);
  if (request.mask) file.write(std::as_bytes(request.mask->values()));
  file.commit(IfExists::Replace);
}

GenerationRequest readRequestFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Error(ErrorKind::NotFound, "{} cannot be opened", path.string());
  std::string magic(kMagic.size(), '\0');
  readInto(in, std::span(magic.data(), magic.size()), path);
  uint32_t length = 0;
  readInto(in, std::span(&length, 1), path);
  if (magic != kMagic || length > kMaxHead)
    throw Error(ErrorKind::CorruptFile, "{} is not a request file", path.string());
  std::string text(length, '\0');
  readInto(in, std::span(text.data(), text.size()), path);
  try {
    return readBody(in, parseJson(text, path.string()), path);
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::CorruptFile, "{}: {}", path.string(), error.what());
  }
}

}  // namespace pentimento

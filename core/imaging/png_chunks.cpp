#include "core/imaging/png_chunks.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/imaging/text_encoding.h"

namespace pentimento::formats {
namespace {

constexpr size_t kSignatureSize = 8;
constexpr size_t kChunkOverhead = 12;
constexpr size_t kMaxChunks = 1'000'000;
constexpr double kMetresPerInch = 0.0254;
constexpr size_t kMaxKeyword = 79;
constexpr std::string_view kXmpKeyword = "XML:com.adobe.xmp";

uint32_t bigEndian(std::string_view bytes) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

std::string bigEndianBytes(uint32_t value) {
  std::string bytes(4, '\0');
  for (size_t i = 0; i < 4; ++i) bytes[i] = static_cast<char>(value >> (24 - 8 * i));
  return bytes;
}

bool checksumHolds(const PngChunk& chunk) {
  const std::string_view covered = chunk.whole.substr(4, chunk.whole.size() - 8);
  return crc32(0, reinterpret_cast<const Bytef*>(covered.data()),
               static_cast<uInt>(covered.size())) ==
         bigEndian(chunk.whole.substr(chunk.whole.size() - 4));
}

/// Splits at the first zero byte; false when there is none.
bool splitAtZero(std::string_view& rest, std::string_view& head) {
  const size_t zero = rest.find('\0');
  if (zero == std::string_view::npos) return false;
  head = rest.substr(0, zero);
  rest.remove_prefix(zero + 1);
  return true;
}

/// Reads the chunks one by one under one budget of unfolded bytes.
class MetadataReader {
 public:
  explicit MetadataReader(std::string_view name) : m_name(name) {}

  void read(const PngChunk& chunk) {
    if (chunk.type == "iCCP") {
      readProfile(chunk.data);
    } else if (chunk.type == "tEXt") {
      std::string_view rest = chunk.data, keyword;
      if (splitAtZero(rest, keyword)) addText(keyword, utf8FromLatin1(spend(rest)));
    } else if (chunk.type == "zTXt") {
      std::string_view rest = chunk.data, keyword;
      if (splitAtZero(rest, keyword) && rest.starts_with('\0'))
        addText(keyword, utf8FromLatin1(inflated(rest.substr(1))));
    } else if (chunk.type == "iTXt") {
      readInternationalText(chunk.data);
    } else if (chunk.type == "eXIf") {
      m_metadata.exif = spend(chunk.data);
    } else if (chunk.type == "pHYs") {
      if (chunk.data.size() == 9 && chunk.data[8] == 1)
        m_metadata.pixelsPerInch = std::round(bigEndian(chunk.data) * kMetresPerInch * 100) / 100;
    } else if (!chunk.critical() && chunk.type[3] >= 'a') {  // the format's "safe to copy"
      m_metadata.pngChunks.emplace_back(chunk.type, spend(chunk.data));
    }
  }

  [[nodiscard]] ImageMetadata take() { return std::move(m_metadata); }

 private:
  std::string_view spend(std::string_view bytes) {
    if (bytes.size() > m_left) refuse();
    m_left -= bytes.size();
    return bytes;
  }

  [[noreturn]] void refuse() const {
    throw Error(ErrorKind::CorruptFile,
                "the comments or the profile of {} unfold to more than {} MB, which no honest "
                "picture needs; it was not opened",
                m_name, kMaxMetadataBytes >> 20);
  }

  /// Empty when the data are damaged.
  std::string inflated(std::string_view compressed) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return {};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());
    std::string result;
    std::array<char, 16384> buffer;
    int status = Z_OK;
    while (status == Z_OK) {
      stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream.avail_out = buffer.size();
      status = inflate(&stream, Z_NO_FLUSH);
      result.append(buffer.data(), buffer.size() - stream.avail_out);
      if (result.size() > m_left) break;
    }
    inflateEnd(&stream);
    if (status == Z_OK) refuse();
    if (status != Z_STREAM_END) return {};
    m_left -= result.size();
    return result;
  }

  void readProfile(std::string_view rest) {
    std::string_view profileName;
    if (splitAtZero(rest, profileName) && rest.starts_with('\0'))
      m_metadata.iccProfile = inflated(rest.substr(1));
  }

  void readInternationalText(std::string_view rest) {
    std::string_view keyword, language, translated;
    if (!splitAtZero(rest, keyword) || rest.size() < 2) return;
    const bool compressed = rest[0] == 1;
    rest.remove_prefix(2);
    if (!splitAtZero(rest, language) || !splitAtZero(rest, translated)) return;
    std::string text = compressed ? inflated(rest) : std::string(spend(rest));
    if (keyword == kXmpKeyword)
      m_metadata.xmp = std::move(text);
    else
      addText(keyword, validUtf8(text));
  }

  void addText(std::string_view keyword, std::string text) {
    m_metadata.texts.emplace_back(utf8FromLatin1(keyword), std::move(text));
  }

  std::string_view m_name;
  ImageMetadata m_metadata;
  size_t m_left = kMaxMetadataBytes;
};

std::string deflated(std::string_view bytes) {
  uLongf size = compressBound(bytes.size());
  std::string result(size, '\0');
  compress2(reinterpret_cast<Bytef*>(result.data()), &size,
            reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), Z_BEST_COMPRESSION);
  result.resize(size);
  return result;
}

std::string internationalText(std::string_view keyword, std::string_view text) {
  std::string data(keyword);
  data.append(5, '\0');  // end of keyword, not compressed, no language, no translated keyword
  return data.append(text);
}

std::pair<std::string, std::string> textChunk(const std::string& keyword, std::string text) {
  std::erase(text, '\0');
  if (const auto latin1 = latin1FromUtf8(text)) return {"tEXt", keyword + '\0' + *latin1};
  return {"iTXt", internationalText(keyword, text)};
}

}  // namespace

std::vector<PngChunk> pngChunks(Bytes bytes, std::string_view name) {
  std::string_view rest = asText(bytes).substr(kSignatureSize);
  std::vector<PngChunk> chunks;
  while (chunks.empty() || chunks.back().type != "IEND") {
    if (rest.size() < kChunkOverhead) throwDamaged(name, "it ends too early");
    const size_t length = bigEndian(rest);
    if (length > rest.size() - kChunkOverhead) throwDamaged(name, "it ends too early");
    chunks.push_back(
        {rest.substr(4, 4), rest.substr(8, length), rest.substr(0, length + kChunkOverhead)});
    rest.remove_prefix(length + kChunkOverhead);
    if (chunks.size() > kMaxChunks) throwDamaged(name, "it has too many parts");
  }
  if (chunks.front().type != "IHDR" || chunks.front().data.size() != 13)
    throwDamaged(name, "it does not begin as a PNG must");
  return chunks;
}

ImageMetadata pngMetadata(const std::vector<PngChunk>& chunks, std::string_view name) {
  MetadataReader reader(name);
  for (const PngChunk& chunk : chunks)
    if (!chunk.critical() && checksumHolds(chunk)) reader.read(chunk);
  return reader.take();
}

std::vector<std::pair<std::string, std::string>> pngMetadataChunks(const ImageMetadata& metadata) {
  std::vector<std::pair<std::string, std::string>> chunks;
  if (metadata.iccProfile.empty())
    chunks.emplace_back("sRGB", std::string(1, '\1'));  // relative colorimetric
  else
    chunks.emplace_back("iCCP", std::string("ICC profile\0\0", 13) + deflated(metadata.iccProfile));
  if (metadata.pixelsPerInch > 0) {
    const std::string density =
        bigEndianBytes(static_cast<uint32_t>(std::lround(metadata.pixelsPerInch / kMetresPerInch)));
    chunks.emplace_back("pHYs", density + density + '\1');
  }
  if (!metadata.exif.empty()) chunks.emplace_back("eXIf", metadata.exif);
  for (const auto& [keyword, text] : metadata.texts) {
    const auto latin1 = latin1FromUtf8(keyword);
    if (latin1 && !latin1->empty() && latin1->size() <= kMaxKeyword &&
        latin1->find('\0') == std::string::npos)
      chunks.push_back(textChunk(*latin1, text));
  }
  if (!metadata.xmp.empty())
    chunks.emplace_back("iTXt", internationalText(kXmpKeyword, metadata.xmp));
  for (const auto& chunk : metadata.pngChunks) chunks.push_back(chunk);
  return chunks;
}

}  // namespace pentimento::formats

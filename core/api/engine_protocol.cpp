#include "core/api/engine_protocol.h"

#include <algorithm>
#include <cstring>

#include "core/api/request_words.h"
#include "core/base/error.h"

namespace pentimento::engine {
namespace {

/// A mask travels as a grey image.
Image imageFromMask(const Mask& mask) {
  Image image(mask.extent(), ChannelLayout::Gray, BitDepth::Eight);
  std::ranges::copy(std::as_bytes(mask.values()), image.writableBytes().begin());
  return image;
}

Mask maskFromImage(const Image& image) {
  if (image.layout() != ChannelLayout::Gray || image.depth() != BitDepth::Eight)
    throw Error(ErrorKind::CorruptFile, "a mask on the engine connection is not 8 bit grey");
  Mask mask(image.extent());
  std::ranges::copy(image.bytes(), std::as_writable_bytes(mask.writableValues()).begin());
  return mask;
}

/// Rows of equal length, one after the other, as little-endian float32.
std::string bytesOf(const std::vector<Embedding>& rows) {
  std::string bytes;
  for (const Embedding& row : rows)
    bytes.append(reinterpret_cast<const char*>(row.data()), row.size() * sizeof(float));
  return bytes;
}

std::vector<Embedding> rowsIn(const std::string& bytes, size_t width) {
  const size_t rowBytes = width * sizeof(float);
  if (rowBytes == 0 ? !bytes.empty() : bytes.size() % rowBytes != 0)
    throw Error(ErrorKind::CorruptFile, "embeddings on the engine connection are cut off");
  std::vector<Embedding> rows(rowBytes == 0 ? 0 : bytes.size() / rowBytes);
  for (size_t i = 0; i < rows.size(); ++i) {
    rows[i].resize(width);
    std::memcpy(rows[i].data(), bytes.data() + i * rowBytes, rowBytes);
  }
  return rows;
}

class Writer {
 public:
  EngineFrame frame;

  void operator()(const Hello& m) {
    frame.head = {{"type", "hello"}, {"version", m.version}, {"program", m.program}};
  }
  void operator()(const Generate& m) {
    begin("generate", m.id);
    frame.head["previews"] = m.wantsPreviews;
    frame.head["request"] = toJson(m.request);
    if (m.request.image) frame.head["image"] = frame.attach(*m.request.image);
    if (m.request.secondImage) frame.head["second_image"] = frame.attach(*m.request.secondImage);
    if (m.request.mask) frame.head["mask"] = frame.attach(imageFromMask(*m.request.mask));
  }
  void operator()(const Describe& m) {
    begin("describe", m.id);
    frame.head["model"] = m.model;
  }
  void operator()(const Embed& m) {
    begin("embed", m.id);
    frame.head.update(OrderedJson{{"model", m.request.model},
                                  {"texts", m.request.texts},
                                  {"device", wordFor(m.request.device)},
                                  {"precision", wordFor(m.request.precision)}});
    OrderedJson pictures = OrderedJson::array();
    for (const Image& picture : m.request.pictures) pictures.push_back(frame.attach(picture));
    frame.head["pictures"] = std::move(pictures);
  }
  void operator()(const Unload& m) { begin("unload", m.id); }
  void operator()(const Cancel& m) { begin("cancel", m.id); }
  void operator()(const Progressed& m) {
    begin("progress", m.id);
    const Progress& p = m.progress;
    frame.head.update(OrderedJson{{"stage", p.stage},
                                  {"picture", p.picture},
                                  {"pictures", p.pictures},
                                  {"step", p.step},
                                  {"steps", p.steps}});
    if (p.secondsLeft) frame.head["seconds_left"] = *p.secondsLeft;
    if (p.preview) frame.head["preview"] = frame.attach(*p.preview);
  }
  void operator()(const PictureReady& m) {
    begin("picture", m.id);
    frame.head.update(generated(m.picture));
    frame.head["index"] = m.index;
  }
  void operator()(const Finished& m) {
    begin("finished", m.id);
    OrderedJson images = OrderedJson::array();
    for (const GeneratedImage& picture : m.result.images) images.push_back(generated(picture));
    frame.head["images"] = std::move(images);
    frame.head["notes"] = m.result.notes;
    frame.head["seconds"] = m.result.seconds;
    frame.head["device"] = m.result.device;
  }
  void operator()(const Described& m) {
    begin("described", m.id);
    frame.head["capabilities"] = toJson(m.capabilities);
  }
  void operator()(const Embedded& m) {
    begin("embedded", m.id);
    const auto& some = m.result.pictures.empty() ? m.result.texts : m.result.pictures;
    frame.head.update(OrderedJson{{"clip", m.result.clip},
                                  {"scale", m.result.scale},
                                  {"width", some.empty() ? 0 : some.front().size()},
                                  {"pictures", attach(bytesOf(m.result.pictures))},
                                  {"texts", attach(bytesOf(m.result.texts))}});
  }
  void operator()(const Unloaded& m) { begin("unloaded", m.id); }
  void operator()(const Stopped& m) { begin("stopped", m.id); }
  void operator()(const Failed& m) {
    begin("failed", m.id);
    frame.head["kind"] = toString(m.kind);
    frame.head["message"] = m.message;
  }

 private:
  size_t attach(std::string bytes) {
    frame.blobs.push_back(std::move(bytes));
    return frame.blobs.size() - 1;
  }
  void begin(const char* type, CallId id) { frame.head = {{"type", type}, {"id", id}}; }
  OrderedJson generated(const GeneratedImage& picture) {
    return {{"image", frame.attach(picture.image)},
            {"recipe", toJson(picture.recipe)},
            {"clip_score", picture.clipScore}};
  }
};

/// Reads a head; every member that is missing or of another type is a nlohmann exception, which
/// `decode` translates.
class Reader {
 public:
  explicit Reader(const EngineFrame& frame) : m_frame(frame), m_head(frame.head) {}

  Message read() const {
    const std::string type = m_head.at("type");
    if (type == "hello") return Hello{number("version"), m_head.at("program")};
    const CallId id = m_head.at("id").get<CallId>();
    if (type == "generate") return generate(id);
    if (type == "describe") return Describe{id, m_head.at("model")};
    if (type == "embed") return embed(id);
    if (type == "unload") return Unload{id};
    if (type == "cancel") return Cancel{id};
    if (type == "progress") return progress(id);
    if (type == "picture") return PictureReady{id, number("index"), generated(m_head)};
    if (type == "finished") return finished(id);
    if (type == "described") return Described{id, capabilitiesFromJson(m_head.at("capabilities"))};
    if (type == "embedded") return embedded(id);
    if (type == "unloaded") return Unloaded{id};
    if (type == "stopped") return Stopped{id};
    if (type == "failed")
      return Failed{id, errorKindFromString(m_head.at("kind").get<std::string>()),
                    m_head.at("message")};
    throw Error(ErrorKind::InvalidInput,
                "the engine connection carries a message of the unknown type \"{}\"", type);
  }

 private:
  [[nodiscard]] int number(const char* key) const {
    const Json& value = m_head.at(key);
    if (!value.is_number_integer() || value < -1'000'000'000 || value > 1'000'000'000)
      throw Error(ErrorKind::CorruptFile, "\"{}\" on the engine connection is no number", key);
    return value.get<int>();
  }

  [[nodiscard]] std::optional<Image> optionalImage(const char* key) const {
    const auto found = m_head.find(key);
    return found == m_head.end() ? std::nullopt : std::optional<Image>(m_frame.image(*found));
  }

  [[nodiscard]] Message generate(CallId id) const {
    Generate message{id, requestFromJson(m_head.at("request")), m_head.at("previews").get<bool>()};
    message.request.image = optionalImage("image");
    message.request.secondImage = optionalImage("second_image");
    if (const auto mask = optionalImage("mask")) message.request.mask = maskFromImage(*mask);
    return message;
  }

  [[nodiscard]] Message embed(CallId id) const {
    Embed message;
    message.id = id;
    EmbeddingRequest& r = message.request;
    r.model = m_head.at("model");
    r.texts = m_head.at("texts").get<std::vector<std::string>>();
    r.device = devicePreferenceFromWord(m_head.at("device").get<std::string>());
    r.precision = precisionPreferenceFromWord(m_head.at("precision").get<std::string>());
    for (const Json& picture : m_head.at("pictures")) r.pictures.push_back(m_frame.image(picture));
    return message;
  }

  [[nodiscard]] std::vector<Embedding> embeddings(const char* key) const {
    const int index = number(key), width = number("width");
    if (index < 0 || width < 0 || static_cast<size_t>(index) >= m_frame.blobs.size())
      throw Error(ErrorKind::CorruptFile, "embeddings on the engine connection are missing");
    return rowsIn(m_frame.blobs[static_cast<size_t>(index)], static_cast<size_t>(width));
  }

  [[nodiscard]] Message embedded(CallId id) const {
    return Embedded{
        id, {m_head.at("clip"), m_head.at("scale"), embeddings("pictures"), embeddings("texts")}};
  }

  [[nodiscard]] Message progress(CallId id) const {
    Progressed message;
    message.id = id;
    Progress& p = message.progress;
    p.stage = m_head.at("stage");
    p.picture = number("picture");
    p.pictures = number("pictures");
    p.step = number("step");
    p.steps = number("steps");
    if (m_head.contains("seconds_left")) p.secondsLeft = m_head.at("seconds_left").get<double>();
    p.preview = optionalImage("preview");
    return message;
  }

  [[nodiscard]] GeneratedImage generated(const Json& entry) const {
    return {m_frame.image(entry.at("image")), requestFromJson(entry.at("recipe")),
            entry.at("clip_score").get<double>()};
  }

  [[nodiscard]] Message finished(CallId id) const {
    Finished message;
    message.id = id;
    for (const Json& entry : m_head.at("images")) message.result.images.push_back(generated(entry));
    message.result.notes = m_head.at("notes").get<std::vector<std::string>>();
    message.result.seconds = m_head.at("seconds");
    message.result.device = m_head.at("device");
    return message;
  }

  const EngineFrame& m_frame;
  Json m_head;
};

}  // namespace

EngineFrame frameOf(const Message& message) {
  Writer writer;
  std::visit(writer, message);
  return std::move(writer.frame);
}

std::string encode(const Message& message) {
  return encodeFrame(frameOf(message));
}

Message decode(const EngineFrame& frame) try {
  return Reader(frame).read();
} catch (const Json::exception& error) {
  throw Error(ErrorKind::CorruptFile, "a message on the engine connection cannot be read: {}",
              error.what());
}

CallId callOf(const EngineFrame& frame) noexcept {
  const auto id = frame.head.find("id");
  return id != frame.head.end() && id->is_number_unsigned() ? id->get<CallId>() : 0;
}

}  // namespace pentimento::engine

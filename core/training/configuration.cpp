#include "core/training/configuration.h"

#include "core/base/error.h"

namespace pentimento::training {
namespace {

constexpr float kMaxWeight = 1e6f;
constexpr double kMaxMinutes = 1e6;
constexpr int64_t kMaxSteps = 1'000'000'000;
constexpr int64_t kMaxWidth = 1 << 16;
constexpr int64_t kMaxLayers = 1000;
constexpr int kMaxSide = 4096, kMaxBatch = 1 << 20;

/// Reads the keys of one object and remembers which were asked for.
class Section {
 public:
  Section(const Json& json, std::string name) : m_json(json), m_name(std::move(name)) {
    if (!json.is_object())
      throw Error(ErrorKind::InvalidInput, "\"{}\" of the training configuration is no object",
                  m_name);
  }

  template <typename T>
  void read(const char* key, T& value) {
    m_known.emplace_back(key);
    if (!m_json.contains(key)) return;
    try {
      value = m_json.at(key).get<T>();
    } catch (const Json::exception&) {
      throw Error(ErrorKind::InvalidInput,
                  "\"{}\" in \"{}\" of the training configuration has the wrong type", key, m_name);
    }
  }

  /// The same, within a range, both ends included.
  template <typename Number>
  void read(const char* key, Number& value, Number lowest, Number highest) {
    read(key, value);
    if (!(value >= lowest && value <= highest))
      throw Error(ErrorKind::InvalidInput,
                  "\"{}\" in \"{}\" of the training configuration is {}: it must be from {} to {}",
                  key, m_name, value, lowest, highest);
  }
  void readShare(const char* key, double& share) { read(key, share, 0.0, 1.0); }

  /// A weight per enumerator, by its word.
  template <typename Enum, size_t N>
  void readWeights(const char* key, std::array<float, N>& weights) {
    m_known.emplace_back(key);
    if (!m_json.contains(key)) return;
    weights = {};
    Section words(m_json.at(key), key);
    for (size_t i = 0; i < N; ++i)
      words.read(std::string(scenes::wordFor(static_cast<Enum>(i))).c_str(), weights[i], 0.0f,
                 kMaxWeight);
    words.finish();
  }

  /// The object under `key`, or an empty one.
  Json child(const char* key) {
    m_known.emplace_back(key);
    return m_json.contains(key) ? m_json.at(key) : Json::object();
  }

  void finish() const {
    for (const auto& [key, value] : m_json.items())
      if (std::ranges::find(m_known, key) == m_known.end())
        throw Error(ErrorKind::InvalidInput,
                    "\"{}\" in \"{}\" of the training configuration is not known", key, m_name);
  }

 private:
  const Json& m_json;
  std::string m_name;
  std::vector<std::string> m_known;
};

void readWorld(const Json& json, scenes::WorldOptions& world) {
  Section section(json, "world");
  section.readWeights<scenes::Family>("families", world.families);
  section.readWeights<scenes::Style>("styles", world.styles);
  section.readWeights<scenes::DayTime>("times", world.times);
  section.read("maximum_things", world.maximumThings, 0, 255);
  section.read("close_views", world.closeViews);
  section.read("empty_rooms", world.emptyRooms);
  section.read("arrangements", world.arrangements);
  section.read("held_out_too", world.heldOutToo);
  std::vector<std::string> kinds;
  section.read("kinds", kinds);
  section.finish();
  for (const std::string& word : kinds) {
    const auto kind = scenes::kindFromWord(word);
    if (!kind)
      throw Error(ErrorKind::InvalidInput,
                  "the world of the training configuration knows no \"{}\"", word);
    world.kinds.push_back(*kind);
  }
}

void readLoop(Section& section, LoopOptions& loop) {
  section.read("batch", loop.batch, 1, kMaxBatch);
  section.read("steps", loop.steps, int64_t{1}, kMaxSteps);
  section.read("minutes", loop.minutes, 0.0, kMaxMinutes);
  section.read("warm_up_steps", loop.warmUpSteps, int64_t{0}, kMaxSteps);
  section.readShare("decay_share", loop.decayShare);
  section.readShare("final_rate", loop.finalRate);
  section.read("bfloat16", loop.bfloat16);
  section.read("checkpoint_minutes", loop.checkpointMinutes, 0.0, kMaxMinutes);
  section.read("sheet_minutes", loop.sheetMinutes, 0.0, kMaxMinutes);
  section.read("learning_rate", loop.optimiser.learningRate, 0.0, 10.0);
  section.readShare("weight_decay", loop.optimiser.weightDecay);
  section.read("clip_norm", loop.optimiser.clipNorm, 0.0, 1e9);
  section.readShare("ema_decay", loop.optimiser.emaDecay);
}

void readCaption(const Json& json, nn::CaptionEncoderOptions& caption) {
  Section section(json, "caption");
  section.read("vocabulary", caption.vocabulary, int64_t{1}, int64_t{1} << 20);
  section.read("length", caption.length, int64_t{1}, int64_t{4096});
  section.read("width", caption.width, int64_t{1}, kMaxWidth);
  section.read("layers", caption.layers, int64_t{0}, kMaxLayers);
  section.read("neighbours", caption.neighbours);
  section.finish();
  if (caption.neighbours < 0 || (caption.neighbours > 0 && caption.neighbours % 2 == 0))
    throw Error(ErrorKind::InvalidInput,
                "\"neighbours\" of the training configuration is {}: it must be odd, or 0 for none",
                caption.neighbours);
}

void readUnet(const Json& json, nn::PixelUnetOptions& unet) {
  Section section(json, "unet");
  section.read("patch", unet.patch, int64_t{1}, int64_t{64});
  section.read("widths", unet.widths);
  section.read("attention", unet.attention);
  section.read("blocks", unet.blocks, int64_t{0}, kMaxLayers);
  section.read("time_width", unet.timeWidth, int64_t{1}, kMaxWidth);
  section.finish();
  if (unet.widths.empty() || unet.attention.size() != unet.widths.size())
    throw Error(
        ErrorKind::InvalidInput,
        "\"unet\" of the training configuration needs one \"attention\" per entry of \"widths\"");
  for (const int64_t width : unet.widths)
    if (width < 1 || width > kMaxWidth)
      throw Error(ErrorKind::InvalidInput,
                  "\"widths\" of the training configuration holds {}: it must be from 1 to {}",
                  width, kMaxWidth);
}

void requireCrops(const UpsamplerTaskOptions& upsampler) {
  if (upsampler.crop > upsampler.size || upsampler.size % upsampler.factor != 0 ||
      upsampler.crop % upsampler.factor != 0)
    throw Error(
        ErrorKind::InvalidInput,
        "\"crop\" and \"size\" of the upsampler must be multiples of its \"factor\", and the "
        "crop no larger than the picture");
}

void readPart(const Json& json, const std::string& part, bool trained,
              Configuration& configuration) {
  Section section(json, part);
  LoopOptions ignored;
  readLoop(section, trained ? configuration.loop : ignored);
  if (part == "clip") {
    readCaption(section.child("caption"), configuration.clip.caption);
    section.read("embedding", configuration.clip.embedding, int64_t{1}, kMaxWidth);
    section.read("width", configuration.clip.width, int64_t{1}, kMaxWidth);
    section.read("layers", configuration.clip.layers, int64_t{0}, kMaxLayers);
    section.read("size", configuration.clip.size, int64_t{1}, int64_t{kMaxSide});
  } else if (part == "prior") {
    readCaption(section.child("caption"), configuration.prior.caption);
    section.read("layers", configuration.prior.layers, int64_t{0}, kMaxLayers);
  } else if (part == "decoder") {
    readCaption(section.child("caption"), configuration.decoder.network.caption);
    readUnet(section.child("unet"), configuration.decoder.network.unet);
    section.read("size", configuration.decoder.size, 1, kMaxSide);
    section.readShare("drop_all", configuration.decoder.dropAll);
    section.readShare("drop_caption", configuration.decoder.dropCaption);
    section.readShare("drop_embedding", configuration.decoder.dropEmbedding);
    section.read("sheet", configuration.decoder.sheetPrompts);
  } else if (part == "judge") {
    section.read("width", configuration.judge.width, int64_t{1}, kMaxWidth);
  } else {
    readUnet(section.child("unet"), configuration.upsampler.network);
    section.read("size", configuration.upsampler.size, 1, kMaxSide);
    section.read("factor", configuration.upsampler.factor, 1, kMaxSide);
    section.read("crop", configuration.upsampler.crop, 1, kMaxSide);
    section.read("low_blur", configuration.upsampler.lowBlur);
    section.read("low_noise", configuration.upsampler.lowNoise);
    section.read("stage", configuration.cascadeStage);
  }
  section.finish();
}

}  // namespace

Configuration configurationFromJson(const Json& json, const std::string& part,
                                    const LoopOptions& loop) {
  Configuration configuration;
  configuration.loop = loop;
  configuration.decoder.sheetPrompts = {"a green ball on a yellow table",
                                        "a green school bus parked in a parking lot",
                                        "a butterfly trying to escape a tornado", "a living room"};
  Section section(json, "training");
  section.read("seed", configuration.seed);
  section.read("pictures", configuration.pictures);
  readWorld(section.child("world"), configuration.world);
  bool known = false;
  for (const char* name : {"clip", "prior", "decoder", "upsampler", "judge"}) {
    readPart(section.child(name), name, name == part, configuration);
    known = known || name == part;
  }
  section.finish();
  requireCrops(configuration.upsampler);
  if (!known)
    throw Error(ErrorKind::InvalidInput,
                "there is no part \"{}\" to train: clip, prior, decoder, upsampler or judge", part);
  configuration.prior.embedding = configuration.decoder.network.imageEmbedding =
      configuration.clip.embedding;
  configuration.decoder.seed = configuration.upsampler.seed = configuration.seed;
  return configuration;
}

}  // namespace pentimento::training

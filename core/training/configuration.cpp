#include "core/training/configuration.h"

#include "core/base/error.h"

namespace pentimento::training {
namespace {

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

  /// A weight per enumerator, by its word.
  template <typename Enum, size_t N>
  void readWeights(const char* key, std::array<float, N>& weights) {
    m_known.emplace_back(key);
    if (!m_json.contains(key)) return;
    weights = {};
    Section words(m_json.at(key), key);
    for (size_t i = 0; i < N; ++i)
      words.read(std::string(scenes::wordFor(static_cast<Enum>(i))).c_str(), weights[i]);
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
  section.read("maximum_things", world.maximumThings);
  section.read("close_views", world.closeViews);
  section.read("empty_rooms", world.emptyRooms);
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
  section.read("batch", loop.batch);
  section.read("steps", loop.steps);
  section.read("minutes", loop.minutes);
  section.read("warm_up_steps", loop.warmUpSteps);
  section.read("decay_share", loop.decayShare);
  section.read("final_rate", loop.finalRate);
  section.read("bfloat16", loop.bfloat16);
  section.read("checkpoint_minutes", loop.checkpointMinutes);
  section.read("sheet_minutes", loop.sheetMinutes);
  section.read("learning_rate", loop.optimiser.learningRate);
  section.read("weight_decay", loop.optimiser.weightDecay);
  section.read("clip_norm", loop.optimiser.clipNorm);
  section.read("ema_decay", loop.optimiser.emaDecay);
}

void readCaption(const Json& json, nn::CaptionEncoderOptions& caption) {
  Section section(json, "caption");
  section.read("vocabulary", caption.vocabulary);
  section.read("length", caption.length);
  section.read("width", caption.width);
  section.read("layers", caption.layers);
  section.read("neighbours", caption.neighbours);
  section.finish();
  if (caption.neighbours < 0 || (caption.neighbours > 0 && caption.neighbours % 2 == 0))
    throw Error(ErrorKind::InvalidInput,
                "\"neighbours\" of the training configuration is {}: it must be odd, or 0 for none",
                caption.neighbours);
}

void readUnet(const Json& json, nn::PixelUnetOptions& unet) {
  Section section(json, "unet");
  section.read("patch", unet.patch);
  section.read("widths", unet.widths);
  section.read("attention", unet.attention);
  section.read("blocks", unet.blocks);
  section.read("time_width", unet.timeWidth);
  section.finish();
  if (unet.widths.empty() || unet.attention.size() != unet.widths.size())
    throw Error(
        ErrorKind::InvalidInput,
        "\"unet\" of the training configuration needs one \"attention\" per entry of \"widths\"");
}

void readPart(const Json& json, const std::string& part, bool trained,
              Configuration& configuration) {
  Section section(json, part);
  LoopOptions ignored;
  readLoop(section, trained ? configuration.loop : ignored);
  if (part == "clip") {
    readCaption(section.child("caption"), configuration.clip.caption);
    section.read("embedding", configuration.clip.embedding);
    section.read("width", configuration.clip.width);
    section.read("layers", configuration.clip.layers);
    section.read("size", configuration.clip.size);
  } else if (part == "prior") {
    readCaption(section.child("caption"), configuration.prior.caption);
    section.read("layers", configuration.prior.layers);
  } else if (part == "decoder") {
    readCaption(section.child("caption"), configuration.decoder.network.caption);
    readUnet(section.child("unet"), configuration.decoder.network.unet);
    section.read("size", configuration.decoder.size);
    section.read("drop_all", configuration.decoder.dropAll);
    section.read("drop_caption", configuration.decoder.dropCaption);
    section.read("drop_embedding", configuration.decoder.dropEmbedding);
    section.read("sheet", configuration.decoder.sheetPrompts);
  } else if (part == "judge") {
    section.read("width", configuration.judge.width);
  } else {
    readUnet(section.child("unet"), configuration.upsampler.network);
    section.read("size", configuration.upsampler.size);
    section.read("factor", configuration.upsampler.factor);
    section.read("crop", configuration.upsampler.crop);
    section.read("low_blur", configuration.upsampler.lowBlur);
    section.read("low_noise", configuration.upsampler.lowNoise);
  }
  section.finish();
}

}  // namespace

Configuration configurationFromJson(const Json& json, const std::string& part) {
  Configuration configuration;
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
  if (!known)
    throw Error(ErrorKind::InvalidInput,
                "there is no part \"{}\" to train: clip, prior, decoder, upsampler or judge", part);
  configuration.prior.embedding = configuration.decoder.network.imageEmbedding =
      configuration.clip.embedding;
  configuration.decoder.seed = configuration.upsampler.seed = configuration.seed;
  return configuration;
}

}  // namespace pentimento::training

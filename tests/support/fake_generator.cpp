#include "tests/support/fake_generator.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "core/imaging/convert.h"

namespace pentimento {
namespace {

constexpr Extent kNativeSize{256, 256};

/// SplitMix64 (Steele et al. 2014): one stream of numbers per picture.
class Stream {
 public:
  explicit Stream(uint64_t state) : m_state(state) {}
  uint64_t next() {
    uint64_t z = (m_state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

 private:
  uint64_t m_state;
};

struct Colour {
  double r, g, b;
};

Colour mix(Colour a, Colour b, double t) {
  return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

Colour hue(double h) {
  const auto channel = [h](double shift) { return 0.5 + 0.5 * std::cos(6.2831853 * (h + shift)); };
  return {channel(0), channel(1.0 / 3), channel(2.0 / 3)};
}

uint64_t hashOf(const std::string& text) {
  uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

/// Sky, sun and three ridges.
struct Landscape {
  explicit Landscape(uint64_t seed) {
    Stream random(seed);
    const double base = random.unit();
    skyTop = mix(hue(base), {0.15, 0.2, 0.45}, 0.6);
    skyLow = mix(hue(base + 0.12), {1, 0.85, 0.7}, 0.6);
    sunX = 0.2 + 0.6 * random.unit();
    sunY = 0.2 + 0.3 * random.unit();
    sunSize = 0.05 + 0.07 * random.unit();
    for (int k = 0; k < 3; ++k) {
      ridge[k] = {0.5 + 0.14 * k + 0.06 * random.unit(), 0.03 + 0.07 * random.unit(),
                  1.5 + 3 * random.unit(), 6.2831853 * random.unit()};
      land[k] = mix(mix(hue(base + 0.45 + 0.06 * k), {0.1, 0.15, 0.2}, 0.35 + 0.2 * k), skyLow,
                    0.35 - 0.15 * k);
    }
  }

  [[nodiscard]] Colour at(double x, double y) const {
    Colour colour = mix(skyTop, skyLow, std::min(1.0, y / 0.65));
    const double distance = std::hypot(x - sunX, y - sunY);
    colour = mix({1, 0.95, 0.8}, colour, std::clamp((distance - sunSize) / 0.01, 0.0, 1.0));
    for (int k = 0; k < 3; ++k) {
      const auto& [height, amplitude, frequency, phase] = ridge[k];
      const double edge = height + amplitude * std::sin(frequency * 3 * x + phase) +
                          0.3 * amplitude * std::sin(frequency * 8.3 * x + 2 * phase);
      colour = mix(colour, land[k], std::clamp((y - edge) / 0.004, 0.0, 1.0));
    }
    return colour;
  }

  struct Ridge {
    double height, amplitude, frequency, phase;
  };
  Colour skyTop{}, skyLow{}, land[3]{};
  double sunX = 0, sunY = 0, sunSize = 0;
  Ridge ridge[3]{};
};

uint8_t toByte(double value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

/// @param noise 0 = the picture, 1 = nothing but noise, as a preview of denoising
Image paint(Extent extent, uint64_t seed, double noise) {
  const Landscape landscape(seed);
  Stream random(seed + 1);
  Image image(extent, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < extent.height; ++y) {
    const auto row = image.writableRow8(y);
    for (int x = 0; x < extent.width; ++x) {
      Colour c = landscape.at((x + 0.5) / extent.width, (y + 0.5) / extent.height);
      if (noise > 0) c = mix(c, {random.unit(), random.unit(), random.unit()}, noise);
      row[3 * x] = toByte(c.r), row[3 * x + 1] = toByte(c.g), row[3 * x + 2] = toByte(c.b);
    }
  }
  return image;
}

Rect frameOf(const GenerationRequest& request) {
  if (request.edit.frame) return *request.edit.frame;
  const Rect bounds = request.mask ? request.mask->bounds() : Rect{};
  if (bounds.empty()) return {0, 0, request.image->width(), request.image->height()};
  return bounds;
}

/// `painted` stretched over `frame` of the image, where the mask is.
Image pasteInside(const GenerationRequest& request, const Image& painted) {
  Image image = *request.image;
  const Rect frame = frameOf(request);
  const int channels = image.channels();
  const bool wide = image.depth() == BitDepth::Sixteen;
  for (int y = std::max(0, frame.y); y < std::min(image.height(), frame.bottom()); ++y) {
    for (int x = std::max(0, frame.x); x < std::min(image.width(), frame.right()); ++x) {
      const int cover = request.mask ? request.mask->row(y)[x] : 255;
      if (cover == 0) continue;
      const auto source = painted.row8((y - frame.y) * painted.height() / frame.height);
      const int column = (x - frame.x) * painted.width() / frame.width;
      for (int c = 0; c < channels; ++c) {
        const int value = c == 3 ? 255 : source[3 * column + std::min(c, 2)];
        if (wide) {
          auto& sample = image.writableRow16(y)[channels * x + c];
          sample = static_cast<uint16_t>((sample * (255 - cover) + value * 257 * cover) / 255);
        } else {
          auto& sample = image.writableRow8(y)[channels * x + c];
          sample = static_cast<uint8_t>((sample * (255 - cover) + value * cover) / 255);
        }
      }
    }
  }
  return image;
}

Image extended(const GenerationRequest& request) {
  const Margins& m = request.margins;
  const Image& old = *request.image;
  Image image({old.width() + m.left + m.right, old.height() + m.top + m.bottom}, old.layout(),
              old.depth());
  for (int y = 0; y < old.height(); ++y) {
    const auto from = old.bytes().subspan(y * old.bytesPerRow(), old.bytesPerRow());
    auto to = image.writableBytes().subspan((y + m.top) * image.bytesPerRow() +
                                            m.left * image.bytesPerPixel());
    std::ranges::copy(from, to.begin());
  }
  return image;
}

Mask extendedMask(const GenerationRequest& request, Extent extent) {
  const Margins& m = request.margins;
  Mask mask(extent, 255);
  const Image& old = *request.image;
  for (int y = 0; y < old.height(); ++y)
    for (int x = 0; x < old.width(); ++x)
      mask.writableRow(y + m.top)[x + m.left] = request.mask ? request.mask->row(y)[x] : 0;
  return mask;
}

void misbehave(const std::string& prompt) {
  const auto asks = [&](const char* word) { return prompt.find(word) != std::string::npos; };
  if (asks("!abort")) std::abort();
  if (asks("!deaf")) std::this_thread::sleep_for(std::chrono::seconds{30});
  if (asks("!lost")) throw GeneratorLost("The engine ended unexpectedly.");
  if (asks("!fail")) throw Error(ErrorKind::InvalidInput, "the prompt asks for a failure");
  if (asks("!memory"))
    throw Error(ErrorKind::OutOfMemory,
                "the picture does not fit into memory: choose a smaller size");
}

}  // namespace

GenerationResult FakeGenerator::generate(const GenerationRequest& request, const RunContext& run) {
  validate(request);
  run.report({.stage = "load"});
  GenerationResult result;
  const auto start = std::chrono::steady_clock::now();
  const int count = request.task == Task::Interpolate ? request.unclip.steps : request.count;
  for (int k = 0; k < count; ++k) {
    result.images.push_back(picture(request, k, run));
    if (run.onPicture && !request.unclip.rank) run.onPicture(k, result.images.back());
  }
  if (request.unclip.rank) {
    for (GeneratedImage& made : result.images) {
      const auto meant = embed({.pictures = {made.image}, .texts = {request.prompt}}, run);
      made.clipScore = similarity(meant.pictures[0], meant.texts[0]);
    }
    std::ranges::stable_sort(result.images, std::ranges::greater{}, &GeneratedImage::clipScore);
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  result.device = "fake";
  return result;
}

GeneratedImage FakeGenerator::picture(const GenerationRequest& request, int index,
                                      const RunContext& run) const {
  GenerationRequest recipe = request;
  recipe.count = 1;
  recipe.seed = request.seed.next(static_cast<uint64_t>(index));
  recipe.steps = request.steps > 0 ? request.steps : m_options.steps;
  const uint64_t stream = hashOf(request.prompt) ^ recipe.seed.value;
  const Extent extent =
      request.size.value_or(request.image ? request.image->extent() : kNativeSize);
  const auto pause = m_options.step * (request.prompt.find("!slow") != std::string::npos ? 50 : 1);

  for (int step = 0; step < recipe.steps; ++step) {
    for (auto slept = std::chrono::milliseconds{0}; slept < pause;
         slept += std::chrono::milliseconds{5}) {
      run.check();
      std::this_thread::sleep_for(std::min(pause, std::chrono::milliseconds{5}));
    }
    if (step == recipe.steps / 2) misbehave(request.prompt);
    Progress progress{"sample", index, request.count, step + 1, recipe.steps};
    progress.secondsLeft = std::chrono::duration<double>(pause).count() *
                           (recipe.steps * (request.count - index) - step - 1);
    if (run.wantsPreviews)
      progress.preview = paint({64, 64 * extent.height / extent.width + 1}, stream,
                               1.0 - double(step + 1) / recipe.steps);
    run.report(progress);
  }

  Image painted = paint(extent, stream, 0);
  if (request.task != Task::MaskedEdit) return {std::move(painted), recipe, 0};
  GenerationRequest edit = request;
  if (!request.margins.empty()) {
    edit.image = extended(request);
    edit.mask = extendedMask(request, edit.image->extent());
  }
  return {pasteInside(edit, painted), recipe, 0};
}

namespace {

Embedding directionOf(Embedding sum) {
  double squares = 0;
  for (const float value : sum) squares += double(value) * value;
  for (float& value : sum) value /= static_cast<float>(std::sqrt(squares));
  return sum;
}

}  // namespace

EmbeddingResult FakeGenerator::embed(const EmbeddingRequest& request, const RunContext& run) {
  EmbeddingResult result{.clip = "colours"};
  for (const Image& picture : request.pictures) {
    run.check();
    const Image rgb = toDepth(toLayout(picture, ChannelLayout::Rgb), BitDepth::Eight);
    Embedding sum{1, 1, 1};
    for (size_t i = 0; i < rgb.bytes().size(); ++i)
      sum[i % 3] += static_cast<float>(std::to_integer<int>(rgb.bytes()[i]));
    result.pictures.push_back(directionOf(sum));
  }
  for (const std::string& text : request.texts) {
    misbehave(text);
    Embedding sum{1e-3F, 1e-3F, 1e-3F};
    const char* words[] = {"red", "green", "blue"};
    for (size_t i = 0; i < sum.size(); ++i)
      if (text.find(words[i]) != std::string::npos) sum[i] += 1;
    result.texts.push_back(directionOf(sum));
  }
  return result;
}

Capabilities FakeGenerator::capabilities(const std::string& model) {
  if (model.find("missing") != std::string::npos)
    throw Error(ErrorKind::NotFound, "there is no model named {}", model);
  if (model.find("sleepy") != std::string::npos)
    std::this_thread::sleep_for(std::chrono::seconds{30});
  Capabilities can;
  can.architecture = "Test pattern";
  can.tasks = {Task::TextToImage, Task::ImageToImage, Task::MaskedEdit,
               Task::Variations,  Task::Interpolate,  Task::TextDiff};
  can.ranksByClip = true;
  can.nativeSize = kNativeSize;
  can.defaultSampler = "euler";
  can.defaultSchedule = "karras";
  can.defaultSteps = m_options.steps;
  return can;
}

}  // namespace pentimento

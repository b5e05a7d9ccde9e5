/// One value holds everything that determines a picture. Studio, command line, engine process,
/// queue, history and the recipe inside a PNG all speak it; the same request on the same device
/// gives the same bytes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/values.h"
#include "core/imaging/image.h"

namespace pentimento {

/// What is asked for. The studio's one button picks it from what is on the canvas.
enum class Task {
  TextToImage,   ///< prompt → picture
  ImageToImage,  ///< `image` repainted by `strength`
  MaskedEdit,    ///< the part of `image` under `mask` repainted (Fill, Refine, and Expand with
                 ///< `margins`)
  Variations,    ///< pictures with the meaning of `image` (unCLIP)
  Interpolate,   ///< pictures between `image` and `secondImage` (unCLIP)
  TextDiff,      ///< `image` moved along `baselinePrompt` → `prompt` (unCLIP)
};

/// What the masked area holds before denoising starts.
enum class Prefill { Original, Surroundings, Blur, Noise };

/// Which part of the picture the model sees.
enum class EditArea {
  Auto,        ///< OnlyMasked when the mask covers less than 40 % of the picture
  OnlyMasked,  ///< the mask's bounding box with padding
  WholePicture,
};

/// How a masked edit prepares its mask and joins its result; sizes are pixels of `image`.
struct MaskedEditOptions {
  EditArea area = EditArea::Auto;
  std::optional<Rect> frame;  ///< what the model sees; overrides `area`; may reach past the picture
  Prefill prefill = Prefill::Original;
  int grow = 4;                   ///< mask dilation (negative: erosion)
  double featherFraction = 0.10;  ///< of the mask's size, for the model's mask
  int featherMinimum = 32;
  int blend = 25;                 ///< soft edge of the pixel composite, inside the mask only
  int paddingMinimum = 32;        ///< context around the mask
  double paddingFraction = 0.06;  ///< of the mask's size
  bool matchColours = true;       ///< to the surroundings of the mask
  int resamples = 1;  ///< RePaint jumps per step for models without an inpainting network
  bool operator==(const MaskedEditOptions&) const = default;
};

/// Canvas extension in pixels, for outpainting; the new area is masked. All ≥ 0.
struct Margins {
  int left = 0, top = 0, right = 0, bottom = 0;
  bool operator==(const Margins&) const = default;
  [[nodiscard]] bool empty() const noexcept { return left + top + right + bottom == 0; }
};

/// Two-pass high resolution: sample at the model's size, enlarge, repaint by `strength`.
struct HighResolutionPass {
  double scale = 2.0;
  double strength = 0.7;
  int steps = 0;  ///< 0 = as the first pass
  bool operator==(const HighResolutionPass&) const = default;
};

/// An adapter by file name (with or without folder and extension) and weight.
struct LoraUse {
  std::string name;
  double weight = 1.0;               ///< on the diffusion network
  std::optional<double> textWeight;  ///< on the text encoders; as `weight` when absent
  bool operator==(const LoraUse&) const = default;
};

/// Settings of the DALL·E 2 family; ignored by other models.
struct UnclipOptions {
  int priorSteps = 0;        ///< 0 = the model's own
  double priorGuidance = 0;  ///< 0 = the model's own
  int upsamplerSteps = 0;    ///< 0 = the model's own
  double variationNoise =
      1.0;  ///< how far variations leave the image: DDIM eta, and start noise below 1
  /// TextDiff: theta of the slerp (0 = image unchanged, 0.5 = far); Variations with a prompt: its
  /// share in the mixture.
  double amount = 0.35;
  int steps = 7;                   ///< Interpolate: number of pictures, ends included
  std::optional<double> position;  ///< Interpolate: only the picture at this share of the way
  std::string baselinePrompt;      ///< TextDiff: what the image shows now
  bool rank = false;   ///< order the results by CLIP similarity to the prompt, best first
  int candidates = 0;  ///< draw this many and keep the best `count` by CLIP (0 = `count`)
  bool operator==(const UnclipOptions&) const = default;
};

enum class DevicePreference { Auto, Cpu, Cuda };
/// Auto: bfloat16 where the device has it in hardware, else float32.
enum class PrecisionPreference { Auto, Float32, BFloat16, Float16 };

struct GenerationRequest {
  static constexpr int kVersion = 1;

  Task task = Task::TextToImage;
  std::string model;   ///< name, path, or empty for the built-in model
  std::string vae;     ///< a file that replaces the model's autoencoder; usually empty
  std::string prompt;  ///< A1111 grammar for CLIP models
  std::string negativePrompt;
  std::vector<std::string>
      embeddings;              ///< textual inversion files beside those of the model folders
  std::vector<LoraUse> loras;  ///< beside those named in the prompt
  std::optional<Extent> size;  ///< of the result (MaskedEdit: of what the model sees); or its own
  int count = 1;
  Seed seed;
  std::string sampler;             ///< any of the three spellings; empty = the model's default
  std::string schedule;            ///< likewise
  int steps = 0;                   ///< 0 = the model's default
  std::optional<double> guidance;  ///< absent = the model's default; 1 = off
  double guidanceRescale = 0;      ///< phi of Lin et al. 2023, 0..1
  double guidanceFrom = 0;         ///< guidance is applied in this part of the run only (fractions
  double guidanceTo = 1;           ///< of progress; Kynkäänniemi et al. 2024)
  bool batchedGuidance = true;     ///< both halves in one network call (faster, more memory)
  double strength = 1.0;           ///< share of the noise an edit starts from, 0..1
  double eta = 0;                  ///< stochasticity of DDIM, 0..1
  int clipSkip = 0;                ///< layers left out at the end of the text encoder
  bool tiledDecode = false;        ///< forced; large pictures are tiled anyway
  MaskedEditOptions edit;
  Margins margins;
  std::optional<HighResolutionPass> highResolution;
  UnclipOptions unclip;
  DevicePreference device = DevicePreference::Auto;
  PrecisionPreference precision = PrecisionPreference::Auto;

  // Pixels travel beside the JSON (engine protocol, request files).
  std::optional<Image> image;
  std::optional<Image> secondImage;
  std::optional<Mask> mask;  ///< same extent as `image`; white = repaint
};

/// The settings as JSON, without pixels. Keys are the member names in snake_case; members that have
/// their default value are left out, so that recipes stay readable. Carries "version".
[[nodiscard]] OrderedJson toJson(const GenerationRequest& request);
/// Inverse of `toJson`; absent keys take their defaults, unknown keys are ignored.
/// @throws Error(InvalidInput) naming the key for a wrong type, an unknown word or a newer version
[[nodiscard]] GenerationRequest requestFromJson(const Json& json);

/// Checks everything that can be checked without the model: ranges (finite, sizes 1..16384, steps
/// ≤ 1000, count ≤ 100 ...), that the task has its inputs, that mask and image agree.
/// @throws Error(InvalidInput) with one sentence
void validate(const GenerationRequest& request);

}  // namespace pentimento

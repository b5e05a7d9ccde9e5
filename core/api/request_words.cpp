#include "core/api/request_words.h"

#include <array>
#include <string>
#include <utility>

namespace pentimento {
namespace {

template <typename Enum, size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Words<Task, 6> kTasks{{{Task::TextToImage, "text_to_image"},
                                 {Task::ImageToImage, "image_to_image"},
                                 {Task::MaskedEdit, "masked_edit"},
                                 {Task::Variations, "variations"},
                                 {Task::Interpolate, "interpolate"},
                                 {Task::TextDiff, "text_diff"}}};
constexpr Words<Prefill, 4> kPrefills{{{Prefill::Original, "original"},
                                       {Prefill::Surroundings, "surroundings"},
                                       {Prefill::Blur, "blur"},
                                       {Prefill::Noise, "noise"}}};
constexpr Words<EditArea, 3> kAreas{{{EditArea::Auto, "auto"},
                                     {EditArea::OnlyMasked, "only_masked"},
                                     {EditArea::WholePicture, "whole_picture"}}};
constexpr Words<DevicePreference, 3> kDevices{{{DevicePreference::Auto, "auto"},
                                               {DevicePreference::Cpu, "cpu"},
                                               {DevicePreference::Cuda, "cuda"}}};
constexpr Words<PrecisionPreference, 4> kPrecisions{{{PrecisionPreference::Auto, "auto"},
                                                     {PrecisionPreference::Float32, "float32"},
                                                     {PrecisionPreference::BFloat16, "bfloat16"},
                                                     {PrecisionPreference::Float16, "float16"}}};

template <typename Enum, size_t N>
std::string_view find(const Words<Enum, N>& words, Enum value) noexcept {
  for (const auto& [known, word] : words)
    if (known == value) return word;
  return {};
}

template <typename Enum, size_t N>
Enum find(const Words<Enum, N>& words, std::string_view what, std::string_view word) {
  std::string all;
  for (const auto& [value, known] : words) {
    if (known == word) return value;
    all += all.empty() ? "" : ", ";
    all += known;
  }
  throw Error(ErrorKind::InvalidInput, "\"{}\" is not a {}; known are {}", word, what, all);
}

}  // namespace

std::string_view wordFor(Task task) noexcept {
  return find(kTasks, task);
}
std::string_view wordFor(Prefill prefill) noexcept {
  return find(kPrefills, prefill);
}
std::string_view wordFor(EditArea area) noexcept {
  return find(kAreas, area);
}
std::string_view wordFor(DevicePreference device) noexcept {
  return find(kDevices, device);
}
std::string_view wordFor(PrecisionPreference precision) noexcept {
  return find(kPrecisions, precision);
}

Task taskFromWord(std::string_view word) {
  return find(kTasks, "task", word);
}
Prefill prefillFromWord(std::string_view word) {
  return find(kPrefills, "pre-fill", word);
}
EditArea editAreaFromWord(std::string_view word) {
  return find(kAreas, "edit area", word);
}
DevicePreference devicePreferenceFromWord(std::string_view word) {
  return find(kDevices, "device", word);
}
PrecisionPreference precisionPreferenceFromWord(std::string_view word) {
  return find(kPrecisions, "precision", word);
}

}  // namespace pentimento

#include "core/api/request_words.h"

#include "core/base/enum_words.h"

namespace pentimento {
namespace {

constexpr EnumWords<Task, 6> kTasks{{{Task::TextToImage, "text_to_image"},
                                     {Task::ImageToImage, "image_to_image"},
                                     {Task::MaskedEdit, "masked_edit"},
                                     {Task::Variations, "variations"},
                                     {Task::Interpolate, "interpolate"},
                                     {Task::TextDiff, "text_diff"}}};
constexpr EnumWords<Prefill, 4> kPrefills{{{Prefill::Original, "original"},
                                           {Prefill::Surroundings, "surroundings"},
                                           {Prefill::Blur, "blur"},
                                           {Prefill::Noise, "noise"}}};
constexpr EnumWords<EditArea, 3> kAreas{{{EditArea::Auto, "auto"},
                                         {EditArea::OnlyMasked, "only_masked"},
                                         {EditArea::WholePicture, "whole_picture"}}};
constexpr EnumWords<DevicePreference, 3> kDevices{{{DevicePreference::Auto, "auto"},
                                                   {DevicePreference::Cpu, "cpu"},
                                                   {DevicePreference::Cuda, "cuda"}}};
constexpr EnumWords<PrecisionPreference, 4> kPrecisions{
    {{PrecisionPreference::Auto, "auto"},
     {PrecisionPreference::Float32, "float32"},
     {PrecisionPreference::BFloat16, "bfloat16"},
     {PrecisionPreference::Float16, "float16"}}};

}  // namespace

std::string_view wordFor(Task task) noexcept {
  return wordIn(kTasks, task);
}
std::string_view wordFor(Prefill prefill) noexcept {
  return wordIn(kPrefills, prefill);
}
std::string_view wordFor(EditArea area) noexcept {
  return wordIn(kAreas, area);
}
std::string_view wordFor(DevicePreference device) noexcept {
  return wordIn(kDevices, device);
}
std::string_view wordFor(PrecisionPreference precision) noexcept {
  return wordIn(kPrecisions, precision);
}

Task taskFromWord(std::string_view word) {
  return enumeratorIn(kTasks, "task", word);
}
Prefill prefillFromWord(std::string_view word) {
  return enumeratorIn(kPrefills, "pre-fill", word);
}
EditArea editAreaFromWord(std::string_view word) {
  return enumeratorIn(kAreas, "choice of area", word);
}
DevicePreference devicePreferenceFromWord(std::string_view word) {
  return enumeratorIn(kDevices, "device", word);
}
PrecisionPreference precisionPreferenceFromWord(std::string_view word) {
  return enumeratorIn(kPrecisions, "precision", word);
}

}  // namespace pentimento

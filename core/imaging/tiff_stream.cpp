#include "core/imaging/tiff_stream.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace pentimento::formats {
namespace {

/// libtiff may ask for tables of as many bytes in one piece.
constexpr tmsize_t kMaxTiffAllocation = tmsize_t{256} << 20;

TiffMemory& memoryOf(thandle_t handle) {
  return *static_cast<TiffMemory*>(handle);
}

tmsize_t readFrom(thandle_t handle, void* buffer, tmsize_t size) {
  TiffMemory& memory = memoryOf(handle);
  const std::byte* bytes = memory.target ? memory.target->data() : memory.source;
  const uint64_t left = memory.size - std::min(memory.position, memory.size);
  const uint64_t taken = std::min<uint64_t>(left, static_cast<uint64_t>(size));
  if (taken > 0) std::memcpy(buffer, bytes + memory.position, taken);
  memory.position += taken;
  return static_cast<tmsize_t>(taken);
}

tmsize_t writeTo(thandle_t handle, void* buffer, tmsize_t size) {
  TiffMemory& memory = memoryOf(handle);
  if (!memory.target) return 0;
  const uint64_t end = memory.position + static_cast<uint64_t>(size);
  if (end > memory.size) {
    memory.target->resize(end);
    memory.size = end;
  }
  std::memcpy(memory.target->data() + memory.position, buffer, static_cast<size_t>(size));
  memory.position = end;
  return size;
}

toff_t seekIn(thandle_t handle, toff_t offset, int whence) {
  TiffMemory& memory = memoryOf(handle);
  if (whence == SEEK_CUR) offset += memory.position;
  if (whence == SEEK_END) offset += memory.size;
  return memory.position = offset;
}

int closeNothing(thandle_t) {
  return 0;
}

toff_t sizeOf(thandle_t handle) {
  return memoryOf(handle).size;
}

int remember(TIFF*, void* memory, const char*, const char* format, va_list arguments) {
  char text[256];
  std::vsnprintf(text, sizeof text, format, arguments);
  static_cast<TiffMemory*>(memory)->complaint = text;
  return 1;
}

int ignore(TIFF*, void*, const char*, const char*, va_list) {
  return 1;
}

}  // namespace

TiffFile openTiff(TiffMemory& memory, const char* mode) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options{
      TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree};
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMaxTiffAllocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), remember, &memory);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), ignore, nullptr);
  return {TIFFClientOpenExt("picture", mode, &memory, readFrom, writeTo, seekIn, closeNothing,
                            sizeOf, nullptr, nullptr, options.get()),
          TIFFClose};
}

}  // namespace pentimento::formats

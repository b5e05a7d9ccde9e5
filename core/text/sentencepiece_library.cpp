#include "core/text/sentencepiece_library.h"

#include <dlfcn.h>

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace pentimento {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "pentimento-sentencepiece.so";

// Deep binding keeps the object's protobuf apart from libtorch's. AddressSanitizer does not work
// with it, and is only used without libtorch.
#ifdef PENTIMENTO_SANITIZED
constexpr int kOpenFlags = RTLD_NOW | RTLD_LOCAL;
#else
constexpr int kOpenFlags = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND;
#endif

fs::path findLibrary() {
  std::error_code failed;
  const fs::path folder = fs::read_symlink("/proc/self/exe", failed).parent_path();
  const fs::path installed = (folder / PENTIMENTO_LIBRARIES / kFile).lexically_normal();
  const fs::path beside = folder / kFile;
  for (const fs::path& candidate : {installed, beside})
    if (fs::exists(candidate, failed)) return candidate;
  throw Error(
      ErrorKind::NotFound,
      "the part of the program that reads sentencepiece vocabularies is missing: neither {} "
      "nor {} exists; install the program again",
      installed.string(), beside.string());
}

const PentimentoSentencepiece& open() {
  const fs::path path = findLibrary();
  void* const library = dlopen(path.c_str(), kOpenFlags);
  if (!library)
    throw Error(ErrorKind::NotFound, "{} cannot be opened: {}", path.string(), dlerror());
  using Entry = const PentimentoSentencepiece* (*)();
  const auto entry = reinterpret_cast<Entry>(dlsym(library, kPentimentoSentencepieceEntry));
  const PentimentoSentencepiece* functions = entry ? entry() : nullptr;
  if (!functions || functions->version != kPentimentoSentencepieceVersion)
    throw Error(ErrorKind::NotFound,
                "{} belongs to another version of the program: install the program again",
                path.string());
  return *functions;
}

}  // namespace

const PentimentoSentencepiece& sentencepieceLibrary() {
  // Never closed: sentencepiece registers with its protobuf for the life of the process.
  static const PentimentoSentencepiece& library = open();
  return library;
}

}  // namespace pentimento

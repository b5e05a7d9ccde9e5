#include "core/tensor/torch_errors.h"

#include <filesystem>
#include <new>
#include <string>
#include <string_view>

#include "core/api/run_context.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/tensor/torch.h"

namespace pentimento {
namespace {

std::string firstLine(std::string_view message) {
  return std::string(message.substr(0, message.find('\n')));
}

// The CPU allocator throws a plain c10::Error; only its words tell that memory ran out.
bool saysOutOfMemory(std::string_view message) {
  for (const std::string_view words :
       {"not enough memory", "can't allocate memory", "out of memory", "CUDA_ERROR_OUT_OF_MEMORY"})
    if (message.find(words) != std::string_view::npos) return true;
  return false;
}

Error outOfMemory() {
  return {ErrorKind::OutOfMemory,
          "there was not enough memory for this picture: choose a smaller size, or close other "
          "programs"};
}

}  // namespace

void rethrowTranslated() {
  try {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const Cancelled&) {
    throw;
  } catch (const c10::OutOfMemoryError&) {
    throw outOfMemory();
  } catch (const std::bad_alloc&) {
    throw outOfMemory();
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::CorruptFile, "a configuration beside the model is not usable: {}",
                firstLine(error.what()));
  } catch (const std::filesystem::filesystem_error& error) {
    throw Error(ErrorKind::Io, "{}", firstLine(error.what()));
  } catch (const c10::Error& error) {
    if (saysOutOfMemory(error.what_without_backtrace())) throw outOfMemory();
    throw Error(ErrorKind::Internal, "the computation failed: {}",
                firstLine(error.what_without_backtrace()));
  } catch (const std::exception& error) {
    if (saysOutOfMemory(error.what())) throw outOfMemory();
    throw Error(ErrorKind::Internal, "the computation failed: {}", firstLine(error.what()));
  }
}

}  // namespace pentimento

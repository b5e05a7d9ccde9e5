#include "core/weights/convert.h"

#include "core/weights/open_tensors.h"
#include "core/weights/safetensors_file.h"
#include "core/weights/torch_file.h"

namespace pentimento {

ConversionSummary convertToSafetensors(const std::filesystem::path& from,
                                       const std::filesystem::path& to, IfExists ifExists,
                                       const RunContext& run) {
  const SharedSource source = openTensors(from, run);
  SafetensorsOptions options{.metadata = {}, .ifExists = ifExists};
  if (const auto* torch = dynamic_cast<const TorchFile*>(source.get()))
    options.metadata = torch->attributes();
  if (const auto* safetensors = dynamic_cast<const SafetensorsFile*>(source.get()))
    options.metadata = safetensors->metadata();
  writeSafetensors(to, *source, options, run);
  return {source->names().size(), std::filesystem::file_size(to)};
}

}  // namespace pentimento

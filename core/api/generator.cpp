#include "core/api/generator.h"

namespace pentimento {

EmbeddingResult Generator::embed(const EmbeddingRequest& /*request*/, const RunContext& /*run*/) {
  throw Error(ErrorKind::UnsupportedModel, "this engine does not compare pictures with texts");
}

}  // namespace pentimento

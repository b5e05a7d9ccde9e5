#include "core/api/picture_match.h"

#include "core/api/generator.h"
#include "core/base/error.h"

namespace pentimento {

void validate(const MatchRequest& request) {
  if (request.pictures.empty() || request.texts.empty())
    throw Error(ErrorKind::InvalidInput,
                "there is nothing to compare: at least one picture and one text are needed");
}

MatchResult Generator::match(const MatchRequest& /*request*/, const RunContext& /*run*/) {
  throw Error(ErrorKind::UnsupportedModel, "this engine does not compare pictures with texts");
}

}  // namespace pentimento

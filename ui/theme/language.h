/// The language of the interface.
#pragma once

#include <QString>

namespace pentimento {

/// For all windows made after it, in place of the one before. @param code "en", "de"; empty: the
/// system's, where we have it
void installLanguage(const QString& code);

}  // namespace pentimento

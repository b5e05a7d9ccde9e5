#include "app/cli/text_file.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/utf8.h"

namespace pentimento::cli {
std::string readUtf8File(const std::string& path) {
  constexpr uintmax_t kMaxBytes = 1 << 20;
  std::string text = readTextFile(path, kMaxBytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
                     text.find('\0') != std::string::npos;
  if (utf16 || validUtf8(text) != text)
    throw Error(ErrorKind::InvalidInput,
                "{} is not UTF-8 text (it looks like {}): save it as UTF-8", path,
                utf16 ? "UTF-16" : "an 8-bit encoding");
  for (size_t at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at))
    text.erase(at, 1);
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace pentimento::cli

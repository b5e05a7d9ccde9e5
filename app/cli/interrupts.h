/// Ctrl-C as a stop token.
#pragma once

#include <stop_token>
#include <thread>

namespace pentimento::cli {

/// From its making on, SIGINT and SIGTERM request a stop instead of ending the process; a second
/// one half a second later or more ends it at once.
class Interrupts {
 public:
  Interrupts();
  [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

 private:
  std::stop_source m_stop;
  std::jthread m_watcher;
};

}  // namespace pentimento::cli

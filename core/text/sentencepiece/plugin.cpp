#include "core/text/sentencepiece/plugin.h"

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <exception>
#include <string>
#include <unordered_map>
#include <vector>

struct PentimentoSentencepieceModel {
  sentencepiece::SentencePieceProcessor processor;
};

namespace {

void sendText(void* receiver, PentimentoReceiveText receive, const std::string& text) {
  receive(receiver, text.data(), text.size());
}

/// Runs `body` and reports what it throws instead of letting it cross the C interface.
template <typename Result, typename Body>
Result guarded(void* receiver, PentimentoReceiveText onError, Result failed, Body&& body) {
  try {
    return body();
  } catch (const std::exception& error) {
    sendText(receiver, onError, error.what());
  } catch (...) {
    sendText(receiver, onError, "unknown failure");
  }
  return failed;
}

void ignoreError(void*, const char*, size_t) {}

PentimentoSentencepieceModel* load(const char* bytes, size_t size, void* receiver,
                                   PentimentoReceiveText onError) {
  return guarded<PentimentoSentencepieceModel*>(receiver, onError, nullptr, [&] {
    auto model = std::make_unique<PentimentoSentencepieceModel>();
    const auto status = model->processor.LoadFromSerializedProto({bytes, size});
    if (status.ok()) return model.release();
    sendText(receiver, onError, status.ToString());
    return static_cast<PentimentoSentencepieceModel*>(nullptr);
  });
}

void unload(PentimentoSentencepieceModel* model) {
  delete model;
}

PentimentoSentencepieceIds ids(const PentimentoSentencepieceModel* model) {
  const auto& processor = model->processor;
  return {processor.bos_id(), processor.eos_id(), processor.pad_id(), processor.unk_id(),
          processor.GetPieceSize()};
}

bool encode(const PentimentoSentencepieceModel* model, const char* bytes, size_t size,
            void* receiver, PentimentoReceiveIds onIds) {
  return guarded(nullptr, ignoreError, false, [&] {
    std::vector<int> ids;
    if (!model->processor.Encode({bytes, size}, &ids).ok()) return false;
    onIds(receiver, ids.data(), ids.size());
    return true;
  });
}

bool decode(const PentimentoSentencepieceModel* model, const int* ids, size_t count, void* receiver,
            PentimentoReceiveText onText) {
  return guarded(nullptr, ignoreError, false, [&] {
    std::string text;
    if (!model->processor.Decode(std::vector<int>(ids, ids + count), &text).ok()) return false;
    sendText(receiver, onText, text);
    return true;
  });
}

class Sentences : public sentencepiece::SentenceIterator {
 public:
  Sentences(void* source, PentimentoNextSentence next) : m_source(source), m_next(next) {
    advance();
  }
  bool done() const override { return m_done; }
  void Next() override { advance(); }
  const std::string& value() const override { return m_sentence; }
  sentencepiece::util::Status status() const override { return {}; }

 private:
  void advance() {
    const char* bytes = nullptr;
    size_t size = 0;
    m_done = !m_next(m_source, &bytes, &size);
    if (!m_done) m_sentence.assign(bytes, size);
  }

  void* m_source;
  PentimentoNextSentence m_next;
  std::string m_sentence;
  bool m_done = false;
};

bool train(const PentimentoSentencepieceOption* options, size_t count, void* source,
           PentimentoNextSentence next, void* receiver, PentimentoReceiveText onModel,
           PentimentoReceiveText onError) {
  return guarded(receiver, onError, false, [&] {
    std::unordered_map<std::string, std::string> arguments;
    for (size_t i = 0; i < count; ++i) arguments[options[i].name] = options[i].value;
    Sentences sentences(source, next);
    std::string model;
    const auto status = sentencepiece::SentencePieceTrainer::Train(arguments, &sentences, &model);
    if (status.ok())
      sendText(receiver, onModel, model);
    else
      sendText(receiver, onError, status.ToString());
    return status.ok();
  });
}

}  // namespace

const PentimentoSentencepiece* pentimentoSentencepiece() {
  static constexpr PentimentoSentencepiece functions{
      kPentimentoSentencepieceVersion, load, unload, ids, encode, decode, train};
  return &functions;
}

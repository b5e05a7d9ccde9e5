/// The C interface between the program and the shared object that holds sentencepiece. No exception
/// crosses it: functions that can fail report a sentence and return a null pointer or false.
#pragma once

#include <cstddef>

extern "C" {

/// A loaded model.
struct PentimentoSentencepieceModel;

/// Text from the other side; the receiver copies it. `receiver` is passed through.
using PentimentoReceiveText = void (*)(void* receiver, const char* bytes, size_t size);
using PentimentoReceiveIds = void (*)(void* receiver, const int* ids, size_t count);
/// The next training sentence; false at the end. The bytes stay valid until the next call.
using PentimentoNextSentence = bool (*)(void* source, const char** bytes, size_t* size);

struct PentimentoSentencepieceOption {
  const char* name;
  const char* value;
};

struct PentimentoSentencepieceIds {
  int begin, end, pad, unknown;  // -1: the model has none
  int count;
};

struct PentimentoSentencepiece {
  int version;  // kPentimentoSentencepieceVersion of the build that made the object
  PentimentoSentencepieceModel* (*load)(const char* bytes, size_t size, void* receiver,
                                        PentimentoReceiveText onError);
  void (*unload)(PentimentoSentencepieceModel* model);
  PentimentoSentencepieceIds (*ids)(const PentimentoSentencepieceModel* model);
  bool (*encode)(const PentimentoSentencepieceModel* model, const char* bytes, size_t size,
                 void* receiver, PentimentoReceiveIds onIds);
  bool (*decode)(const PentimentoSentencepieceModel* model, const int* ids, size_t count,
                 void* receiver, PentimentoReceiveText onText);
  /// Trains with sentencepiece's own option names; the model file's bytes go to `onModel`.
  bool (*train)(const PentimentoSentencepieceOption* options, size_t count, void* source,
                PentimentoNextSentence next, void* receiver, PentimentoReceiveText onModel,
                PentimentoReceiveText onError);
};

/// The one exported function.
__attribute__((visibility("default"))) const PentimentoSentencepiece* pentimentoSentencepiece();
}

inline constexpr int kPentimentoSentencepieceVersion = 1;
inline constexpr const char* kPentimentoSentencepieceEntry = "pentimentoSentencepiece";

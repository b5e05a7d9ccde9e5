#include "app/document/zip_archive.h"

#include <zip.h>

#include <deque>

#include "core/base/error.h"
#include "core/base/files.h"

namespace pentimento {

struct ZipWriter::Private {
  zip_source_t* target = nullptr;
  zip_t* archive = nullptr;
  std::deque<std::vector<std::byte>> contents;  // read by libzip when the archive is closed

  [[noreturn]] void fail() const {
    throw Error(ErrorKind::Internal, "the archive cannot be made: {}",
                archive ? zip_strerror(archive) : "out of memory");
  }
};

ZipWriter::ZipWriter() : d(std::make_unique<Private>()) {
  d->target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (d->target) zip_source_keep(d->target);  // the archive takes one reference
  d->archive = d->target ? zip_open_from_source(d->target, ZIP_TRUNCATE, nullptr) : nullptr;
  if (!d->archive) d->fail();
}

ZipWriter::~ZipWriter() {
  if (d->archive) zip_discard(d->archive);
  if (d->target) zip_source_free(d->target);
}

void ZipWriter::add(const std::string& name, std::vector<std::byte> bytes, bool compress) {
  const auto& kept = d->contents.emplace_back(std::move(bytes));
  zip_source_t* source = zip_source_buffer(d->archive, kept.data(), kept.size(), 0);
  const zip_int64_t index =
      source ? zip_file_add(d->archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
  if (index < 0) {
    zip_source_free(source);
    d->fail();
  }
  zip_set_file_compression(d->archive, static_cast<zip_uint64_t>(index),
                           compress ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
}

void ZipWriter::add(const std::string& name, std::string_view text, bool compress) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  add(name, std::vector<std::byte>(bytes.begin(), bytes.end()), compress);
}

void ZipWriter::save(const std::filesystem::path& path) {
  if (zip_close(d->archive) != 0) d->fail();
  d->archive = nullptr;
  zip_stat_t info;
  if (zip_source_stat(d->target, &info) != 0 || zip_source_open(d->target) != 0) d->fail();
  std::vector<std::byte> bytes(info.size);
  const zip_int64_t count = zip_source_read(d->target, bytes.data(), bytes.size());
  zip_source_close(d->target);
  if (count != static_cast<zip_int64_t>(bytes.size())) d->fail();
  writeFileAtomically(path, bytes, IfExists::Replace);
}

struct ZipReader::Private {
  zip_t* archive = nullptr;
  std::string path;
};

ZipReader::ZipReader(const std::filesystem::path& path) : d(std::make_unique<Private>()) {
  d->path = path.string();
  int failure = 0;
  d->archive = zip_open(path.c_str(), ZIP_RDONLY, &failure);
  if (d->archive) return;
  if (failure == ZIP_ER_NOENT) throw Error(ErrorKind::NotFound, "{} does not exist", d->path);
  throw Error(ErrorKind::CorruptFile, "{} is not a readable archive", d->path);
}

ZipReader::~ZipReader() {
  zip_discard(d->archive);
}

bool ZipReader::contains(const std::string& name) const {
  return zip_name_locate(d->archive, name.c_str(), 0) >= 0;
}

std::vector<std::byte> ZipReader::read(const std::string& name, size_t maxBytes) const {
  zip_stat_t info;
  zip_stat_init(&info);
  zip_file_t* file = nullptr;
  const bool known = zip_stat(d->archive, name.c_str(), 0, &info) == 0 &&
                     (info.valid & ZIP_STAT_SIZE) && info.size <= maxBytes;
  if (known) file = zip_fopen(d->archive, name.c_str(), 0);
  if (!file)
    throw Error(ErrorKind::CorruptFile, "{}: {} is missing, damaged or too large", d->path, name);
  std::vector<std::byte> bytes(info.size);
  const zip_int64_t count = zip_fread(file, bytes.data(), bytes.size());
  // Closing tells whether the checksum holds.
  if (zip_fclose(file) != 0 || count != static_cast<zip_int64_t>(bytes.size()))
    throw Error(ErrorKind::CorruptFile, "{}: {} is damaged", d->path, name);
  return bytes;
}

}  // namespace pentimento

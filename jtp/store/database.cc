// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

void bind_value(sqlite3_stmt* statement, int number, const SqlValue& value) {
  if (std::holds_alternative<Null>(value)) {
    sqlite3_bind_null(statement, number);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    sqlite3_bind_int64(statement, number, *integer);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    sqlite3_bind_text64(statement, number, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } else {
    const std::string_view bytes = std::get<Blob>(value).bytes;
    sqlite3_bind_blob64(statement, number, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  }
}

// "file:" and the path, with the special characters of URIs escaped.
std::string immutable_uri(const fs::path& file) {
  std::string uri = "file:";
  for (const char c : fs::absolute(file).string()) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      uri += '%';
      uri += kDigits[static_cast<unsigned char>(c) >> 4];
      uri += kDigits[static_cast<unsigned char>(c) & 15];
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

// A reader of a file with a write-ahead log creates files beside it. If it may not do that, and no log with
// newer content exists, the file alone must be read.
bool must_be_opened_immutable(const fs::path& file) {
  std::error_code ignored;
  const fs::path folder = fs::absolute(file).parent_path();
  return ::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) != 0 &&
         !fs::exists(file.string() + "-wal", ignored);
}

}  // namespace

Database::Database(const fs::path& file, DatabaseMode mode, std::chrono::milliseconds busy_timeout)
    : file_(file), busy_timeout_(busy_timeout) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) fail(ErrorKind::kNotFound, "{}: no such file", file.string());
  if (mode == DatabaseMode::kReadOnly && must_be_opened_immutable(file)) {
    open(immutable_uri(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  } else {
    open(fs::absolute(file).string(),
         mode == DatabaseMode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
  }
}

void Database::open(const std::string& name, int flags) {
  const int code = sqlite3_open_v2(name.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  try {
    if (handle_ == nullptr) fail(ErrorKind::kInternal, "{}: not enough memory", file_.string());
    if (code != SQLITE_OK) fail_with(code);
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, static_cast<int>(busy_timeout_.count()));
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Database::~Database() {
  for (const auto& [sql, statements] : idle_) {
    for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
  }
  sqlite3_close(handle_);
}

void Database::fail_with(int code) const {
  const std::string name = file_.string();
  const int primary = code & 0xFF;
  const bool out_of_space = primary == SQLITE_IOERR && sqlite3_system_errno(handle_) == ENOSPC;
  if (primary == SQLITE_FULL || out_of_space) fail(ErrorKind::kIo, "{}: the disk is full", name);
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
    fail(ErrorKind::kIo, "{}: locked by another program for more than {} s", name,
         std::chrono::duration<double>(busy_timeout_).count());
  }
  if (primary == SQLITE_NOTADB) fail(ErrorKind::kInvalidInput, "{}: not an SQLite database", name);
  if (primary == SQLITE_CORRUPT) fail(ErrorKind::kIo, "{}: damaged ({})", name, sqlite3_errmsg(handle_));
  if (primary == SQLITE_READONLY || primary == SQLITE_PERM) {
    fail(ErrorKind::kIo, "{}: no permission to write; make the file and its folder writable", name);
  }
  if (primary == SQLITE_CANTOPEN) {
    fail(ErrorKind::kIo, "{}: cannot be opened, or files beside it cannot be made ({})", name,
         std::strerror(sqlite3_system_errno(handle_)));
  }
  fail(ErrorKind::kIo, "{}: {}", name, sqlite3_errmsg(handle_));
}

sqlite3_stmt* Database::prepare(const std::string& sql) {
  const auto idle = idle_.find(sql);
  if (idle != idle_.end() && !idle->second.empty()) {
    sqlite3_stmt* statement = idle->second.back();
    idle->second.pop_back();
    return statement;
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) fail_with(code);
  return statement;
}

void Database::give_back(std::string&& sql, sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  idle_[std::move(sql)].push_back(statement);
}

Query Database::query(std::string_view sql, std::initializer_list<SqlValue> values) {
  std::string text(sql);
  sqlite3_stmt* statement = prepare(text);
  int number = 0;
  for (const SqlValue& value : values) bind_value(statement, ++number, value);
  return {*this, std::move(text), statement};
}

void Database::execute(std::string_view sql, std::initializer_list<SqlValue> values) {
  Query rows = query(sql, values);
  while (rows.next()) {
  }
}

void Database::execute_script(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail_with(code);
}

// SQLite does not wait if another process does the same, so this function waits.
void Database::use_write_ahead_log() {
  const auto deadline = std::chrono::steady_clock::now() + busy_timeout_;
  while (true) {
    const int code = sqlite3_exec(handle_, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    if ((code & 0xFF) != SQLITE_BUSY || std::chrono::steady_clock::now() > deadline) fail_with(code);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

std::int64_t Database::integer(std::string_view sql, std::initializer_list<SqlValue> values) {
  Query row = query(sql, values);
  if (!row.next()) fail(ErrorKind::kInternal, "{}: no row from '{}'", file_.string(), sql);
  return row.integer(0);
}

std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }

std::int64_t Database::changed_rows() const { return sqlite3_changes64(handle_); }

void Database::transaction(const std::function<void()>& work) { between("BEGIN IMMEDIATE", work); }

void Database::snapshot(const std::function<void()>& work) { between("BEGIN DEFERRED", work); }

void Database::between(const char* begin, const std::function<void()>& work) {
  if (depth_ > 0) return work();
  execute(begin);
  ++depth_;
  try {
    work();
    execute("COMMIT");
    --depth_;
  } catch (...) {
    --depth_;
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);  // after some errors SQLite has already
                                                                   // done it
    throw;
  }
}

Query::Query(Database& database, std::string sql, sqlite3_stmt* statement)
    : database_(&database), sql_(std::move(sql)), statement_(statement) {}

Query::Query(Query&& other) noexcept
    : database_(other.database_),
      sql_(std::move(other.sql_)),
      statement_(std::exchange(other.statement_, nullptr)) {}

Query::~Query() {
  if (statement_ != nullptr) database_->give_back(std::move(sql_), statement_);
}

bool Query::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_->fail_with(code);
  return false;
}

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }

bool Query::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::string_view Query::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  return data == nullptr ? std::string_view() : std::string_view(data, static_cast<std::size_t>(size));
}

}  // namespace jtp

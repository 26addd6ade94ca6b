// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace jtp {

// A value for a ? in a statement; texts and bytes are copied.
struct Blob {
  std::string_view bytes;
};
struct Null {};
using SqlValue = std::variant<Null, std::int64_t, std::string_view, Blob>;

enum class DatabaseMode { kReadOnly, kReadWrite };

class Database;

// The rows of one execution of a statement. Columns are numbered from 0.
class Query {
 public:
  ~Query();
  Query(Query&&) noexcept;
  Query& operator=(Query&&) = delete;

  // Moves to the next row; false at the end. Throws Error as Database does.
  bool next();

  std::int64_t integer(int column) const;
  bool is_null(int column) const;
  // A text or blob, valid until next().
  std::string_view bytes(int column) const;
  std::string text(int column) const { return std::string(bytes(column)); }

 private:
  friend class Database;
  Query(Database& database, std::string sql, sqlite3_stmt* statement);
  Database* database_;
  std::string sql_;
  sqlite3_stmt* statement_;
};

// A connection to one SQLite file; the only place that uses sqlite3.h. All errors of SQLite are thrown as
// Error naming the file: kNotFound, kIo (locked, full, no permission, damaged), kInvalidInput if it is not a
// database.
class Database {
 public:
  // The file must exist. A file in a folder without write permission can be read if no other program has it
  // open for writing.
  Database(const std::filesystem::path& file, DatabaseMode mode, std::chrono::milliseconds busy_timeout);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::filesystem::path& file() const { return file_; }

  // Statements are prepared once and cached. Each value replaces a ?.
  Query query(std::string_view sql, std::initializer_list<SqlValue> values = {});

  // Runs the statement to the end and ignores its rows.
  void execute(std::string_view sql, std::initializer_list<SqlValue> values = {});

  // Runs any number of statements, for example a schema.
  void execute_script(const char* sql);

  // Switches a new database to write-ahead logging, which the file remembers.
  void use_write_ahead_log();

  // The first column of a query's only row.
  std::int64_t integer(std::string_view sql, std::initializer_list<SqlValue> values = {});

  std::int64_t last_insert_id() const;
  std::int64_t changed_rows() const;  // by the last statement

  // Runs `work` as one transaction, which takes the writer's lock at its start. Nested calls belong to the
  // outermost one.
  void transaction(const std::function<void()>& work);

  // Everything that `work` reads is of the same moment, even if other processes write meanwhile. It must not
  // write.
  void snapshot(const std::function<void()>& work);

 private:
  friend class Query;
  void between(const char* begin, const std::function<void()>& work);
  void open(const std::string& name, int flags);
  sqlite3_stmt* prepare(const std::string& sql);
  void give_back(std::string&& sql, sqlite3_stmt* statement);
  [[noreturn]] void fail_with(int code) const;

  std::filesystem::path file_;
  std::chrono::milliseconds busy_timeout_;
  sqlite3* handle_ = nullptr;
  std::map<std::string, std::vector<sqlite3_stmt*>, std::less<>>
      idle_;       // prepared statements that are not in use, by their text
  int depth_ = 0;  // nesting depth of transaction()
};

}  // namespace jtp

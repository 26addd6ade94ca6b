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

// A value for a ? of a statement; text and bytes are copied.
struct Blob {
  std::string_view bytes;
};
struct Null {};
using SqlValue = std::variant<Null, std::int64_t, std::string_view, Blob>;

enum class DatabaseMode { kReadOnly, kReadWrite };

class Database;

// One use of a statement: its rows. Columns count from 0.
class Query {
 public:
  ~Query();
  Query(Query&&) noexcept;
  Query& operator=(Query&&) = delete;

  // The next row, or false at the end. Throws Error as Database does.
  bool next();

  std::int64_t integer(int column) const;
  bool is_null(int column) const;
  // Of a text or a blob; valid until next().
  std::string_view bytes(int column) const;
  std::string text(int column) const { return std::string(bytes(column)); }

 private:
  friend class Database;
  Query(Database& database, std::string sql, sqlite3_stmt* statement);
  Database* database_;
  std::string sql_;
  sqlite3_stmt* statement_;
};

// A connection to one SQLite file; the only home of sqlite3.h. Whatever SQLite reports is thrown as Error
// naming the file: kNotFound, kIo (locked, full, no rights, damaged), kInvalidInput for what is no database.
class Database {
 public:
  // The file must be there. A file in a folder without the right to write can be read if no other program has
  // it open for writing.
  Database(const std::filesystem::path& file, DatabaseMode mode, std::chrono::milliseconds busy_timeout);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::filesystem::path& file() const { return file_; }

  // Prepared once and kept. Each value belongs to a ?.
  Query query(std::string_view sql, std::initializer_list<SqlValue> values = {});

  // To the end of its rows, which are dropped.
  void execute(std::string_view sql, std::initializer_list<SqlValue> values = {});

  // Any number of statements, such as a schema.
  void execute_script(const char* sql);

  // Switches a new database to write-ahead logging, which stays with the file.
  void use_write_ahead_log();

  // The first column of the one row of a query.
  std::int64_t integer(std::string_view sql, std::initializer_list<SqlValue> values = {});

  std::int64_t last_insert_id() const;
  std::int64_t changed_rows() const;  // by the last statement

  // Everything that `work` does becomes one transaction, which takes the writer's lock at its beginning.
  // Nested calls belong to the outermost.
  void transaction(const std::function<void()>& work);

  // Everything that `work` reads is of one moment, whatever other processes write meanwhile. It must not
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
      idle_;       // prepared and not in use, by their text
  int depth_ = 0;  // of transaction()
};

}  // namespace jtp

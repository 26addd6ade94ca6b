// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>

#include "jtp/data/dump.h"
#include "tests/support/files.h"

namespace jtp::test {

// An MD5 derived from the number of a post.
inline std::string md5_of(int post) { return fmt::format("{:032x}", post * 7919); }

// Writes a small dump into `folder`: wolves and foxes, with a chain of aliases, implications in a chain and
// in a circle, a deleted post, a pending one, a video, and a name that the table of tags lacks.
inline DumpFiles write_small_dump(const TemporaryFolder& folder) {
  write_text(folder / "tags.csv",
             "id,name,category,post_count\n1,wolf,5,9\n2,canine,5,9\n3,red_fur,0,9\n4,solo,0,9\n5,an_artist,"
             "1,9\n6,\"o,o\",0,1\n"
             "7,up,0,1\n8,down,0,1\n9,young,0,1\n");
  write_text(folder / "tag_aliases.csv",
             "id,antecedent_name,consequent_name,created_at,status\n1,timber_wolf,grey_wolf,,active\n2,grey_"
             "wolf,wolf,,queued\n"
             "3,solo,red_fur,,pending\n");
  write_text(folder / "tag_implications.csv",
             "id,antecedent_name,consequent_name,created_at,status\n1,wolf,canine,,processing\n2,up,down,,"
             "active\n3,down,up,,active\n"
             "4,red_fur,solo,,deleted\n");
  std::string posts = "id,md5,rating,tag_string,file_ext,parent_id,is_deleted,is_pending\n";
  posts += fmt::format("1,{},s,timber_wolf red_fur an_artist,png,,f,f\n", md5_of(1));
  posts += fmt::format("2,{},s,canine solo wolf,jpg,1,f,f\n", md5_of(2));
  posts += fmt::format("3,{},q,\"o,o solo unheard_of\",png,,f,t\n", md5_of(3));
  posts += fmt::format("4,{},e,red_fur solo up,png,,t,f\n", md5_of(4));
  posts += fmt::format("5,{},e,red_fur solo up,webm,,f,f\n", md5_of(5));
  posts += fmt::format("6,{},q,solo wolf young,png,,f,f\n", md5_of(6));
  posts += "7,,s,solo,png,,f,f\n";
  write_text(folder / "posts.csv", posts);
  return find_dump(folder.path());
}

}  // namespace jtp::test

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// A property of an XMP packet that is a list of texts.
struct XmpListField {
  std::string_view name_space;  // URI
  std::string_view prefix;      // for a packet that does not bind one yet
  std::string_view name;
  std::string_view container;  // "Bag" or "Seq"
  char level_separator;        // between the levels of a hierarchical item; 0: items are flat
};

// The three fields in which programs look for tags: dc:subject, lr:hierarchicalSubject, digiKam:TagsList.
std::span<const XmpListField> xmp_tag_fields();

// An XMP sidecar. Everything that is not changed through this class is written as it was read: all other
// properties, their order, comments and white space. Only the layout inside markup tags, the quoting of
// attributes and the encoding (UTF-8) may change.
class XmpDocument {
 public:
  // An empty packet.
  XmpDocument();

  // `text`: a sidecar, at most some MiB. Throws Error kInvalidInput: not XML, a DOCTYPE (so there are no
  // entities), no rdf:RDF, a field that is not a list.
  explicit XmpDocument(std::string_view text);
  ~XmpDocument();
  XmpDocument(XmpDocument&&) noexcept;
  XmpDocument& operator=(XmpDocument&&) noexcept;

  std::vector<std::string> items(const XmpListField& field) const;

  // Removes all items that are one of `values`, and the list if it becomes empty.
  void erase(const XmpListField& field, std::span<const std::string> values);

  // Appends items, UTF-8. Characters that XML does not allow are written as U+FFFD.
  void append(const XmpListField& field, std::span<const std::string> values);

  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jtp

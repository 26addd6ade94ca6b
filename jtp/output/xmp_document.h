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
  std::string_view prefix;      // for a packet that has none for it yet
  std::string_view name;
  std::string_view container;  // "Bag" or "Seq"
  char level_separator;        // between the levels of a hierarchy inside an item; 0: items are flat
};

// The three fields in which programs look for tags: dc:subject, lr:hierarchicalSubject, digiKam:TagsList.
std::span<const XmpListField> xmp_tag_fields();

// An XMP sidecar. What is not changed through this class is written as it was read: all other properties,
// their order, comments and white space; only the layout inside of tags, the quoting of attributes and the
// encoding (UTF-8) may differ.
class XmpDocument {
 public:
  // A packet without properties.
  XmpDocument();

  // `text`: a sidecar, at most some MiB. Throws Error kInvalidInput: not XML, a DOCTYPE (so no entities), no
  // rdf:RDF, a field that is no list.
  explicit XmpDocument(std::string_view text);
  ~XmpDocument();
  XmpDocument(XmpDocument&&) noexcept;
  XmpDocument& operator=(XmpDocument&&) noexcept;

  std::vector<std::string> items(const XmpListField& field) const;

  // Takes out the items that are one of `values`; a list that is empty then goes too.
  void erase(const XmpListField& field, std::span<const std::string> values);

  // Adds items at the end, UTF-8; characters that XML cannot hold are written as U+FFFD.
  void append(const XmpListField& field, std::span<const std::string> values);

  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jtp

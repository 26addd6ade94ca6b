// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/xmp_document.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view kMeta = "adobe:ns:meta/";
constexpr const char* kEmptyPacket =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"jtp\">\n"
    " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "  <rdf:Description rdf:about=\"\"\n"
    "    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
    "    xmlns:lr=\"http://ns.adobe.com/lightroom/1.0/\"\n"
    "    xmlns:digiKam=\"http://www.digikam.org/ns/1.0/\">\n"
    "  </rdf:Description>\n"
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n";

// "dc:subject" -> {"dc", "subject"}.
std::pair<std::string_view, std::string_view> split_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {"", name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

// The URI of a prefix at `node`; empty if the prefix is not bound.
std::string_view name_space_of(pugi::xml_node node, std::string_view prefix) {
  const std::string attribute = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
  for (; node; node = node.parent()) {
    if (const auto declaration = node.attribute(attribute.c_str())) return declaration.value();
  }
  return "";
}

bool is_element(pugi::xml_node node, std::string_view name_space, std::string_view name) {
  if (node.type() != pugi::node_element) return false;
  const auto [prefix, local] = split_name(node.name());
  return local == name && name_space_of(node, prefix) == name_space;
}

pugi::xml_node find_child(pugi::xml_node parent, std::string_view name_space, std::string_view name) {
  return parent.find_child([&](pugi::xml_node node) { return is_element(node, name_space, name); });
}

std::string with_prefix_of(pugi::xml_node node, std::string_view name) {
  const auto prefix = split_name(node.name()).first;
  return prefix.empty() ? std::string(name) : fmt::format("{}:{}", prefix, name);
}

bool is_white_space(pugi::xml_node node) {
  return node.type() == pugi::node_pcdata && trimmed(node.value()).empty();
}

// Appends an element on a separate line at the end of `parent`.
pugi::xml_node append_line(pugi::xml_node parent, const std::string& name, std::string_view indent) {
  const pugi::xml_node last = parent.last_child();
  const std::string gap = "\n" + std::string(indent);
  if (is_white_space(last)) {
    parent.insert_child_before(pugi::node_pcdata, last).set_value(gap.c_str());
    return parent.insert_child_before(name.c_str(), last);
  }
  parent.append_child(pugi::node_pcdata).set_value(gap.c_str());
  const pugi::xml_node element = parent.append_child(name.c_str());
  parent.append_child(pugi::node_pcdata).set_value(("\n" + std::string(indent.substr(1))).c_str());
  return element;
}

// Removes the white space before it too.
void remove_line(pugi::xml_node element) {
  pugi::xml_node parent = element.parent();
  if (const auto gap = element.previous_sibling(); is_white_space(gap)) parent.remove_child(gap);
  parent.remove_child(element);
}

// An item that contains elements is more than a text.
bool is_text_item(pugi::xml_node item) {
  const pugi::xml_node content = item.first_child();
  const bool is_text = !content || content.type() == pugi::node_pcdata || content.type() == pugi::node_cdata;
  return is_text && content == item.last_child() && is_element(item, kRdf, "li");
}

// Whether `property` contains only the empty list. pugixml frees an element recursively, so anything else
// inside is better kept.
bool is_empty_list(pugi::xml_node property, pugi::xml_node list) {
  const auto is_gap = [](pugi::xml_node node) { return is_white_space(node); };
  const auto is_gap_or_list = [list](pugi::xml_node node) { return node == list || is_white_space(node); };
  const auto all_of = [](pugi::xml_node parent, const auto& test) {
    return std::all_of(parent.begin(), parent.end(), test);
  };
  return all_of(list, is_gap) && all_of(property, is_gap_or_list);
}

// XML 1.0 allows no characters below the space except three, and neither U+FFFE nor U+FFFF.
std::string as_xml_text(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool is_control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    const std::string_view three = text.substr(i, 3);
    const bool is_no_character = three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF";
    if (!is_control && !is_no_character) {
      result += text[i];
      continue;
    }
    result += "\xEF\xBF\xBD";
    if (is_no_character) i += 2;
  }
  return result;
}

}  // namespace

std::span<const XmpListField> xmp_tag_fields() {
  static constexpr std::array kFields = {
      XmpListField{"http://purl.org/dc/elements/1.1/", "dc", "subject", "Bag", '\0'},
      XmpListField{"http://ns.adobe.com/lightroom/1.0/", "lr", "hierarchicalSubject", "Bag", '|'},
      XmpListField{"http://www.digikam.org/ns/1.0/", "digiKam", "TagsList", "Seq", '/'},
  };
  return kFields;
}

struct XmpDocument::State {
  pugi::xml_document document;
  pugi::xml_node rdf;

  void load(std::string_view text);
  pugi::xml_node find_property(const XmpListField& field) const;
  pugi::xml_node find_list(const XmpListField& field) const;
  pugi::xml_node make_list(const XmpListField& field);
};

void XmpDocument::State::load(std::string_view text) {
  const unsigned flags = pugi::parse_full | pugi::parse_ws_pcdata;
  const auto result = document.load_buffer(text.data(), text.size(), flags);
  if (!result) fail(ErrorKind::kInvalidInput, "not XML: {} at byte {}", result.description(), result.offset);
  for (const pugi::xml_node node : document.children()) {
    if (node.type() == pugi::node_doctype)
      fail(ErrorKind::kInvalidInput, "has a DOCTYPE, which XMP never needs; the file is left unchanged");
    if (node.type() == pugi::node_declaration && node.attribute("encoding"))
      node.attribute("encoding").set_value("UTF-8");
  }
  const pugi::xml_node meta = find_child(document, kMeta, "xmpmeta");
  rdf = find_child(meta ? meta : document, kRdf, "RDF");
  if (!rdf) fail(ErrorKind::kInvalidInput, "not XMP: rdf:RDF is missing");
}

pugi::xml_node XmpDocument::State::find_property(const XmpListField& field) const {
  for (const pugi::xml_node description : rdf.children()) {
    if (!is_element(description, kRdf, "Description")) continue;
    if (const auto property = find_child(description, field.name_space, field.name)) return property;
  }
  return {};
}

pugi::xml_node XmpDocument::State::find_list(const XmpListField& field) const {
  const pugi::xml_node property = find_property(field);
  for (const char* container : {"Bag", "Seq", "Alt"}) {
    if (const auto list = find_child(property, kRdf, container)) return list;
  }
  return {};
}

pugi::xml_node XmpDocument::State::make_list(const XmpListField& field) {
  if (const auto list = find_list(field)) return list;
  pugi::xml_node property = find_property(field);
  if (!property) {
    pugi::xml_node description = find_child(rdf, kRdf, "Description");
    if (!description) {
      description = append_line(rdf, with_prefix_of(rdf, "Description"), "  ");
      description.append_attribute(with_prefix_of(rdf, "about").c_str()).set_value("");
    }
    property = append_line(description, fmt::format("{}:{}", field.prefix, field.name), "   ");
    if (name_space_of(property, field.prefix) != field.name_space) {
      property.append_attribute(fmt::format("xmlns:{}", field.prefix).c_str())
          .set_value(std::string(field.name_space).c_str());
    }
  }
  return append_line(property, with_prefix_of(rdf, field.container), "    ");
}

XmpDocument::XmpDocument() : XmpDocument(kEmptyPacket) {}

XmpDocument::XmpDocument(std::string_view text) : state_(std::make_unique<State>()) {
  state_->load(text);
  for (const XmpListField& field : xmp_tag_fields()) {
    const pugi::xml_node property = state_->find_property(field);
    const bool is_text = !trimmed(property.child_value()).empty();
    if (property && is_text && !state_->find_list(field))
      fail(ErrorKind::kInvalidInput, "{}:{} must be a list", field.prefix, field.name);
  }
}

XmpDocument::~XmpDocument() = default;
XmpDocument::XmpDocument(XmpDocument&&) noexcept = default;
XmpDocument& XmpDocument::operator=(XmpDocument&&) noexcept = default;

std::vector<std::string> XmpDocument::items(const XmpListField& field) const {
  std::vector<std::string> values;
  for (const pugi::xml_node item : state_->find_list(field).children()) {
    if (is_element(item, kRdf, "li")) values.emplace_back(trimmed(item.child_value()));
  }
  return values;
}

void XmpDocument::erase(const XmpListField& field, std::span<const std::string> values) {
  const pugi::xml_node list = state_->find_list(field);
  std::vector<pugi::xml_node> found;
  for (const pugi::xml_node item : list.children()) {
    if (is_text_item(item) &&
        std::find(values.begin(), values.end(), trimmed(item.child_value())) != values.end())
      found.push_back(item);
  }
  for (const pugi::xml_node item : found) remove_line(item);
  if (!found.empty() && is_empty_list(list.parent(), list)) remove_line(list.parent());
}

void XmpDocument::append(const XmpListField& field, std::span<const std::string> values) {
  if (values.empty()) return;
  const pugi::xml_node list = state_->make_list(field);
  const std::string name = with_prefix_of(state_->rdf, "li");
  for (const std::string& value : values)
    append_line(list, name, "     ").append_child(pugi::node_pcdata).set_value(as_xml_text(value).c_str());
}

std::string XmpDocument::text() const {
  std::ostringstream stream;
  for (const pugi::xml_node node : state_->document.children()) {  // white space between them is not kept
    node.print(stream, "", pugi::format_raw, pugi::encoding_utf8);
    stream << '\n';
  }
  return std::move(stream).str();
}

}  // namespace jtp

// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/xmp.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/output/caption_list.h"
#include "jtp/output/xmp_document.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

using Tags = std::vector<std::string>;

bool is_untouched(const CaptionState& sidecar) {
  return sidecar.share && sidecar.share->sha256 == sha256_hex(*sidecar.text);
}

TagSet canonical(std::span<const std::string> tags) {
  TagSet set;
  for (const std::string& tag : tags) set.insert(canonical_tag(tag));
  return set;
}

std::string without_separator(std::string_view text, char separator) {
  std::string result;
  for (const char c : text) {
    if (c == separator) {
      result += c == '/' ? "\xE2\x88\x95" : "\xE2\x88\xA3";
    } else {
      result += c;
    }
  }
  return result;
}

// A tag in the form that it has in a field.
std::string item_of(std::string_view tag, const XmpListField& field, const XmpStyle& style) {
  const std::string spelled = spell(tag, {});
  if (field.level_separator == '\0') return spelled;
  std::string levels = style.parent;
  std::replace(levels.begin(), levels.end(), '|', field.level_separator);
  if (!levels.empty()) levels += field.level_separator;
  return levels + without_separator(spelled, field.level_separator);
}

// The lowest level of an item, in the form for comparison: the tag that it stands for.
std::string tag_of(std::string_view item, const XmpListField& field) {
  const std::size_t separator =
      field.level_separator == '\0' ? std::string_view::npos : item.rfind(field.level_separator);
  return canonical_tag(separator == std::string_view::npos ? item : item.substr(separator + 1));
}

// The tags of `wanted` in the form of tag_of().
TagSet as_items(std::span<const std::string> tags, const XmpListField& field) {
  TagSet set;
  for (const std::string& tag : tags) set.insert(tag_of(item_of(tag, field, {}), field));
  return set;
}

// The tags in a sidecar, whoever wrote them.
class Contents {
 public:
  explicit Contents(const XmpDocument& document) {
    for (const XmpListField& field : xmp_tag_fields()) {
      TagSet tags;
      for (const std::string& item : document.items(field)) tags.insert(tag_of(item, field));
      fields_.push_back(std::move(tags));
    }
  }

  bool has(const std::string& tag, std::size_t field) const {
    return fields_[field].contains(*as_items(std::span(&tag, 1), xmp_tag_fields()[field]).begin());
  }

  bool has_anywhere(const std::string& tag) const {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (has(tag, i)) return true;
    }
    return false;
  }

  // The machine's tags that somebody removed from a field. A field without any of them was not edited, but
  // dropped by a program that does not know it.
  Tags taken_out(const Tags& machines) const {
    Tags result;
    bool any_field = false;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const auto here = [&](const std::string& tag) { return has(tag, i); };
      if (std::none_of(machines.begin(), machines.end(), here)) continue;
      any_field = true;
      std::copy_if(machines.begin(), machines.end(), std::back_inserter(result), std::not_fn(here));
    }
    return any_field ? result : machines;
  }

 private:
  std::vector<TagSet> fields_;
};

Tags filtered(const Tags& tags, const auto& keep) {
  Tags result;
  std::copy_if(tags.begin(), tags.end(), std::back_inserter(result), keep);
  return result;
}

Tags without(const Tags& tags, const TagSet& set) {
  return filtered(tags, [&](const std::string& tag) { return !set.contains(canonical_tag(tag)); });
}

// The items that represent one of the machine's tags in a field: in today's form, otherwise under the levels
// with which it was written earlier.
Tags items_of(const std::string& tag, const Tags& items, const XmpListField& field, const XmpStyle& style) {
  std::string usual = item_of(tag, field, style);
  if (std::find(items.begin(), items.end(), usual) != items.end()) return {std::move(usual)};
  const std::string wanted = tag_of(item_of(tag, field, {}), field);
  return filtered(items, [&](const std::string& item) { return tag_of(item, field) == wanted; });
}

void erase_tags(XmpDocument& document, const Tags& tags, const XmpStyle& style) {
  for (const XmpListField& field : xmp_tag_fields()) {
    const Tags items = document.items(field);
    Tags erased;
    for (const std::string& tag : tags) {
      for (std::string& item : items_of(tag, items, field, style)) erased.push_back(std::move(item));
    }
    document.erase(field, erased);
  }
}

void append_tags(XmpDocument& document, const Tags& tags, const XmpStyle& style) {
  const Contents contents(document);
  for (std::size_t i = 0; i < xmp_tag_fields().size(); ++i) {
    const XmpListField& field = xmp_tag_fields()[i];
    Tags items;
    for (const std::string& tag : tags) {
      if (!contents.has(tag, i)) items.push_back(item_of(tag, field, style));
    }
    document.append(field, items);
  }
}

CaptionState finished(std::string text, CaptionShare share) {
  const bool says_nothing =
      share.tags.empty() && share.declined.empty() && !share.replaced && share.origin == CaptionOrigin::kUser;
  if (says_nothing) return {std::move(text), std::nullopt};
  share.sha256 = sha256_hex(text);
  return {std::move(text), std::move(share)};
}

CaptionState written_anew(const Tags& tags, const XmpStyle& style) {
  if (tags.empty()) return {};
  XmpDocument document;
  append_tags(document, tags, style);
  CaptionShare share;
  share.tags = tags;
  return finished(document.text(), std::move(share));
}

// The sidecar without the machine's tags, whatever kReplace has done.
CaptionState undone(const CaptionState& before, const XmpStyle& style) {
  if (!before.share) return before;
  if (is_untouched(before) && before.share->origin == CaptionOrigin::kMachine) return {};
  XmpDocument document(*before.text);
  erase_tags(document, before.share->tags, style);
  return {document.text(), std::nullopt};
}

void erase_fields(XmpDocument& document) {
  for (const XmpListField& field : xmp_tag_fields()) document.erase(field, document.items(field));
}

// Whether `own`, the sidecar without the machine's tags, is still what kReplace left of the user's sidecar.
bool is_as_replaced(const CaptionState& before, const CaptionState& own) {
  if (!before.share || !before.share->replaced || !own.text) return false;
  XmpDocument document(*before.share->replaced);
  erase_fields(document);
  return document.text() == *own.text;
}

CaptionState replaced(const CaptionState& before, const Tags& tags, const XmpStyle& style) {
  XmpDocument document(*before.text);
  erase_fields(document);
  append_tags(document, tags, style);
  CaptionShare share;
  share.origin = CaptionOrigin::kUser;
  share.tags = tags;
  const CaptionState own = undone(before, style);
  share.replaced = is_as_replaced(before, own) ? before.share->replaced : own.text;
  return finished(document.text(), std::move(share));
}

CaptionState revised(const CaptionState& before, const Tags& tags, const XmpStyle& style) {
  XmpDocument document(*before.text);
  const std::string as_read = document.text();
  CaptionShare share = before.share.value_or(CaptionShare{
      .origin = CaptionOrigin::kUser, .tags = {}, .declined = {}, .sha256 = {}, .insertion = {}});
  const Contents contents(document);
  const Tags taken_out = contents.taken_out(share.tags);
  share.declined.insert(share.declined.end(), taken_out.begin(), taken_out.end());

  const TagSet machines = canonical(share.tags);
  const Tags wanted = filtered(without(tags, canonical(share.declined)), [&](const std::string& tag) {
    return machines.contains(canonical_tag(tag)) || !contents.has_anywhere(tag);
  });
  const Tags unwanted = without(share.tags, canonical(wanted));
  share.tags = wanted;
  erase_tags(document, unwanted, style);
  append_tags(document, wanted, style);
  std::string text = document.text();
  return finished(text == as_read ? *before.text : std::move(text), std::move(share));
}

}  // namespace

CaptionState update_xmp(const CaptionState& before, std::span<const std::string> names, const XmpStyle& style,
                        ExistingCaption policy) {
  const Tags tags(names.begin(), names.end());
  if (before.text && policy == ExistingCaption::kSkip) return before;
  if (!before.text) return written_anew(tags, style);
  if (is_untouched(before) && before.share->origin == CaptionOrigin::kMachine &&
      before.share->declined.empty())
    return written_anew(tags, style);
  if (policy == ExistingCaption::kReplace) return replaced(before, tags, style);
  return revised(before, tags, style);
}

CaptionState undo_xmp(const CaptionState& before, const XmpStyle& style) {
  if (!before.text || !before.share) return {before.text, std::nullopt};
  const std::optional<std::string>& kept = before.share->replaced;
  CaptionState after = undone(before, style);
  if (is_as_replaced(before, after)) return {kept, std::nullopt};
  if (!kept || !after.text) return after;
  CaptionShare share;
  share.origin = CaptionOrigin::kUser;
  share.replaced = kept;
  return finished(std::move(*after.text), std::move(share));
}

}  // namespace jtp

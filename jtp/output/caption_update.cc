// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_update.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "jtp/base/digest.h"
#include "jtp/output/caption_list.h"

namespace jtp {
namespace {

using Tags = std::vector<std::string>;

TagSet canonical(std::span<const std::string> tags) {
  TagSet set;
  for (const std::string& tag : tags) set.insert(canonical_tag(tag));
  set.erase("");
  return set;
}

// Those of `tags` that are in `set`; outside() gives the others.
Tags inside(std::span<const std::string> tags, const TagSet& set) {
  Tags result;
  std::copy_if(tags.begin(), tags.end(), std::back_inserter(result),
               [&](const std::string& tag) { return set.contains(canonical_tag(tag)); });
  return result;
}

Tags outside(std::span<const std::string> tags, const TagSet& set) {
  Tags result;
  std::copy_if(tags.begin(), tags.end(), std::back_inserter(result),
               [&](const std::string& tag) { return !set.contains(canonical_tag(tag)); });
  return result;
}

Tags joined(Tags first, const Tags& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// `tags` in the order in which they occur in the text; find_record() recognises a moved caption by it.
Tags in_text_order(Tags tags, const std::string& text, const CaptionStyle& style) {
  std::unordered_map<std::string, std::size_t> places;
  for (const std::string_view piece : CaptionList(text, style, tags).pieces())
    places.emplace(canonical_tag(piece), places.size());
  const auto place = [&](const std::string& tag) {
    const auto found = places.find(canonical_tag(tag));
    return found == places.end() ? places.size() : found->second;
  };
  std::stable_sort(tags.begin(), tags.end(),
                   [&](const std::string& a, const std::string& b) { return place(a) < place(b); });
  return tags;
}

std::string without_range(std::string text, const TextRange& range) {
  return text.erase(range.begin, range.end - range.begin);
}

bool is_untouched(const CaptionState& caption) { return caption.share->sha256 == sha256_hex(*caption.text); }

bool is_in_one_place(const CaptionState& caption) {
  const TextRange& range = caption.share->insertion;
  return range.begin < range.end && range.end <= caption.text->size();
}

// Drops the share if it is empty.
CaptionState finished(std::string text, CaptionShare share) {
  CaptionShare nothing;
  nothing.origin = CaptionOrigin::kUser;
  share.sha256.clear();
  if (share.insertion.begin == share.insertion.end) share.insertion = {};
  if (share == nothing) return {std::move(text), std::nullopt};
  share.sha256 = sha256_hex(text);
  return {std::move(text), std::move(share)};
}

CaptionState written_anew(std::span<const std::string> tags, const CaptionStyle& style,
                          CaptionOrigin origin) {
  CaptionShare share;
  share.origin = origin;
  share.tags = with_triggers(tags, style);
  std::string text = format_caption(tags, style);
  share.insertion = {0, text.size()};
  return finished(std::move(text), std::move(share));
}

CaptionState undone(const CaptionState& before, const CaptionStyle& style);

// The user's text that kReplace is about to replace: the user's part of the file, or the text kept earlier if
// nothing of the user's is in the file.
std::optional<std::string> replaced_text(const CaptionState& before, const CaptionStyle& style) {
  if (!before.text || !before.share) return before.text;
  const std::optional<std::string> own = undone(before, style).text;
  const bool says_something = own && !CaptionList(*own, style, {}).is_blank();
  return says_something ? own : before.share->replaced;
}

CaptionState replaced(const CaptionState& before, std::span<const std::string> tags,
                      const CaptionStyle& style) {
  CaptionState after = written_anew(tags, style, CaptionOrigin::kMachine);
  after.share->replaced = replaced_text(before, style);
  return after;
}

// The user's `text`, supplemented with the missing `tags`.
CaptionState supplemented(std::string text, std::span<const std::string> tags, const CaptionStyle& style,
                          ExistingCaption policy) {
  if (text.empty()) return written_anew(tags, style, CaptionOrigin::kUser);
  SupplementedText result = supplement_text(std::move(text), tags, style, policy);
  CaptionShare share;
  share.origin = CaptionOrigin::kUser;
  share.tags = std::move(result.tags);
  share.insertion = {result.begin, result.end};
  return finished(std::move(result.text), std::move(share));
}

// A text as the machine left it, with all of the machine's text in one place. So no tag has been declined.
CaptionState renewed(const CaptionState& before, std::span<const std::string> tags, const CaptionStyle& style,
                     ExistingCaption policy) {
  if (before.share->origin == CaptionOrigin::kUser)
    return supplemented(without_range(*before.text, before.share->insertion), tags, style, policy);
  CaptionState after = written_anew(tags, style, CaptionOrigin::kMachine);
  if (!after.text->empty()) {
    after.share->replaced = before.share->replaced;
    return after;
  }
  return {before.share->replaced, std::nullopt};  // the user's text, or no file
}

// A text that the user has changed, or in which the machine's tags are scattered since an earlier change.
CaptionState revised(const CaptionState& before, std::span<const std::string> tags, const CaptionStyle& style,
                     ExistingCaption policy) {
  CaptionShare share = *before.share;
  const CaptionList list(*before.text, style, share.tags);
  TagSet gone = canonical(share.tags);
  list.remove_present(gone);
  share.declined = joined(std::move(share.declined), inside(share.tags, gone));

  const TagSet own = list.single(canonical(share.tags));
  const TagSet declined = canonical(share.declined);
  const Tags wanted = outside(with_triggers(tags, style), declined);
  const TagSet unwanted = canonical(outside(inside(share.tags, own), canonical(wanted)));
  CaptionStyle accepted = style;
  accepted.triggers = outside(style.triggers, declined);
  SupplementedText result =
      supplement_text(list.without(unwanted), outside(wanted, canonical(style.triggers)), accepted, policy);
  share.tags =
      in_text_order(joined(outside(inside(share.tags, own), unwanted), result.tags), result.text, style);
  share.insertion = {};
  return finished(std::move(result.text), std::move(share));
}

// The caption without the machine's tags, whatever kReplace has done.
CaptionState undone(const CaptionState& before, const CaptionStyle& style) {
  const CaptionShare& share = *before.share;
  const bool is_machines = share.origin == CaptionOrigin::kMachine;
  if (is_untouched(before) && is_in_one_place(before)) {
    if (is_machines) return {};
    return {without_range(*before.text, share.insertion), std::nullopt};
  }
  const CaptionList list(*before.text, style, share.tags);
  std::string text = list.without(list.single(canonical(share.tags)));
  if (is_machines && CaptionList(text, style, {}).is_blank()) return {};
  return {std::move(text), std::nullopt};
}

}  // namespace

CaptionState update_caption(const CaptionState& before, std::span<const std::string> tags,
                            const CaptionStyle& style, ExistingCaption policy) {
  if (before.text && policy == ExistingCaption::kSkip) return before;
  const bool says_nothing =
      tags.empty() && style.triggers.empty() && style.prefix.empty() && style.suffix.empty();
  if (!before.text && says_nothing) return {};
  if (!before.text) return written_anew(tags, style, CaptionOrigin::kMachine);
  if (policy == ExistingCaption::kReplace) return replaced(before, tags, style);
  if (!before.share) return supplemented(*before.text, tags, style, policy);
  if (!is_untouched(before) || !is_in_one_place(before)) return revised(before, tags, style, policy);
  return renewed(before, tags, style, policy);
}

CaptionState undo_caption(const CaptionState& before, const CaptionStyle& style) {
  if (!before.text || !before.share) return {before.text, std::nullopt};
  const std::optional<std::string>& kept = before.share->replaced;
  CaptionState after = undone(before, style);
  if (!kept) return after;
  if (!after.text) return {kept, std::nullopt};  // nothing in the file is the user's
  CaptionShare share;
  share.origin = CaptionOrigin::kUser;
  share.sha256 = sha256_hex(*after.text);
  share.replaced = kept;
  after.share = std::move(share);
  return after;
}

}  // namespace jtp

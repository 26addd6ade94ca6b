// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_update.h"

#include <algorithm>
#include <iterator>
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

std::string without_range(std::string text, const TextRange& range) {
  return text.erase(range.begin, range.end - range.begin);
}

std::string hash_of(const std::string& text) { return sha256_hex(std::as_bytes(std::span(text))); }

bool is_untouched(const CaptionState& caption) { return caption.share->sha256 == hash_of(*caption.text); }

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
  share.sha256 = hash_of(text);
  return {std::move(text), std::move(share)};
}

CaptionState written_anew(std::span<const std::string> tags, const CaptionStyle& style,
                          CaptionOrigin origin) {
  CaptionShare share;
  share.origin = origin;
  share.tags.assign(tags.begin(), tags.end());
  std::string text = format_caption(tags, style);
  share.insertion = {0, text.size()};
  return finished(std::move(text), std::move(share));
}

// The user's `text`, supplemented with the missing `tags`.
CaptionState supplemented(std::string text, std::span<const std::string> tags, const CaptionStyle& style,
                          ExistingCaption policy) {
  if (text.empty()) return written_anew(tags, style, CaptionOrigin::kUser);
  TextInsertion missing = missing_tags(text, tags, style, policy);
  CaptionShare share;
  share.origin = CaptionOrigin::kUser;
  share.tags = std::move(missing.tags);
  share.insertion = {missing.at, missing.at + missing.text.size()};
  text.insert(missing.at, missing.text);
  return finished(std::move(text), std::move(share));
}

// A text as the machine left it, with all of the machine's text in one place. So no tag has been declined.
CaptionState renewed(const CaptionState& before, std::span<const std::string> tags, const CaptionStyle& style,
                     ExistingCaption policy) {
  if (before.share->origin == CaptionOrigin::kUser)
    return supplemented(without_range(*before.text, before.share->insertion), tags, style, policy);
  CaptionState after = written_anew(tags, style, CaptionOrigin::kMachine);
  if (after.text->empty()) return {};
  return after;
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
  const Tags wanted = outside(tags, canonical(share.declined));
  const TagSet unwanted = canonical(outside(inside(share.tags, own), canonical(wanted)));
  std::string text = list.without(unwanted);
  const TextInsertion missing = missing_tags(text, wanted, style, policy);
  text.insert(missing.at, missing.text);
  share.tags = joined(outside(inside(share.tags, own), unwanted), missing.tags);
  share.insertion = {};
  return finished(std::move(text), std::move(share));
}

}  // namespace

CaptionState update_caption(const CaptionState& before, std::span<const std::string> tags,
                            const CaptionStyle& style, ExistingCaption policy) {
  if (before.text && policy == ExistingCaption::kSkip) return before;
  if (!before.text && tags.empty() && style.prefix.empty() && style.suffix.empty()) return {};
  if (!before.text || policy == ExistingCaption::kReplace)
    return written_anew(tags, style, CaptionOrigin::kMachine);
  if (!before.share) return supplemented(*before.text, tags, style, policy);
  if (!is_untouched(before) || !is_in_one_place(before)) return revised(before, tags, style, policy);
  return renewed(before, tags, style, policy);
}

CaptionState undo_caption(const CaptionState& before, const CaptionStyle& style) {
  if (!before.text || !before.share) return {before.text, std::nullopt};
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

}  // namespace jtp

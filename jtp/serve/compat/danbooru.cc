// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/report/html_text.h"
#include "jtp/serve/compat/compat.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/http/multipart.h"
#include "jtp/serve/tag_run.h"

namespace jtp {
namespace {

constexpr float kThreshold = 0.1F;  // the defaults of danbooru/autotagger
constexpr int kLimit = 50;

enum class Format { kHtml, kJson };

struct EvaluationForm {
  std::vector<NamedPicture> pictures;
  float threshold = kThreshold;
  int limit = kLimit;
  Format format = Format::kHtml;
};

void set_field(EvaluationForm& evaluation, std::string_view name, std::string_view value) {
  if (name == "threshold") {
    evaluation.threshold = static_cast<float>(parse_number(name, value, {0, 1}));
  } else if (name == "limit") {
    evaluation.limit = parse_integer(name, value, {0, 1'000'000});
  } else if (name == "format") {
    if (value != "html" && value != "json") fail(ErrorKind::kInvalidInput, "`format` must be html or json");
    evaluation.format = value == "json" ? Format::kJson : Format::kHtml;
  }
}

// Fields may be in the query and in the form; the form takes precedence.
EvaluationForm parse(const std::shared_ptr<Exchange>& exchange) {
  const WebRequest& request = exchange->request();
  EvaluationForm evaluation;
  for (const auto& [name, value] : request.query) set_field(evaluation, name, value);
  for (const FormPart& part : parse_multipart(request.header("content-type"), request.body)) {
    if (part.name != "file") {
      set_field(evaluation, part.name, part.content);
      continue;
    }
    if (evaluation.pictures.size() == kMaxPicturesPerRequest) {
      fail(ErrorKind::kUnsupported, "more than {} files in one request", kMaxPicturesPerRequest);
    }
    evaluation.pictures.push_back({plain_name(part.file_name), PictureBytes{exchange, part.content}});
  }
  if (evaluation.pictures.empty()) fail(ErrorKind::kInvalidInput, "the request has no file");
  return evaluation;
}

// One object per file; its tags by descending score.
WebResponse format_json(const std::vector<std::string>& names, const std::vector<PictureOutcome>& outcomes,
                        const EvaluationForm& evaluation) {
  AnswerJson files = AnswerJson::array();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    AnswerJson tags = AnswerJson::object();
    for (const SelectedTag& tag :
         tags_of(outcomes[i], ThresholdRule::kAtLeast, evaluation.threshold, evaluation.limit)) {
      tags[std::string(tag.name)] = tag.score;
    }
    files.push_back({{"filename", names[i]}, {"tags", std::move(tags)}});
  }
  return json_response(to_text(files));
}

WebResponse format_html(const std::vector<std::string>& names, const std::vector<PictureOutcome>& outcomes,
                        const EvaluationForm& evaluation) {
  std::string html = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Tags</title>\n";
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    html += fmt::format("<h2>{}</h2>\n<table>\n", escape_html(names[i]));
    for (const SelectedTag& tag :
         tags_of(outcomes[i], ThresholdRule::kAtLeast, evaluation.threshold, evaluation.limit)) {
      html += fmt::format("<tr><td>{}</td><td>{:.4f}</td></tr>\n", escape_html(tag.name), tag.score);
    }
    html += "</table>\n";
  }
  return {
      .status = 200, .headers = {{"Content-Type", "text/html; charset=utf-8"}}, .body = html + "</html>\n"};
}

// {"error": "<class>", "message": ...}
WebResponse format_error(const Refusal& refusal) {
  return refuse_with_json(refusal, to_text({{"error", refusal.code}, {"message", refusal.message}}));
}

// The original server refuses the whole request if one of the files is not a picture.
WebResponse answer(Exchange& exchange, const std::vector<std::string>& names,
                   const std::vector<PictureOutcome>& outcomes, const EvaluationForm& evaluation) {
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (!outcomes[i].error) continue;
    exchange.refuse(bad_request(fmt::format("{}: {}", names[i], outcomes[i].error->what())));
    return {};
  }
  return evaluation.format == Format::kJson ? format_json(names, outcomes, evaluation)
                                            : format_html(names, outcomes, evaluation);
}

void evaluate(const Services& services, const std::shared_ptr<Exchange>& exchange) {
  EvaluationForm evaluation = parse(exchange);
  std::vector<std::string> names;
  for (const NamedPicture& picture : evaluation.pictures) names.push_back(picture.name);
  TaggingRun run{.pictures = std::move(evaluation.pictures), .all = {}};
  run.all = [exchange = exchange.get(), names,
             evaluation = std::move(evaluation)](const std::vector<PictureOutcome>& outcomes) {
    return answer(*exchange, names, outcomes, evaluation);
  };
  start_tagging(std::move(run), services.tagging, exchange);
}

}  // namespace

void add_danbooru_routes(Router& router, const Services& services) {
  router.add(
      {.method = "POST",
       .pattern = "/evaluate",
       .handle = [services](const std::shared_ptr<Exchange>& exchange) { evaluate(services, exchange); },
       .takes = BodyType::kForm,
       .refuse = format_error});
}

}  // namespace jtp

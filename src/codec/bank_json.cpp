#include "codec/bank_json.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "codec/fields.h"
#include "codec/json_text.h"
#include "codec/object.h"
#include "measure/responses.h"

namespace trefoil::codec {

namespace json = boost::json;

namespace {
void write_numbers(Object& out, std::string_view key, const std::vector<double>& values) {
  std::string text = "[";
  for (const double value : values) {
    std::string one;
    { Object(one).number("n", value); }
    if (text.size() > 1) text += ',';
    text += one.substr(5, one.size() - 6);  // what stands between {"n": and }
  }
  out.raw(key, text + "]");
}

// The list of numbers `name` of an object that Fields has open.
std::vector<double> numbers(Fields& in, const json::value& object, std::string_view name) {
  std::vector<double> out;
  in.pass(name);
  const json::value* found = object.is_object() ? object.get_object().if_contains(name) : nullptr;
  if (found == nullptr) {
    in.wrong(name, "is missing", "Add it.");
  } else if (!found->is_array() || found->get_array().empty() ||
             found->get_array().size() >= measure::kMostCategories) {
    in.wrong(name, "must be a list of 1 to 99 numbers");
  } else {
    for (const json::value& one : found->get_array()) {
      const double value = one.is_number() ? one.to_number<double>() : std::nan("");
      if (!std::isfinite(value)) {
        in.wrong(name, "must be a list of numbers");
        return out;
      }
      out.push_back(value);
    }
  }
  return out;
}

std::vector<int> read_codes(Fields& in, const json::value& object, std::size_t categories) {
  std::vector<int> out;
  if (!in.has("codes")) {
    for (std::size_t k = 0; k < categories; ++k) out.push_back(static_cast<int>(k));
    return out;
  }
  for (const double value : numbers(in, object, "codes")) {
    if (value != std::floor(value) || std::abs(value) > limits::kCodeMost)
      in.wrong("codes", "must be whole numbers from -1000000 to 1000000");
    else
      out.push_back(static_cast<int>(value));
  }
  if (!in.ok()) return out;
  if (std::set<int>(out.begin(), out.end()).size() != out.size()) in.wrong("codes", "has the same code twice");
  if (out.size() != categories)
    in.wrong("codes", "must have one code more than there are thresholds in b", "Name a code for each category.");
  if (in.ok() && std::ranges::max(out) - std::ranges::min(out) > 100'000)
    in.wrong("codes", "lie too far apart", "Number the categories anew.");
  return out;
}

items::BankItem read_item(Fields& in, const json::value& object) {
  items::BankItem out;
  out.id = in.text("id");
  if (out.id != base::trim(out.id) || out.id.empty() || base::has_hidden_signs(out.id) ||
      base::characters(out.id) > 200)
    in.wrong("id", "is no name of a column", "Write up to 200 signs, none of them blank at the ends or hidden.");
  const double slope = in.number("a");
  const auto thresholds = numbers(in, object, "b");
  if (in.ok()) {
    if (auto item = items::graded_item(slope, thresholds))
      out.item = std::move(*item);
    else
      in.wrong(item.error().place,
               item.error().place == "a" ? "must be a number from -100 to 100, and not 0"
                                         : "must rise, or fall where a is below 0, no two alike",
               item.error().what);
  }
  out.codes = read_codes(in, object, thresholds.size() + 1);
  if (in.has("content")) out.content = in.text("content");
  for (const auto* name : {"se", "d", "fit"}) in.pass(name);
  in.done();
  return out;
}
}  // namespace

Result<items::Bank> read_bank(std::string_view text, std::string_view file_name) {
  const auto prefixed = [&](Error error) {
    error.place = std::string(file_name) + (error.place.empty() ? "" : ", " + error.place);
    return std::unexpected(std::move(error));
  };
  auto value = read_json(text, "item bank", limits::kBank);
  if (!value) return prefixed(std::move(value.error()));
  Trouble trouble{Fault::bad_input};
  Fields in(*value, trouble);
  items::Bank out;
  out.model = in.has("model") ? in.text("model") : "grm";
  if (out.model != "grm" && out.model != "2pl") in.wrong("model", "is neither grm nor 2pl");
  for (const auto* name : {"loglik", "iterations", "converged", "people", "patterns", "unanswered", "se_from"})
    in.pass(name);
  std::set<std::string> names;
  std::size_t at = 0;
  in.each("items", [&](Fields& one) {
    if (at == limits::kBankItems) return one.wrong({}, "is one more than the 5,000 items that a bank may have");
    auto item = read_item(one, value->get_object().at("items").get_array()[at++]);
    if (one.ok() && !names.insert(item.id).second) one.wrong("id", "is the name of an earlier item too");
    if (one.ok() && out.model == "2pl" && item.item.categories() != 2)
      one.wrong("b", "has more than one threshold, in a 2pl");
    out.items.push_back(std::move(item));
  });
  if (in.ok() && out.items.empty()) in.wrong("items", "must have at least one item", "Add one.");
  in.done();
  if (trouble.first) return prefixed(std::move(*trouble.first));
  return out;
}

std::string write_bank(const items::Bank& bank, const items::Calibration& calibration,
                       const std::vector<std::optional<items::ItemFit>>& fits) {
  std::string text;
  {
    Object out(text);
    out.text("model", bank.model);
    out.number("loglik", calibration.log_likelihood);
    out.whole("iterations", static_cast<std::int64_t>(calibration.iterations));
    out.flag("converged", calibration.converged);
    out.whole("people", static_cast<std::int64_t>(calibration.people));
    out.whole("patterns", static_cast<std::int64_t>(calibration.patterns));
    out.whole("unanswered", static_cast<std::int64_t>(calibration.silent));
    out.text("se_from", calibration.errors_from == items::Information::observed ? "observed" : "cross-product");
    std::string items = "[";
    for (std::size_t i = 0; i < bank.items.size(); ++i) {
      const items::BankItem& item = bank.items[i];
      items += i == 0 ? "\n" : ",\n";
      Object one(items);
      one.text("id", item.id);
      one.number("a", item.item.slope);
      std::vector<double> thresholds;
      for (std::size_t k = 0; k < item.item.intercepts.size(); ++k) thresholds.push_back(item.item.threshold(k));
      write_numbers(one, "b", thresholds);
      if (calibration.errors.empty()) {
        one.raw("se", "null");
      } else {
        std::string errors;
        {
          Object se(errors);
          se.number("a", calibration.errors[i].slope);
          write_numbers(se, "b", calibration.errors[i].thresholds);
          write_numbers(se, "d", calibration.errors[i].intercepts);
        }
        one.raw("se", errors);
      }
      std::string codes = "[";
      for (const int code : item.codes) codes += (codes.size() > 1 ? "," : "") + std::to_string(code);
      one.raw("codes", codes + "]");
      if (!item.content.empty()) one.text("content", item.content);
      write_numbers(one, "d", item.item.intercepts);
      if (!fits.empty()) {
        std::string fit = "null";
        if (fits[i]) {
          fit.clear();
          Object of(fit);
          of.number("s_x2", fits[i]->statistic);
          of.whole("df", static_cast<std::int64_t>(fits[i]->degrees));
          of.number("p", fits[i]->chance);
        }
        one.raw("fit", fit);
      }
    }
    out.raw("items", items + "]");
  }
  return text + "\n";
}

}  // namespace trefoil::codec

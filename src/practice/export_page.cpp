#include "practice/export_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "care/parting.h"
#include "course/telling.h"
#include "measure/series.h"

namespace trefoil::practice {

namespace {
constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ink: #2c2a26; --paper: #fbf9f4; --soft: #6a665d; --line: #ddd7ca; --leaf: #3f6b4f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e4d8; --paper: #1f1e1b; --soft: #aaa496; --line: #45423b; --leaf: #8fbf9f; } }
body { font: 18px/1.55 Georgia, 'Iowan Old Style', serif; color: var(--ink); background: var(--paper); max-width: 44rem;
  margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { font-weight: 600; line-height: 1.25; } h2 { margin-top: 2.4rem; border-bottom: 1px solid var(--line); }
dl { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr); gap: .2rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .6rem .25rem 0;
  border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
article { margin: 1.2rem 0; padding-left: 1rem; border-left: 3px solid var(--line); break-inside: avoid; }
article header, .soft { color: var(--soft); font-size: .9rem; } .text { white-space: pre-wrap; overflow-wrap: anywhere; }
.corrected { margin: .4rem 0 0 1rem; } .room { color: var(--leaf); } footer { margin-top: 3rem; color: var(--soft); font-size: .9rem;
  overflow-wrap: anywhere; }
@media print { body { font-size: 11pt; background: none; color: #000; max-width: none; margin: 0; } }
)";

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

class Page {
 public:
  Page(const OpenedFile& opened, const ExportedBy& by, const std::vector<OpenedConcern>& concerns)
      : opened_(opened), file_(opened.file), by_(by), concerns_(concerns) {}

  std::string write() {
    out_ =
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<title>Trefoil: a file</title>\n<style>";
    out_ += kStyle;
    out_ += "</style>\n</head>\n<body>\n<main>\n";
    head();
    circle();
    measures();
    entries();
    raised();
    read_by();
    rest();
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  std::string when(Instant at) const {
    return fmt::format("{}, {}", base::in_words(base::local_day(at, file_.zone)), base::local_time(at, file_.zone));
  }
  std::string name_of(PersonId person) const {
    const auto* member = file_.member(person);
    return member != nullptr ? member->name : "somebody";
  }
  std::string author_of(const care::Item& item) const {
    const auto told = care::told_as(item.event);
    return told.empty() ? name_of(item.author) : std::string(told);
  }
  void line(std::string_view name, std::string_view text) {
    if (!text.empty()) out_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(text));
  }

  void head() {
    out_ += fmt::format(
        "<h1>{}</h1>\n<p class=\"soft\">File {} of {}. Written out on {} for {}, with all that they may "
        "read; others may read more or less.</p>\n",
        escaped(file_.full_name()), escaped(file_.code), escaped(file_.practice), escaped(when(by_.at)),
        escaped(by_.name));
    for (const auto& client : file_.clients) {
      out_ += "<dl>\n";
      line("Legal name", client.legal_name);
      line("Chosen name", client.chosen_name);
      line("Pronouns", client.pronouns);
      if (client.birth) line("Born", base::in_words(*client.birth));
      for (const auto& way : client.contact.may) line("May be contacted", way);
      for (const auto& way : client.contact.may_not) line("May not be contacted", way);
      out_ += "</dl>\n";
    }
    if (file_.erasure)
      out_ += fmt::format("<p>{} asked on {} for this file to be erased.</p>\n", escaped(name_of(file_.erasure->by)),
                          base::in_words(file_.erasure->day));
  }

  void circle() {
    out_ +=
        "<h2>Circle</h2>\n<table><thead><tr><th>Who</th><th>Role</th><th>Since</th><th>Until</th></tr></"
        "thead><tbody>\n";
    for (const auto& member : file_.circle)
      out_ += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(member.name),
                          escaped(care::role_word(file_.ways.names, member.role)),
                          base::in_words(base::local_day(member.since, file_.zone)),
                          member.active ? "" : base::in_words(base::local_day(member.until, file_.zone)));
    out_ += "</tbody></table>\n";
  }

  void measures() {
    if (file_.series.empty()) return;
    out_ += "<h2>Measures</h2>\n";
    for (const auto& [name, series] : file_.series) {
      out_ += fmt::format(
          "<h3>{}</h3>\n<p>{}</p>\n<table><thead><tr><th>When</th><th>Score</th><th>Likely between</th>"
          "<th>Since the first</th></tr></thead><tbody>\n",
          escaped(title_of(name, series)), escaped(measure::sentence(series)));
      for (const auto& row : measure::table(series))
        out_ += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(row.when),
                            escaped(row.score), escaped(row.between), escaped(row.since));
      out_ += "</tbody></table>\n<ul class=\"soft\">\n";
      for (const auto& caveat : measure::caveats(series)) out_ += fmt::format("<li>{}</li>\n", escaped(caveat));
      out_ += "</ul>\n";
    }
  }

  // Of a couple, whose it is.
  std::string title_of(const std::string& key, const measure::Series& series) const {
    const auto whose = care::whose_series(file_, key);
    return whose.empty() ? series.scale.name : series.scale.name + ", " + whose;
  }

  void entries() {
    out_ += "<h2>Entries</h2>\n";
    for (const auto& item : file_.items) {
      if (std::holds_alternative<care::Corrected>(item.event.body)) continue;  // under what it corrects
      const std::string text = in_words(item);
      if (text.empty()) continue;
      out_ += fmt::format("<article>\n<header>{} · {} · <span class=\"room\">{}</span>, read by {}</header>\n",
                          escaped(when(item.event.at)), escaped(author_of(item)),
                          escaped(room_title(file_, item.event.room)),
                          escaped(care::renamed(file_.ways.names, care::readers_in_words(file_.circle, item.event.room, by_.person))));
      out_ += fmt::format("<div class=\"text\">{}</div>\n", escaped(text));
      for (const auto index : item.corrections) {
        const auto& correction = file_.items[index];
        if (const auto* body = std::get_if<care::Corrected>(&correction.event.body))
          out_ += fmt::format(
              "<div class=\"corrected\"><span class=\"soft\">Corrected by {} on {}:</span>\n<div "
              "class=\"text\">{}</div></div>\n",
              escaped(name_of(correction.author)), escaped(when(correction.event.at)), escaped(body->text));
      }
      if (item.moved_to)
        out_ += "<p class=\"soft\">It was written in the wrong place, and its author moved it away.</p>\n";
      out_ += "</article>\n";
    }
  }

  // Nothing for what the page shows elsewhere: scores stand in their tables.
  std::string in_words(const care::Item& item) const {
    return std::visit(
        [&]<class T>(const T& body) -> std::string {
          if constexpr (std::is_same_v<T, care::Noted>) {
            std::string text = body.text;
            if (body.moved_from) text += "\n(Moved here by its author.)";
            if (body.shared_from) text += "\n(Shared from a narrower room by its author.)";
            return text;
          } else if constexpr (std::is_same_v<T, care::FileOpened>) {
            return body.imported ? "The file was opened by an import." : "The file was opened.";
          } else if constexpr (std::is_same_v<T, care::Joined>) {
            return fmt::format("{} joined the circle as {}.", body.name, care::role_word(file_.ways.names, body.role));
          } else if constexpr (std::is_same_v<T, care::Left>) {
            if (care::is_by_ending(file_, item)) return name_of(body.person) + " has parted, as the work has ended.";
            return fmt::format("{} left the circle.{}{}", name_of(body.person), body.reason.empty() ? "" : " ",
                               body.reason);
          } else if constexpr (std::is_same_v<T, care::KeyChanged>) {
            return fmt::format("{} has new keys.", name_of(body.person));
          } else if constexpr (std::is_same_v<T, care::ClientDescribed>) {
            return "Name and contact were written down.";
          } else if constexpr (std::is_same_v<T, care::ErasureAsked>) {
            return fmt::format("Erasure was asked for.{}{}", body.reason.empty() ? "" : " ", body.reason);
          } else if constexpr (std::is_same_v<T, care::ErasureWithdrawn>) {
            return "The request to erase was taken back.";
          } else if constexpr (std::is_same_v<T, care::InCourse>) {
            const auto* plan = std::get_if<course::PlanProposed>(&body.body);
            const auto words = plan != nullptr ? course::own_words(*plan) : std::string();
            return course::telling(body.body, file_.course, item.author,
                                   {[this](PersonId person) { return name_of(person); }, file_.zone}) +
                   (words.empty() ? "" : "\n" + words);
          } else if constexpr (std::is_same_v<T, care::Answered>) {
            std::string text = body.title;
            for (const auto& reply : body.replies) text += fmt::format("\n{}: {}", reply.item, reply.answer);
            const bool read = std::ranges::any_of(file_.alerts, [&](const care::Alert& alert) {
              return alert.seen && alert.answers == item.event.id;
            });
            if (!body.alerts.empty())
              text += std::string("\nOne of these the therapist was to find first. ") +
                      (read ? "They have read it." : "They have not said yet that they read it.");
            return text;
          } else if constexpr (std::is_same_v<T, care::Unknown>) {
            return "Written by a newer Trefoil: this one can't read it.";
          } else {
            return {};
          }
        },
        item.event.body);
  }

  void raised() {
    for (const auto& opened : concerns_) {
      const auto& concern = opened.concern;
      out_ += fmt::format("<h2>A concern, raised on {}</h2>\n<article>\n<header>{}</header>\n<div class=\"text\">{}</div>\n</article>\n",
                          escaped(when(concern.at)), escaped(concern.raised.by.name), escaped(concern.raised.text));
      for (const auto& note : concern.notes) {
        const auto* party = concern.party(note.by);
        out_ += fmt::format("<article>\n<header>{} · {}</header>\n<div class=\"text\">{}</div>\n</article>\n",
                            escaped(when(note.at)), escaped(party != nullptr ? party->name : std::string()), escaped(note.text));
      }
      if (concern.closed)
        out_ += fmt::format("<p>Closed on {}: {}</p>\n", escaped(when(*concern.closed)), escaped(concern.outcome));
    }
  }

  void read_by() {
    const auto all = readings(opened_);
    if (all.empty()) return;
    out_ += "<h2>Opened by</h2>\n<table><thead><tr><th>Who</th><th>When</th></tr></thead><tbody>\n";
    for (const auto& reading : all)
      out_ += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", escaped(reading.name), escaped(when(reading.at)));
    out_ += "</tbody></table>\n";
  }

  void rest() {
    out_ += "<footer>\n";
    if (opened_.unreadable > 0)
      out_ += fmt::format("<p>{} more {} in rooms that {} holds no key to.</p>\n", opened_.unreadable,
                          opened_.unreadable == 1 ? "entry lies" : "entries lie", escaped(by_.name));
    if (!file_.voided.empty())
      out_ += fmt::format("<p>{} {} left out: written without the right to.</p>\n", file_.voided.size(),
                          file_.voided.size() == 1 ? "entry is" : "entries are");
    for (const auto& words : opened_.damage) out_ += fmt::format("<p>Damaged: {}</p>\n", escaped(words));
    out_ += fmt::format("<p>Receipt, to compare the record with later (trefoil verify --since):<br>{}</p>\n</footer>\n",
                        escaped(by_.receipt));
  }

  const OpenedFile& opened_;
  const care::File& file_;
  const ExportedBy& by_;
  const std::vector<OpenedConcern>& concerns_;
  std::string out_;
};
}  // namespace

std::string room_title(const care::File& file, const care::Room& room) {
  std::string kind(care::name(room.kind));
  if (room.person.is_zero()) return kind;
  const auto* member = file.member(room.person);
  return member != nullptr ? fmt::format("{} ({})", kind, member->name) : kind;
}

std::string export_page(const OpenedFile& opened, const ExportedBy& by, const std::vector<OpenedConcern>& concerns) {
  return Page(opened, by, concerns).write();
}

}  // namespace trefoil::practice

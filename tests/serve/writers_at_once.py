"""Two people over HTTP and the command line write to one file at once: every acknowledged write is there afterwards,
once, nothing is there that was refused, and the record is whole: one chain, no fork.

    writers_at_once.py TREFOIL
"""

import json
import sys
import threading

from practice import ADA, TOM, Person, Practice

CODE = "WR-1"
IMPORTS = 10  # from the command line, one score each; the people write until they are done
MAPPING = {"code": {"column": "code"}, "measures": [{
    "name": "Loneliness", "direction": "lower", "min": 0, "max": 10000,
    "value_column": "score", "when": {"week_column": "week"}}]}


class Writer(threading.Thread):
    """Writes while `more(number)`, and keeps what was acknowledged and what was refused."""

    def __init__(self, together, write, more):
        super().__init__()
        self.together, self.write, self.more = together, write, more
        self.kept, self.refused, self.fault = [], [], None

    def run(self):
        try:
            self.together.wait()
            number = 0
            while self.more(number):
                words, acknowledged = self.write(number)
                (self.kept if acknowledged else self.refused).append(words)
                number += 1
        except Exception as fault:  # told by the main thread, which fails the test
            self.fault = fault


def notes(person, file):
    def write(number):
        words = f"{person.name} has written number {number}."
        form = person.form(f"{file}/write")
        room = next(value for value, _ in form["choices"]["room"] if value.startswith("shared"))
        answer = person.send(form, room=room, text=words)
        # 409: others wrote in between at every try; look again. Nothing else is an answer here.
        assert answer.status in (303, 409), f"Writing gave {answer.status}: {answer.body}"
        return words, answer.status == 303

    return write


def imports(practice, mapping):
    def write(number):
        score = 1000 + number
        table = practice.write(f"{number}.csv", f"code,week,score\n{CODE},{number + 1},{score}\n")
        done = practice.ada("import", "scores", table, "--mapping", mapping, may_fail=True)
        assert done.returncode == 0 or "in the meantime" in done.stderr, f"{done.returncode}: {done.stderr}"
        return score, done.returncode == 0

    return write


def begin(practice, served, mapping):
    """Ada and Tom, signed in, in the circle of one file."""
    first = practice.write("first.csv", f"code,week,score\n{CODE},0,999\n")
    practice.ada("import", "scores", first, "--mapping", mapping)
    file = "/files/" + json.loads(practice.ada("file", "list", "--json").stdout)[0]["id"]
    token = practice.ada("person", "invite", TOM[0], "--role", "therapist").stdout.strip()
    ada, tom = Person(served, *ADA), Person(served, *TOM)
    tom.join(token)
    ada.sign_in()
    form = ada.form(f"{file}/circle", f"{file}/circle/add")
    who = next(value for value, label in form["choices"]["person"] if label.startswith(TOM[0]))
    answer = ada.send(form, person=who, role="therapist")
    assert answer.status == 303, f"Putting into the circle gave {answer.status}: {answer.body}"
    return ada, tom, file


def check(practice, writers, receipt):
    entries = json.loads(practice.ada("file", "show", CODE, "--json").stdout)["entries"]
    shared = [entry for entry in entries if entry["room_kind"] == "shared"]
    places = {}  # what was written: where it stands in the log
    for entry in shared:
        words = entry["event"].get("text") or entry["event"].get("value")
        if words is not None:
            places.setdefault(words, []).append(entry["sequence"])
    for writer in writers:
        assert writer.kept
        for words in writer.kept:
            assert len(places.get(words, [])) == 1, f"{words} is there {len(places.get(words, []))} times"
        for words in writer.refused:
            assert words not in places, f"{words} was refused and is there"
    sequences = [entry["sequence"] for entry in shared]
    assert len(set(sequences)) == len(sequences), "Two entries stand at one place"

    # They did write at once: in the log, each wrote between the command line's first and last.
    spans = [[places[words][0] for words in writer.kept] for writer in writers]
    first, last = min(spans[-1]), max(spans[-1])
    for span in spans[:-1]:
        assert any(first < place < last for place in span), f"No one wrote between {first} and {last}: {span}"

    practice.run("verify", "--since", receipt)  # without a passphrase; raises unless it is whole
    practice.ada("verify")                      # with one: the authors' rights and what they wrote, too


def main(trefoil):
    with Practice(trefoil) as practice:
        mapping = practice.write("mapping.json", json.dumps(MAPPING))
        with practice.serve() as served:
            ada, tom, file = begin(practice, served, mapping)
            receipt = practice.run("verify").stdout.split("\n")[-2]
            together = threading.Barrier(3)
            shell = Writer(together, imports(practice, mapping), lambda number: number < IMPORTS)
            # At least ten; no more than a slow command line needs.
            people = [Writer(together, notes(person, file), lambda number: number < 10 or (shell.is_alive() and number < 200))
                      for person in (ada, tom)]
            writers = [*people, shell]
            for writer in writers:
                writer.start()
            for writer in writers:
                writer.join()
            for writer in writers:
                if writer.fault:
                    raise writer.fault
            check(practice, writers, receipt)
        kept, refused = [sum(len(getattr(writer, what)) for writer in writers) for what in ("kept", "refused")]
        print(f"{kept} writes of three at once kept, {refused} told to look again.")


if __name__ == "__main__":
    main(sys.argv[1])

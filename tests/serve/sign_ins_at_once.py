"""Thirty sign-ins at once on a machine with 512 MiB: they queue, and none fails. Each passphrase takes 64 MiB to look
at, so thirty of them side by side would take four times what is there.

    sign_ins_at_once.py TREFOIL
"""

import sys
import threading

from practice import ADA, Person, Practice

PEOPLE = 30
MACHINE = 512 * 1024 * 1024


def main(trefoil):
    # The limit counts all that the program may write to in memory, its threads' stacks included, so it is the stricter
    # one; the kernel's own count of the most that there was is looked at too.
    with Practice(trefoil) as practice, practice.serve(data_limit=MACHINE) as served:
        people = [Person(served, *ADA) for _ in range(PEOPLE)]
        forms = [person.form("/sign-in") for person in people]
        answers = [None] * PEOPLE
        together = threading.Barrier(PEOPLE)

        def sign_in(at):
            together.wait()
            try:
                answers[at] = people[at].send(forms[at], sign_in_name=ADA[0])
            except OSError as error:
                answers[at] = error

        threads = [threading.Thread(target=sign_in, args=(at,)) for at in range(PEOPLE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        failed = [getattr(answer, "status", answer) for answer in answers if getattr(answer, "status", 0) != 303]
        assert not failed, f"{len(failed)} of {PEOPLE} sign-ins failed: {failed}"
        for person in people:
            assert person.ask("GET", "/today").status == 200
        most = served.most_memory()
        assert most < MACHINE, f"It took {most >> 20} MiB"
        print(f"{PEOPLE} sign-ins at once, {most >> 20} MiB at most.")


if __name__ == "__main__":
    main(sys.argv[1])

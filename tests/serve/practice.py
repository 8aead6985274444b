"""What the tests of the running program share: a practice in a folder of its own, `trefoil` as from a shell, `trefoil
serve`, and people who speak HTTP to it as a browser does. Standard library only."""

import http.client
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import urllib.parse
from html.parser import HTMLParser

ADA = ("Ada Lind", "quiet harbour lamp ada")
TOM = ("Tom Vale", "granite otter lamp seven")


class Practice:
    """A fresh practice that Ada has begun; gone when the block ends."""

    def __init__(self, trefoil):
        self.trefoil = trefoil

    def __enter__(self):
        self.place = tempfile.mkdtemp(prefix="trefoil-serve-")
        self.data = os.path.join(self.place, "practice")
        runtime = os.path.join(self.place, "run")
        os.mkdir(runtime, 0o700)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("TREFOIL_")}
        self.environment["XDG_RUNTIME_DIR"] = runtime
        self.passphrase_file = self.write("ada.pass", ADA[1] + "\n")
        self.run("init", "--practice", "Willow Row", "--person", ADA[0], "--role", "practitioner,owner",
                 "--passphrase-file", self.passphrase_file, "--zone", "Europe/London")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.place, ignore_errors=True)

    def write(self, name, text):
        path = os.path.join(self.place, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def run(self, *words, may_fail=False):
        done = subprocess.run([self.trefoil, *words, "--data", self.data], env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if not may_fail and done.returncode != 0:
            raise AssertionError(f"trefoil {' '.join(words[:2])} gave {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def ada(self, *words, **how):
        return self.run(*words, "--as-person", ADA[0], "--passphrase-file", self.passphrase_file, **how)

    def serve(self, *words, data_limit=None):
        return Served(self, words, data_limit)


class Served:
    """`trefoil serve` on a free port; ended with SIGTERM when the block ends, and it must end well."""

    def __init__(self, practice, words, data_limit):
        self.practice, self.words, self.data_limit = practice, words, data_limit

    def __enter__(self):
        def limit():
            if self.data_limit:
                resource.setrlimit(resource.RLIMIT_DATA, (self.data_limit, self.data_limit))

        self.log = open(os.path.join(self.practice.place, "serve.log"), "w+", encoding="utf-8")
        self.child = subprocess.Popen(
            [self.practice.trefoil, "serve", "--data", self.practice.data, "--port", "0", *self.words],
            env=self.practice.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, preexec_fn=limit)
        for line in self.child.stderr:  # ends where the program ends
            self.log.write(line)
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found[1])
                break
        else:
            raise AssertionError(f"It ended before it listened ({self.child.wait()}): {self.said()}")
        return self

    def __exit__(self, kind, *_):
        self.child.send_signal(signal.SIGTERM)
        self.log.write(self.child.stderr.read())
        code = self.child.wait()
        said = self.said()
        self.log.close()
        if kind is None:
            assert code == 0, f"It ended with {code}: {said}"
            assert " error " not in said, f"It reported a fault: {said}"
        else:
            print(f"The server had said: {said}")

    def said(self):
        self.log.flush()
        self.log.seek(0)
        return self.log.read()

    def most_memory(self):
        """The most that it ever had in memory, in bytes."""
        with open(f"/proc/{self.child.pid}/status", encoding="ascii") as status:
            return 1024 * int(re.search(r"^VmHWM:\s+(\d+) kB", status.read(), re.M)[1])


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what its fields hold. A list's first choice counts as chosen."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.list = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        if tag == "form":
            self.forms.append({"action": at["action"], "fields": {}, "choices": {}})
        if not self.forms:
            return
        form, name = self.forms[-1], at.get("name")
        if tag == "input" and name:
            if at.get("type") in ("radio", "checkbox"):
                form["choices"].setdefault(name, []).append([at.get("value"), ""])
                if "checked" not in at:
                    return
            form["fields"][name] = at.get("value") or ""
        elif tag == "textarea" and name:
            form["fields"][name] = ""
        elif tag == "select":
            self.list = name
        elif tag == "option" and self.list:
            form["choices"].setdefault(self.list, []).append([at.get("value"), ""])
            if "selected" in at or self.list not in form["fields"]:
                form["fields"][self.list] = at.get("value")

    def handle_data(self, data):
        if self.list and self.forms and self.forms[-1]["choices"].get(self.list):
            self.forms[-1]["choices"][self.list][-1][1] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self.list = None


class Answer:
    def __init__(self, response):
        self.status, self.where = response.status, response.getheader("Location")
        self.cookies = [value for name, value in response.getheaders() if name.lower() == "set-cookie"]
        self.body = response.read().decode()


class Person:
    """Somebody's browser: one connection, its cookies, and forms that are sent as the page has them."""

    def __init__(self, served, name, passphrase):
        self.name, self.passphrase, self.cookies = name, passphrase, {}
        self.wire = http.client.HTTPConnection("127.0.0.1", served.port, timeout=120)

    def ask(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.wire.request(method, path, body, headers)
        answer = Answer(self.wire.getresponse())
        for cookie in answer.cookies:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def form(self, path, action=None):
        """The form of a page that goes to `action` (else to the page itself), to be filled in."""
        answer = self.ask("GET", path)
        assert answer.status == 200, f"{path} gave {answer.status}"
        for form in Forms(answer.body).forms:
            if form["action"] == (action or path):
                # Whatever asks for the passphrase again gets it.
                form["fields"].update({name: self.passphrase for name in form["fields"] if name.startswith("passphrase")})
                return form
        raise AssertionError(f"{path} has no form that goes to {action or path}")

    def send(self, form, **fields):
        return self.ask("POST", form["action"], urllib.parse.urlencode({**form["fields"], **fields}))

    def sign_in(self):
        answer = self.send(self.form("/sign-in"), sign_in_name=self.name)
        assert answer.status == 303, f"Signing in gave {answer.status}: {answer.body}"

    def join(self, token):
        answer = self.send(self.form(f"/join/{token}"), sign_in_name=self.name)
        assert answer.status == 200 and 'id="recovery"' in answer.body, f"Joining gave {answer.status}"

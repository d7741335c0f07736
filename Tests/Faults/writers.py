"""People who record contacts all at once until the server is gone, and what they were told was saved."""

import http.client
import re
import threading
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from client import Document, Visitor
from service import Server, SignIn

WRITERS = 4
WHO_WRITES = ("case_manager", "delivery_worker", "team_manager")
# More than a year ago, so that the day has passed by a clock set back a year too: of a day to come nothing can be said of attendance.
TYPED = {
    "at": "14/10/2025 14:30", "method": "PHONE", "attendance": "ATTENDED", "minutes": "20", "aim": "Aim", "outcome": "Outcome",
    "risk": "None new", "next_steps": "Next steps", "safeguarding": "None",
}
# What a client sees of a server that is gone.
LOST = (OSError, http.client.HTTPException)


class Refused(OSError):
    """The server answered that it cannot reach its records just now: nothing was saved."""


@dataclass
class Sent:
    """A form that was sent: where to, what, the words only it has, and whether the server said it was saved."""

    writer: int
    path: str
    fields: list[tuple[str, str]]
    words: str
    saved_at: str = ""


class Writers:
    """Signed in once; they keep their sessions while the server comes and goes."""

    def __init__(self, server: Server, sign_ins: list[SignIn]):
        people = [each for each in sign_ins if each.role in WHO_WRITES]
        assert people, f"the demo makes nobody who records contacts: {[each.role for each in sign_ins]}"
        self.people = [people[i % len(people)] for i in range(WRITERS)]
        self.visitors = [Visitor(server.address) for _ in range(WRITERS)]
        self.children = [self._children(visitor, who) for visitor, who in zip(self.visitors, self.people)]
        self.number = 0
        # Whether the records may be out of reach meanwhile, and how often somebody was told so.
        self.troubled, self.told = False, 0
        self.lock = threading.Lock()

    def _children(self, visitor: Visitor, who: SignIn) -> list[str]:
        visitor.sign_in(who.user, who.password)
        ids = sorted({found for page in ("/", "/children") for found in re.findall(r'href="/children/([0-9a-f-]{36})', visitor.get(page).text)})
        ready = [child for child in ids[:12] if visitor.get(f"/children/{child}/contacts/new").status == 200]
        assert ready, f"{who.user} has no child to record a contact for"
        return ready

    def begin(self, server: Server, enough: int) -> "Round":
        """Everybody starts to write at `server`, which may be another than before."""
        for visitor in self.visitors:
            visitor.move(server.address)
        return Round(self, enough)

    def write_one(self, writer: int, sent: list[Sent]) -> None:
        with self.lock:
            self.number += 1
            words = f"Crash mark {self.number} ends"
        children = self.children[writer]
        path = f"/children/{children[self.number % len(children)]}/contacts/new"
        form = next(form for form in Document(self._page(writer, path)).forms if "content" in form.names and form.method == "post")
        typed = TYPED | {"content": words}
        fields = [(name, value) for name, value in form.fields if name not in typed] + [pair for pair in typed.items() if pair[0] in form.names]
        one = Sent(writer, urljoin(path, form.action), fields, words)
        sent.append(one)
        self.send(one)

    def _page(self, writer: int, path: str) -> str:
        visitor, who = self.visitors[writer], self.people[writer]
        answer = visitor.get(path)
        if answer.status == 303 and urlsplit(answer.location).path == "/sign-in":
            visitor.sign_in(who.user, who.password)
            answer = visitor.get(path)
        self._refused(answer)
        assert answer.status == 200, f"{path} answers {answer.status} to {who.user}"
        return answer.text

    def send(self, one: Sent) -> None:
        """Sends it, and notes the acknowledgement: the 303 to the record. A refusal is a fault of the test."""
        answer = self.visitors[one.writer].post(one.path, one.fields)
        self._refused(answer, one)
        assert answer.status == 303 and "/contacts/" in answer.location, f"{one.path} answered {answer.status}:\n{answer.text[:3000]}"
        one.saved_at = answer.location

    def _refused(self, answer, one: Sent | None = None) -> None:
        """A clear page, with all that was typed on it, ready to be sent again as it was."""
        if not self.troubled or answer.status != 503:
            return
        assert "Waymark cannot reach its records" in answer.text, answer.text
        if one is not None:
            assert one.words in answer.text
            again = next(form for form in Document(answer.text).forms if "content" in form.names)
            assert sorted(again.fields) == sorted(one.fields) and urljoin(one.path, again.action) == one.path
        self.told += 1
        raise Refused

    def send_again(self, server: Server, lost: list[Sent]) -> None:
        """What was sent and not answered is sent again as it was, as a person does who presses Save again."""
        for one in lost:
            self.visitors[one.writer].move(server.address)
            self._page(one.writer, "/")
            self.send(one)

    def missing(self, server: Server, saved: list[Sent]) -> list[Sent]:
        """Those whose acknowledgement leads to a page that is not there, or has other words."""
        gone = []
        for one in saved:
            self.visitors[one.writer].move(server.address)
            self._page(one.writer, "/")
            page = self.visitors[one.writer].get(one.saved_at)
            if page.status != 200 or one.words not in page.text:
                gone.append(one)
        return gone


class Round:
    """The writers at work. `reached` is set when enough was acknowledged, or when nobody writes any more."""

    def __init__(self, writers: Writers, enough: int):
        self.writers, self.enough = writers, enough
        self.sent, self.faults, self.reached, self.over = [], [], threading.Event(), threading.Event()
        self.threads = [threading.Thread(target=self._work, args=(writer,), daemon=True) for writer in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def _work(self, writer: int) -> None:
        # Whoever was answered a moment before the trouble came writes once more, to be told of it; if never, the test fails and does not hang.
        more = 20 if self.writers.troubled else 0
        try:
            while not self.over.is_set() or more > 0:
                more -= self.over.is_set()
                self.writers.write_one(writer, self.sent)
                if sum(1 for each in self.sent if each.saved_at) >= self.enough:
                    self.reached.set()
        except LOST:
            pass
        except Exception as fault:  # Told by the test, not lost in a thread.
            self.faults.append(fault)
        finally:
            if sum(1 for thread in self.threads if thread.is_alive()) <= 1:
                self.reached.set()

    def end(self) -> tuple[list[Sent], list[Sent]]:
        """After the server is gone, though another may be there already: what was acknowledged, and what was sent and never answered."""
        self.over.set()
        for thread in self.threads:
            thread.join()
        if self.faults:
            raise self.faults[0]
        return [each for each in self.sent if each.saved_at], [each for each in self.sent if not each.saved_at]

"""What the clients ask for: requests drawn with a fixed seed from what is in the store."""

import random
import sqlite3
import urllib.parse
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path

MIX = {"list": 40, "search": 20, "open": 30, "save": 10}
WORDS = "Talked about school and what comes next. Quiet at first, then spoke about football and a cousin. Agreed to meet at the club on Thursday."


@dataclass
class Contents:
    """What of a store the requests are made of."""

    children: list[dict]
    workers: list[str]
    teams: list[str]
    longest: str
    alerts: list[str]

    @staticmethod
    def read(store: Path) -> "Contents":
        db = sqlite3.connect(f"file:{store / 'records.sqlite'}?mode=ro", uri=True)
        db.row_factory = sqlite3.Row
        today = date.today().isoformat()
        referred = {row[0] for row in db.execute("SELECT child FROM referral_version WHERE to_position IS NULL AND NOT withdrawn AND closed_date IS NULL AND pathway = 'OUT_OF_COURT'")}
        children = [
            {"id": str(uuid.UUID(bytes=row["child"])), "referred": row["child"] in referred, "name": row["name"], "ref": row["ref"], "born": row["date_of_birth"], "open": (row["open_until"] or "") >= today}
            for row in db.execute("SELECT child, ref, name, date_of_birth, open_until FROM child_list ORDER BY child")
        ]
        workers = [str(uuid.UUID(bytes=row[0])) for row in db.execute("SELECT DISTINCT worker FROM child_list WHERE worker IS NOT NULL AND open_until >= ? ORDER BY 1", [today])]
        teams = [row[0] for row in db.execute("SELECT DISTINCT team FROM child_list WHERE team IS NOT NULL ORDER BY 1")]
        longest = db.execute("SELECT child FROM contact GROUP BY child ORDER BY count(*) DESC LIMIT 1").fetchone()[0]
        alerts = [row[0] for row in db.execute("SELECT DISTINCT type FROM alert_version WHERE to_position IS NULL ORDER BY 1")]
        db.close()
        return Contents(children, workers, teams, str(uuid.UUID(bytes=longest)), alerts)


class Plan:
    """Requests as bytes, in the client's own form."""

    def __init__(self, contents: Contents, port: int, seed: int = 7):
        self.contents, self.port, self.random = contents, port, random.Random(seed)
        self.usual = [child for child in contents.children if child["id"] != contents.longest]
        self.open = [child for child in self.usual if child["open"]]

    def get(self, name: str, path: str, status: int = 200) -> bytes:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()
        return f"{name} {status} {len(request)}\n".encode() + request

    def post(self, name: str, path: str, fields: dict[str, str], status: int = 303) -> bytes:
        body = urllib.parse.urlencode(fields, safe="@")
        request = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
        return f"{name} {status} {len(request)}\n".encode() + request

    def child(self) -> str:
        """Mostly children open to the service, whose files are the ones worked on."""
        return self.random.choice(self.open if self.random.random() < 0.8 else self.usual)["id"]

    def list_path(self) -> str:
        """The first page, a few pages on, one worker's, one team's."""
        draw = self.random.random()
        if draw < 0.4:
            return "/children"
        if draw < 0.6:
            return f"/children?page={self.random.randint(2, max(2, min(10, len(self.open) // 50)))}"
        if draw < 0.85:
            return f"/children?worker={self.random.choice(self.contents.workers)}"
        return "/children?" + urllib.parse.urlencode({"team": self.random.choice(self.contents.teams)})

    def search_words(self) -> str:
        """A whole name, a family name, a misspelling, a date of birth, a reference."""
        child, draw = self.random.choice(self.contents.children), self.random.random()
        words = child["name"].split()
        if draw < 0.4:
            text = child["name"]
        elif draw < 0.55:
            text = words[-1]
        elif draw < 0.7:
            place = len(words[-1]) // 2
            text = words[0] + " " + words[-1][:place] + words[-1][place + 1 :]
        elif draw < 0.85:
            text = child["born"] or child["ref"]
        else:
            text = child["ref"]
        return text

    def one(self, name: str) -> bytes:
        if name == "list":
            return self.get(name, self.list_path())
        if name == "search":
            # The words go by POST; the client follows to the page with what was found.
            return self.post(name, "/children/search", {"q": self.search_words()}, status=200)
        if name == "open":
            return self.get(name, f"/children/{self.child()}")
        return self.save()

    def save(self) -> bytes:
        """A whole contact, under all its headings."""
        today = date.today()
        fields = {
            "once": "bench-@@@@@@@@@@@@", "at": f"{today.day:02}/{today.month:02}/{today.year} 00:30", "method": self.random.choice(["HOME", "PHONE", "SCHOOL", "OFFICE"]),
            "attendance": "ATTENDED", "aim": "See how the week went.", "content": WORDS, "outcome": "They came and stayed the hour.", "risk": "No new worry.",
            "next_steps": "Ring mother. Write to school.", "safeguarding": "Nothing new.", "childs_words": "“It was alright.”", "minutes": "45", "planned": "yes", "statutory": "yes",
        }
        return self.post("save", f"/children/{self.child()}/contacts", fields)

    def mix(self, count: int = 40_000) -> bytes:
        names = self.random.choices(list(MIX), weights=list(MIX.values()), k=count)
        return b"".join(self.one(name) for name in names)

    def only(self, name: str, count: int = 10_000) -> bytes:
        return b"".join(self.one(name) for _ in range(count))

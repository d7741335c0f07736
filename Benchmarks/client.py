"""Talking to a server under measurement: starting it, signing in, and driving the load client."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def get(port: int, path: str, cookie: str | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


class Lasting:
    """Pages one after another over one connection."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, cookie: str) -> tuple[int, str]:
        self.connection.request("GET", path, headers={"Cookie": cookie})
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")

    def post(self, path: str, fields: list[tuple[str, str]], cookie: str) -> tuple[int, str | None, str]:
        """The status, where it leads, and the page."""
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.connection.port}"}
        self.connection.request("POST", path, urllib.parse.urlencode(fields), headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers.get("Location"), answer.read().decode(errors="replace")


class Server:
    """A server in a process group of its own; `seconds_to_answer` is from the start of the program to its first answer."""

    def __init__(self, command: list[str], port: int, first: str, log: Path, env: dict | None = None):
        self.port = port
        began = time.monotonic()
        with log.open("ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, env={**os.environ, **(env or {})})
        while True:
            try:
                if get(port, first)[0] < 500:
                    break
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() - began > 120:
                raise SystemExit(f"The server did not answer: see {log}")
            time.sleep(0.001)
        self.seconds_to_answer = time.monotonic() - began

    def pids(self) -> list[int]:
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True).stdout
        return [self.process.pid, *map(int, children.split())]

    def peak_memory(self) -> int:
        """Peak resident memory in KiB (VmHWM), of all its processes together."""
        total = 0
        for pid in self.pids():
            found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
            total += int(found.group(1)) if found else 0
        return total

    def cpu_seconds(self) -> float:
        ticks = 0
        for pid in self.pids():
            parts = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
            ticks += int(parts[11]) + int(parts[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def sign_in(port: int, user: str, password: str) -> str:
    """The cookie of a new session."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = urllib.parse.urlencode({"user": user, "password": password})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}
    connection.request("POST", "/sign-in", body, headers)
    answer = connection.getresponse()
    answer.read()
    cookie = answer.headers.get("Set-Cookie")
    if answer.status != 303 or not cookie:
        raise SystemExit(f"Signing in as {user} answered {answer.status}")
    return cookie.split(";")[0]


class Load:
    """The load client of load.c with the sessions its connections take turns at."""

    def __init__(self, program: Path, folder: Path, cookies: list[str]):
        self.program, self.folder = program, folder
        self.sessions = folder / "sessions"
        self.sessions.write_text("".join(cookie + "\n" for cookie in cookies))

    def start(self, port: int, plan: bytes, name: str, connections: int, warm_up: float, seconds: float) -> subprocess.Popen:
        path = self.folder / f"plan-{name}"
        path.write_bytes(plan)
        command = [self.program, "127.0.0.1", str(port), path, self.sessions, str(connections), str(warm_up), str(seconds)]
        return subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)

    @staticmethod
    def result(process: subprocess.Popen) -> dict:
        out, _ = process.communicate()
        if process.returncode != 0:
            raise SystemExit("The load client failed")
        found = json.loads(out)
        for name, kind in found["kinds"].items():
            if kind["wrong"]:
                raise SystemExit(f"{kind['wrong']} of {kind['count']} answers to “{name}” had another status than expected: nothing measured counts")
        return found

    def run(self, *arguments) -> dict:
        return self.result(self.start(*arguments))

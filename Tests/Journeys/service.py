"""A made-up service and the program that serves it: what the browser tests and the crash tests both start."""

import ctypes
import json
import os
import signal
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROLES = [
    "case_manager", "delivery_worker", "team_manager", "service_manager", "police_officer",
    "victim_worker", "panel_partner", "business_support", "analyst", "system_administrator",
]
READY_WITHIN = 60


@dataclass
class SignIn:
    role: str
    user: str
    password: str
    # The code of the region whose people they are; empty for Sandholme's own.
    service: str = ""


def program() -> str:
    """The built program; ./test says where it is."""
    path = os.environ.get("WAYMARK_BIN", "")
    assert path and Path(path).is_file(), "WAYMARK_BIN does not name the built program: start these tests with ./test"
    return path


def die_with_parent() -> None:
    """Run in the child before the program: a broken-off test run leaves no server behind."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run(*words: str, check: bool = True) -> subprocess.CompletedProcess:
    """Runs the program to its end. Its output is in the exception when it fails."""
    done = subprocess.run([program(), *words], capture_output=True, text=True, preexec_fn=die_with_parent)
    if check and done.returncode != 0:
        raise AssertionError(f"waymark {' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done


def make_certificate(folder: Path, name: str = "own") -> None:
    """A certificate and its key, NAME.pem and NAME.key, that prove this machine to whoever trusts them."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"],
        check=True, capture_output=True)


class SignIns(list[SignIn]):
    """Who can sign in, and the code of their service."""

    service = ""


def make_demo(data: str, children: int = 60, years: int = 2, seed: int = 7, more: tuple[str, ...] = ()) -> SignIns:
    """Makes the service of Sandholme in `data` and gives its sign-ins."""
    done = run("demo", "--data", data, "--children", str(children), "--years", str(years), "--seed", str(seed), "--format", "json", *more)
    made = json.loads(done.stdout.strip().splitlines()[-1])
    sign_ins = SignIns(SignIn(each["role"], each["user"], each["password"], each.get("service", "")) for each in made["signIns"])
    sign_ins.service = made["service"]
    return sign_ins


class Server:
    """`waymark serve` on a free port."""

    def __init__(self, data: str, log: Path, more: tuple[str, ...] = (), environment: dict[str, str] | None = None):
        # On PostgreSQL there is no folder the key of second factors could lie in.
        key = ("--sign-in-key", str(log.parent / "sign-in.key")) if str(data).startswith("postgres") else ()
        # A test asks for more than a person does by hand.
        calls = () if "--calls-per-minute" in more else ("--calls-per-minute", "0")
        self.data, self.log, self.more = data, log, (*key, *calls, *more)
        self.environment = {**os.environ, **(environment or {})}
        self.process: subprocess.Popen | None = None
        self.url = self.metrics = ""

    def start(self, metrics: bool = False) -> "Server":
        """Waits until it says that it answers; with `metrics`, for their address too."""
        self.url = self.metrics = ""
        with self.log.open("ab") as errors:
            self.process = subprocess.Popen(
                [program(), "serve", "--data", self.data, "--host", "127.0.0.1", "--port", "0", *self.more],
                stdout=subprocess.PIPE, stderr=errors, env=self.environment, preexec_fn=die_with_parent)
        # A server that never says it is ready is killed, and then its output ends.
        limit = threading.Timer(READY_WITHIN, self.process.kill)
        limit.start()
        said = []
        for line in self.process.stdout:
            said.append(line.decode(errors="replace"))
            if "listening on http" in said[-1]:
                self.url = said[-1].split("listening on ", 1)[1].strip().rstrip("/")
            elif "metrics on http" in said[-1]:
                self.metrics = said[-1].split("metrics on ", 1)[1].strip()
            if self.url and (self.metrics or not metrics):
                break
        limit.cancel()
        if not self.url:
            self.process.wait()
            raise AssertionError(f"the server did not start:\n{''.join(said)}\n{self.log.read_text(errors='replace')[-4000:]}")
        # Read on, so that the server is never stopped by a full pipe.
        threading.Thread(target=self._drain, args=(self.process.stdout,), daemon=True).start()
        return self

    @staticmethod
    def _drain(pipe) -> None:
        for _ in pipe:
            pass

    @property
    def address(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        return parts.hostname, parts.port

    def kill(self) -> None:
        """Ends it as a crash would: at once, with nothing finished."""
        self.process.kill()
        self.process.wait()
        self.url = ""

    def stop(self) -> int:
        """Asks it to stop and waits; gives its exit code."""
        if self.process is None or self.process.poll() is not None:
            return -1 if self.process is None else self.process.returncode
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class Postgres:
    """A database of its own beside the one TEST_POSTGRES names."""

    def __init__(self, name: str):
        self.base = os.environ.get("TEST_POSTGRES", "")
        assert self.base, "TEST_POSTGRES names no PostgreSQL: start these tests with ./test, or set WAYMARK_ENGINES=sqlite"
        self.name = f"{name}_{os.getpid()}"
        # Not urlunsplit: it drops the slashes of an address without a host, and what is left reads as a folder.
        parts = urlsplit(self.base)
        self.url = f"{parts.scheme}://{parts.netloc}/{self.name}" + (f"?{parts.query}" if parts.query else "")
        self._sql(f'CREATE DATABASE "{self.name}"')

    def drop(self) -> None:
        try:
            self._sql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        except subprocess.CalledProcessError:
            # By force only one's own sessions are ended: the server's own cleaning of the database is waited for.
            self._sql(f'DROP DATABASE IF EXISTS "{self.name}"')

    def _sql(self, text: str) -> None:
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", text, self.base], check=True, capture_output=True, text=True)


@dataclass
class Service:
    """A served made-up service: its address, and who can sign in to it."""

    engine: str
    server: Server
    sign_ins: SignIns = field(default_factory=SignIns)

    @property
    def url(self) -> str:
        return self.server.url

    def who(self, role: str) -> SignIn:
        for each in self.sign_ins:
            if each.role == role:
                return each
        raise AssertionError(f"the demo makes nobody with the role {role}: {[each.role for each in self.sign_ins]}")


def engines() -> list[str]:
    """Both, unless WAYMARK_ENGINES names fewer."""
    wanted = os.environ.get("WAYMARK_ENGINES", "").replace(",", " ").split()
    return [engine for engine in ("sqlite", "postgres") if not wanted or engine in wanted]

"""What systemd does of deploy/waymark.service: starts the program again whenever it ends by itself, a moment later, however often."""

import os
import re
import subprocess
import threading
from pathlib import Path

import service as services

UNIT = Path(__file__).resolve().parents[2] / "deploy" / "waymark.service"


def unit(key: str) -> str:
    found = re.findall(rf"^{key}=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) == 1, f"{UNIT.name} says {key} {len(found)} times"
    return found[0]


class Supervisor:
    """Keeps `waymark serve` running on one port, as the unit asks for it. Systemd does not run on the machines the tests run on."""

    def __init__(self, data: str, log: Path):
        assert unit("Restart") == "always" and unit("StartLimitIntervalSec") == "0", "the unit gives up at some time"
        self.pause = float(unit("RestartSec"))
        self.data, self.log = data, log
        self.key = ("--sign-in-key", str(log.parent / "sign-in.key")) if data.startswith("postgres") else ()
        self.process: subprocess.Popen | None = None
        # As systemd starts it: whoever looks for a fault by a backtrace says so in this variable.
        self.environment = {name: value for name, value in os.environ.items() if name != "SWIFT_BACKTRACE"}
        # A port that is free now, and its own from then on.
        first = services.Server(data, log).start()
        self.address, self.url = first.address, first.url
        first.stop()
        self.ends: list[int] = []
        self.answers, self.stopping = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._keep, daemon=True)
        self.thread.start()

    def _keep(self) -> None:
        while not self.stopping.is_set():
            with self.log.open("ab") as errors:
                self.process = subprocess.Popen(
                    [services.program(), "serve", "--data", self.data, "--port", str(self.address[1]), "--calls-per-minute", "0", *self.key],
                    stdout=subprocess.PIPE, stderr=errors, env=self.environment, preexec_fn=services.die_with_parent)
            for line in self.process.stdout:
                if b"listening on" in line:
                    self.answers.set()
            self.ends.append(self.process.wait())
            self.answers.clear()
            self.stopping.wait(self.pause)

    def wait(self) -> None:
        """Until it answers."""
        assert self.answers.wait(services.READY_WITHIN), f"it was not started again:\n{self.log.read_text(errors='replace')[-4000:]}"

    def trap(self, signal: int) -> None:
        """What the processor does to it at a programming fault."""
        process = self.process
        self.answers.clear()
        process.send_signal(signal)
        process.wait()

    def stop(self) -> None:
        """As `systemctl stop` does."""
        self.stopping.set()
        if self.process.poll() is None:
            self.process.terminate()
        self.thread.join(timeout=services.READY_WITHIN)
        if self.process.poll() is None:
            self.process.kill()

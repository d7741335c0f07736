"""A disk whose power can be cut: see powercut.c."""

import os
import random
import shutil
import struct
import subprocess
from pathlib import Path

SECTOR = 512


def build_shim(folder: Path) -> Path:
    library = folder / "powercut.so"
    source = Path(__file__).with_name("powercut.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl", "-lpthread"], check=True)
    return library


class Disk:
    """`data` is the folder the server works in; `disk` what of it was flushed."""

    def __init__(self, data: Path, shim: Path, lies: bool = False):
        self.data, self.disk = data, data.with_name(data.name + ".disk")
        self.environment = {"LD_PRELOAD": str(shim), "POWERCUT_DATA": str(data), "POWERCUT_DISK": str(self.disk)}
        self.control = data.with_name(data.name + ".trouble")
        self.control.parent.mkdir(parents=True, exist_ok=True)
        self.control.write_bytes(bytes(16))
        self.environment["POWERCUT_TROUBLE"] = str(self.control)
        if lies:
            self.environment["POWERCUT_LIES"] = "1"

    def trouble(self, kind: str = "", clock: int = 0) -> None:
        """From now on: a full disk ("F"), a read-only one ("R"), the clock set by so many seconds, or all well again."""
        # Written over, not anew: the server has it in memory.
        with self.control.open("r+b") as file:
            file.write(struct.pack("=8sq", kind.encode(), clock))

    def settle(self) -> None:
        """At rest: all of the data folder is on the disk."""
        shutil.rmtree(self.disk, ignore_errors=True)
        shutil.copytree(self.data, self.disk)

    def cut(self, chance: random.Random, share: float) -> None:
        """After the server was killed: the data folder becomes what the disk has.

        A disk may also have written what nobody asked it to flush, in any order: of the sectors that differ, `share` are taken as written.
        """
        for held in [path for path in self.disk.rglob("*") if path.is_file()]:
            written = self.data / held.relative_to(self.disk)
            if share > 0 and written.is_file():
                held.write_bytes(mix(held.read_bytes(), written.read_bytes(), chance, share))
        shutil.rmtree(self.data)
        os.rename(self.disk, self.data)


def mix(held: bytes, written: bytes, chance: random.Random, share: float) -> bytes:
    """`held` with some sectors as in `written`, at one of the two lengths or between."""
    length = chance.choice([len(held), len(written), chance.randint(min(len(held), len(written)), max(len(held), len(written)))])
    if len(written) < len(held):
        # A file cut shorter is not yet shorter on the disk; what is beyond is as it was.
        length = len(held)
    out = bytearray(held.ljust(length, b"\0")[:length])
    for at in range(0, length, SECTOR):
        new = written[at : at + SECTOR]
        if new and new != bytes(out[at : at + SECTOR]) and chance.random() < share:
            out[at : at + len(new)] = new[: length - at]
    return bytes(out)

"""What a process gives up before it reads a stranger's file: network, files, programs, time, room.

Limits of resources hold everywhere. The rest depends on the kernel: what cannot be given up is
told, and the readers' own defences (`geodata.readers`) stand alone there.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import sysconfig
from collections.abc import Callable, Iterable
from pathlib import Path

import geodata
from geodata.intake.landlock import restrict_files
from geodata.intake.limits import Limits
from geodata.intake.seccomp import give_up_calls

MEGABYTE = 1 << 20
GRACE_S = 5
"""Between being told that its time is up and being killed [s of processor]."""
OPEN_FILES = 256
NICENESS = 10
_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000
_PARENT_DEATH, _NO_NEW_PRIVILEGES = 1, 38
_ROOT = Path(geodata.__file__).resolve().parents[1]
_SYSTEM = (
    "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/dev/urandom",
    "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu",
)  # fmt: skip


def confine(
    limits: Limits, *, readable: Iterable[Path], writable: Iterable[Path]
) -> dict[str, str]:
    """Give up all but what an analysis needs; return what could not be given up, and why.

    To be called before a thread is started and before anything of a stranger is looked at.
    """
    os.nice(NICENESS)
    _die_with_parent()
    _limit(limits)
    measures: dict[str, Callable[[], None]] = {
        "network": _leave_network,
        "files": lambda: restrict_files(
            readable=[*_own_files(), *readable],
            writable=[*writable, Path("/dev/null")],
            listed=[_ROOT],
        ),
        "calls": give_up_calls,
    }
    failed = {}
    _gain_nothing()
    for name, measure in measures.items():
        try:
            measure()
        except OSError as error:
            failed[name] = str(error)
    return failed


def _limit(limits: Limits) -> None:
    wanted = {
        resource.RLIMIT_CPU: (limits.cpu_s, limits.cpu_s + GRACE_S),
        resource.RLIMIT_AS: (limits.memory_mb * MEGABYTE,) * 2,
        resource.RLIMIT_FSIZE: (limits.file_mb * MEGABYTE,) * 2,
        resource.RLIMIT_NOFILE: (OPEN_FILES,) * 2,
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, limit in wanted.items():
        _, most = resource.getrlimit(kind)
        is_free = most == resource.RLIM_INFINITY
        soft, hard = limit if is_free else (min(one, most) for one in limit)
        resource.setrlimit(kind, (soft, hard))


def _leave_network() -> None:
    """Move into a network of its own, which has no way out; whoever is not root by a detour."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NETWORK) and libc.unshare(_NEW_USERS | _NEW_NETWORK):
        error = ctypes.get_errno()
        raise OSError(error, f"unshare: {os.strerror(error)}")


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PARENT_DEATH, ctypes.c_ulong(signal.SIGKILL))


def _gain_nothing() -> None:
    """No program started from here is given more rights; the kernel asks for that first."""
    zero = ctypes.c_ulong(0)
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero)


def _own_files() -> list[Path]:
    """What the interpreter and the libraries are read from, our own package among them."""
    libraries = (
        sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")
    )
    places = {*_SYSTEM, *filter(None, libraries), sys.prefix, sys.base_prefix}
    return [*(Path(place).resolve() for place in places), Path(geodata.__file__).resolve().parent]

"""Landlock: a process of Linux 5.13 or newer gives up files it has no business with, for good.

No right of root is needed. See Documentation/userspace-api/landlock.rst of the kernel.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION, _BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_FIRST_VERSION = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
READ = _EXECUTE | _READ_FILE | READ_DIR
_SINCE = {2: _REFER, 3: _TRUNCATE, 5: _IOCTL}
_SCOPED_SINCE, _SCOPES = 6, 0b11
"""Abstract sockets and signals: none to a process outside."""


def restrict_files(
    *, readable: Iterable[Path], writable: Iterable[Path], listed: Iterable[Path] = ()
) -> None:
    """Let this process and its children open only these files and folders, and what is in them.

    Parameters
    ----------
    listed : iterable of Path
        Folders whose names may be read, not their files.

    Raises
    ------
    OSError
        This kernel has no Landlock, or refused.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = _call(libc, _CREATE_RULESET, None, 0, _ASK_VERSION)
    everything = _FIRST_VERSION
    for since, right in _SINCE.items():
        everything |= right if version >= since else 0
    wanted = struct.pack("QQQ", everything, 0, _SCOPES)
    size = len(wanted) if version >= _SCOPED_SINCE else 8
    rules = _call(libc, _CREATE_RULESET, wanted, size, 0)
    try:
        write = everything & ~(_EXECUTE | _IOCTL)
        for paths, rights in ((readable, READ), (writable, write), (listed, READ_DIR)):
            for path in paths:
                _allow(libc, rules, path, rights & everything)
        _call(libc, _RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= _OF_FILES
        _call(libc, _ADD_RULE, rules, _BENEATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)


def _call(libc: ctypes.CDLL, number: int, *arguments: object) -> int:
    plain = [
        ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments
    ]
    answer = int(libc.syscall(ctypes.c_long(number), *plain))
    if answer < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"landlock: {os.strerror(error)}")
    return answer

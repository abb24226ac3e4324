"""Seccomp: a process of Linux gives up system calls: no sockets, no programs, no other processes.

Threads stay possible. No right of root is needed. The filter is a table of numbers for the two
kinds of machine that servers are; on another it is refused, see `confinement`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUALS, _ANY_OF, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_KILL = 0x80000000
_A_THREAD = 0x00010000
"""CLONE_THREAD: what is started belongs to this process."""
_CLONE3 = 435
_FOREIGN_NUMBERS = 0x40000000
"""The second table of x86-64 (x32) begins here."""

_EVERYWHERE = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "pidfd_send_signal": 424, "pidfd_open": 434, "pidfd_getfd": 438,
}  # fmt: skip
_MACHINES = {
    "x86_64": (
        0xC000003E,
        56,
        {
            "socket": 41, "connect": 42, "bind": 49, "listen": 50, "fork": 57, "vfork": 58,
            "execve": 59, "execveat": 322, "kill": 62, "tkill": 200, "ptrace": 101,
            "process_vm_readv": 310, "process_vm_writev": 311, "unshare": 272, "setns": 308,
            "mount": 165, "bpf": 321, "keyctl": 250,
        },
    ),
    "aarch64": (
        0xC00000B7,
        220,
        {
            "socket": 198, "connect": 203, "bind": 200, "listen": 201, "execve": 221,
            "execveat": 281, "kill": 129, "tkill": 130, "ptrace": 117, "process_vm_readv": 270,
            "process_vm_writev": 271, "unshare": 97, "setns": 268, "mount": 40, "bpf": 280,
            "keyctl": 219,
        },
    ),
}  # fmt: skip
"""Machine → how the kernel calls it, its number of `clone`, and of what is refused."""


def give_up_calls() -> None:
    """Refuse this process sockets, programs and other processes from now on: they raise EPERM.

    It has to have given up gaining rights before.

    Raises
    ------
    OSError
        This kernel or this kind of machine does not know how.
    """
    if platform.machine() not in _MACHINES:
        raise OSError(errno.ENOSYS, f"seccomp: no table for {platform.machine()}")
    program = _program(*_MACHINES[platform.machine()])
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), header, zero, zero):
        error = ctypes.get_errno()
        raise OSError(error, f"seccomp: {os.strerror(error)}")


def _program(machine: int, clone: int, refused: dict[str, int]) -> bytes:
    """The filter: steps of eight bytes (code, jump if true, jump if false, value)."""
    steps = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUALS, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _FOREIGN_NUMBERS),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
        # The C library asks for `clone` instead, whose flags can be looked at.
        (_EQUALS, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _REFUSE | errno.ENOSYS),
    ]
    for number in sorted({*refused.values(), *_EVERYWHERE.values()}):
        steps += [(_EQUALS, 0, 1, number), (_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    steps += [
        (_EQUALS, 0, 3, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_ANY_OF, 1, 0, _A_THREAD),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)

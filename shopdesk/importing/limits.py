"""What the reading child may take: memory, on each system by its own means. Time is the parent's business."""

from __future__ import annotations

import platform
import subprocess
from typing import Any

MEMORY_BYTES = 3 << 30


def limit_own_memory(size: int = MEMORY_BYTES) -> None:
    """Linux: an address-space limit on this process. Elsewhere the parent limits the child."""
    if platform.system() == "Linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def limit_child(process: subprocess.Popen[bytes], size: int = MEMORY_BYTES) -> object | None:
    """Windows: put the child into a job object that caps its memory and dies with us. Keep what is returned until it
    has ended."""
    return _job_object(process, size) if platform.system() == "Windows" else None


def is_over_limit(process: subprocess.Popen[bytes], size: int = MEMORY_BYTES) -> bool:
    """macOS, where neither exists: whether the child's resident memory is above the limit now."""
    if platform.system() != "Darwin":
        return False
    answer = subprocess.run(["/bin/ps", "-o", "rss=", "-p", str(process.pid)], capture_output=True, check=False)
    return answer.stdout.strip().isdigit() and int(answer.stdout) * 1024 > size


def _job_object(process: subprocess.Popen[bytes], size: int) -> object | None:
    """JOB_OBJECT_LIMIT_PROCESS_MEMORY | KILL_ON_JOB_CLOSE; ``None`` when Windows refuses (a job that forbids
    nesting)."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("Basic", Basic),
            ("IoCounters", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    kernel: Any = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 - absent elsewhere
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    job = kernel.CreateJobObjectW(None, None)
    limits = Extended()
    limits.Basic.LimitFlags = 0x100 | 0x2000
    limits.ProcessMemoryLimit = size
    is_set = kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits))
    is_assigned = is_set and kernel.AssignProcessToJobObject(job, int(getattr(process, "_handle")))  # noqa: B009
    return _Handle(kernel, job) if is_assigned else None


class _Handle:
    """Closes a Windows handle with itself."""

    def __init__(self, kernel: Any, handle: Any) -> None:
        self._kernel = kernel
        self._handle = handle

    def __del__(self) -> None:
        self._kernel.CloseHandle(self._handle)

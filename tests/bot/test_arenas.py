from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Sixteen threads at once, each of which takes a heap of its own where it may; one of them is the main one.
PROGRAM = """
import ctypes, threading
from bot.arenas import bound_arenas
bounded = bound_arenas()
libc, gate = ctypes.CDLL(None), threading.Barrier(16)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
def work():
    gate.wait()
    held = [libc.malloc(1000) for _ in range(100)]
    gate.wait()
    for one in held:
        libc.free(one)
threads = [threading.Thread(target=work) for _ in range(16)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
libc.fflush(None)
print(bounded, flush=True)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the bound is glibc's")
@pytest.mark.parametrize(("named", "most"), [({}, 2), ({"MALLOC_ARENA_MAX": "3"}, 3)])
def test_threads_share_a_few_heaps(named: dict[str, str], most: int) -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=named, capture_output=True, text=True)
    if "malloc_info" in ran.stderr:
        pytest.skip("this library of C has no such heaps")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(f"{not named}\n")
    assert 1 <= ran.stdout.count("<heap nr=") <= most

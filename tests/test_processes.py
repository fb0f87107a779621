"""Processes beside the program: they end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

psutil = pytest.importorskip("psutil")

SERVED = """
import signal
from multiprocessing import forkserver
from greatgame import processes

def is_kept(words):
    print(words, signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []), flush=True)

if __name__ == "__main__":
    processes.read_ahead()
    with open(f"/proc/{forkserver._forkserver._forkserver_pid}/status") as stream:
        masks = dict(line.split(":", 1) for line in stream)
    print("server", bool(int(masks["SigBlk"], 16) >> signal.SIGINT - 1 & 1), flush=True)
    is_kept("program")
    beside = processes.process(is_kept, "beside")
    beside.start()
    beside.join()
"""
"""A program that tells from which processes interrupts are kept."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is no server of processes")
def test_an_interrupt_is_kept_from_the_server_while_it_reads(tmp_path: Path) -> None:
    script = tmp_path / "starter.py"
    script.write_text(SERVED, encoding="utf-8")
    said = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.split() == ["server", "True", "program", "False", "beside", "False"]


SCRIPT = """
import os, time
from greatgame import processes

def who(_):
    time.sleep(0.2)
    return os.getpid()

def stay(_):
    time.sleep(600)

if __name__ == "__main__":
    with processes.pool(2) as pool:
        print(*set(pool.map(who, range(4))), flush=True)
        list(pool.map(stay, range(2)))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_the_program_that_it_works_for(number: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "starter.py"
    script.write_text(SCRIPT, encoding="utf-8")
    starter = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell has what it starts in the background ignore interrupts, and so the tests, and all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert starter.stdout is not None
    assert starter.stderr is not None
    workers = [psutil.Process(int(pid)) for pid in starter.stdout.readline().split()]
    assert workers
    time.sleep(0.3)
    starter.send_signal(number)
    _, there = psutil.wait_procs(workers, timeout=20)
    # One that has ended stays in the list where its parent ended first and the first process of a container waits for
    # nobody.
    alive = {worker.pid: worker.status() for worker in there if worker.status() != psutil.STATUS_ZOMBIE}
    left_by = "its starter is still there" if starter.poll() is None else "its starter has ended"
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    starter.wait(20)
    assert not alive, f"workers live on, {left_by}: {starter.stderr.read()}"
    assert starter.stderr.read().count("Traceback") <= (number == signal.SIGINT), "only the starter tells of Ctrl+C"

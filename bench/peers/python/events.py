"""Writes events to standard output, one a line: CLOCK_MONOTONIC in nanoseconds, who, what."""
import sys
import threading
import time

now = time.monotonic_ns
_lock = threading.Lock()


def say(who, what, at=None):
    with _lock:
        sys.stdout.write("%d %s %s\n" % (now() if at is None else at, who, what))
        sys.stdout.flush()

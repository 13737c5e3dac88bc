#!/usr/bin/python3
"""kazoo behind the line protocol of ../README.md: contender.py LIBRARY SERVERS GROUP TIMEOUT_MS COUNT PREFIX [poll]

kazoo       kazoo.recipe.election.Election
script      the plain script that many teams run: every node watches the parent, the highest sequence number leads, and each change
            makes every node read all children again; a lost connection changes nothing, a lost session makes a new node
many-kazoo  many Elections on one session
"""
import gc
import logging
import sys
import threading
import time

from kazoo.client import KazooClient, KazooState

from events import now, say

logging.basicConfig(level=logging.CRITICAL)
THREAD_STACK = 256 * 1024


class Contender:
    def __init__(self, servers, group, timeout, who):
        self.client = KazooClient(servers, timeout=timeout / 1000.0)
        self.group, self.who = group, who
        self.client.start_async()

    def open(self):
        while not self.client.connected:
            time.sleep(0.005)


class Kazoo(Contender):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.inside = False
        self.release = threading.Event()

    def leads(self):
        return self.inside

    def join(self):
        self.release.clear()
        threading.Thread(target=self._run, daemon=True).start()

    def leave(self):
        self.release.set()

    def _run(self):
        try:
            self.client.Election(self.group, self.who).run(self._lead)
            left = now()
            say(self.who, "LEAVING", self.leaving)
            say(self.who, "LEFT", left)
        except Exception as error:  # noqa: a contender that fails is told of, and the others go on
            say(self.who, "ERROR %r" % error)

    def _lead(self):
        say(self.who, "LEADER")
        self.inside = True
        self.release.wait()
        self.inside = False
        self.leaving = now()


class Script(Contender):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.is_leader = self.is_in = False
        self.node = None

    def leads(self):
        return self.is_leader

    def open(self):
        super().open()
        self.client.ensure_path(self.group)
        self.client.add_listener(self._on_state)

    def join(self):
        self.is_in = True
        self._create()
        self._choose()

    def leave(self):
        leaving = now()
        self.is_in = self.is_leader = False
        self.client.delete(self.group + "/" + self.node)
        left = now()
        say(self.who, "LEAVING", leaving)
        say(self.who, "LEFT", left)

    def _create(self):
        path = self.client.create(self.group + "/" + self.who + "-", b"", ephemeral=True, sequence=True)
        self.node = path.rsplit("/", 1)[1]

    def _choose(self):
        names = self.client.get_children(self.group, watch=self._on_event)
        first = max(names, key=lambda name: int(name[-10:])) if names else None
        if first == self.node and not self.is_leader:
            say(self.who, "LEADER")
            self.is_leader = True
        elif first != self.node and self.is_leader:
            self.is_leader = False
            say(self.who, "LOST")

    def _on_event(self, event):
        if event.type in ("CREATED", "DELETED", "CHANGED", "CHILD") and self.is_in:
            self._choose()

    def _on_state(self, state):
        while state == KazooState.LOST and self.is_in:
            try:
                self._create()
                self.client.get_children(self.group, watch=self._on_event)
                return
            except Exception:  # noqa: not connected yet
                time.sleep(0.05)


def poll(contender):
    """Reads a contender's flag every millisecond; says each change, with the time of the look before, and each hole."""
    last, previous = False, now()
    while True:
        time.sleep(0.001)
        before = now()
        leads = contender.leads()
        after = now()
        if before - previous > 200_000_000:
            say(contender.who, "GAP %d" % previous, before)
        if leads != last:
            say(contender.who, "FLAG %s %d" % ("true" if leads else "false", previous), after)
        last, previous = leads, before


def many(servers, group, timeout, count, who):
    """Many Elections on one session, each of which takes a thread. "go" begins them, "close" ends them; each can be repeated."""
    client = KazooClient(servers, timeout=timeout / 1000.0)
    client.start()
    say(who, "READY")
    for command in sys.stdin:
        if command.strip() == "go":
            release, threads = threading.Event(), []
            begin = now()
            leading = threading.Semaphore(0)

            def lead():
                leading.release()
                release.wait()

            for i in range(count):
                run = client.Election("%s/%d" % (group, i), who).run
                threads.append(threading.Thread(target=run, args=(lead,), daemon=True))
                threads[-1].start()
            for i in range(count):
                leading.acquire()
            say(who, "ALL %d" % begin)
        else:
            begin = now()
            release.set()
            for thread in threads:
                thread.join()
            say(who, "CLOSED %d" % begin)
            gc.collect()


def main(arguments):
    library, servers, group, timeout, count, prefix = arguments[0], arguments[1], arguments[2], int(arguments[3]), int(arguments[4]), arguments[5]
    threading.stack_size(THREAD_STACK)
    if library == "many-kazoo":
        many(servers, group, timeout, count, prefix)
        return
    kind = {"kazoo": Kazoo, "script": Script}[library]
    contenders = {prefix + str(i): kind(servers, group, timeout, prefix + str(i)) for i in range(count)}
    for contender in contenders.values():
        contender.open()
    if len(arguments) > 6:
        threading.Thread(target=poll, args=(contenders[prefix + "0"],), daemon=True).start()
    say(prefix, "READY")
    for line in sys.stdin:
        command, who = line.split()
        if command == "join":
            say(who, "JOINING")
            contenders[who].join()
        else:
            contenders[who].leave()


main(sys.argv[1:])

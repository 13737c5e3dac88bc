#!/usr/bin/python3
"""kazoo: client_bench.py SERVERS. Each line on standard input is answered with one line of "name=value" of one round."""
import sys
import threading
import time

from kazoo.client import KazooClient
from kazoo.exceptions import NodeExistsError

from events import say

NODE, OWN, DATA = "/client", "/client-kazoo", b"0123456789abcdef"
GETS, PIPELINED, CREATES = 3000, 8000, 300
clock = time.perf_counter


def percentiles(name, samples):
    samples.sort()
    return "%s-p50=%.1f %s-p99=%.1f" % (name, samples[len(samples) // 2], name, samples[len(samples) * 99 // 100])


def timed(action):
    begin = clock()
    action()
    return (clock() - begin) * 1e6


def pipelined(client, depth):
    room, begin = threading.Semaphore(depth), clock()
    for _ in range(PIPELINED):
        room.acquire()
        client.get_async(NODE).rawlink(lambda _: room.release())
    for _ in range(depth):
        room.acquire()
    return "rate-%d=%.0f" % (depth, PIPELINED / (clock() - begin))


def creates(client):
    created, deleted = [], []
    for _ in range(CREATES):
        created.append(timed(lambda: client.create(OWN, DATA, ephemeral=True)))
        deleted.append(timed(lambda: client.delete(OWN)))
    return percentiles("create", created) + " " + percentiles("delete", deleted)


def main(servers):
    client = KazooClient(servers, timeout=10)
    client.start()
    try:
        client.create(NODE, DATA)
    except NodeExistsError:
        pass
    say("client", "READY")
    for _ in sys.stdin:
        get = percentiles("get", [timed(lambda: client.get(NODE)) for _ in range(GETS)])
        say("client", "ROUND " + " ".join([get, pipelined(client, 20), pipelined(client, 200), creates(client)]))


main(sys.argv[1])

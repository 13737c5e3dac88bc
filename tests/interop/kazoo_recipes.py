"""The basic operations and the recipes of kazoo: kazoo_recipes.py HOST:PORT"""

import queue
import sys
import threading
import uuid

from kazoo.client import KazooClient
from kazoo.exceptions import (
    BadVersionError, NoNodeError, NodeExistsError, NotEmptyError, NoAuthError, RolledBackError, RuntimeInconsistency)
from kazoo.protocol.states import EventType
from kazoo.security import make_digest_acl

HOSTS = sys.argv[1]
ROOT = "/kazoo-" + uuid.uuid4().hex
PATIENCE = 30


def connect(**options):
    client = KazooClient(hosts=HOSTS, timeout=10.0, **options)
    client.start(timeout=PATIENCE)
    return client


def held(what):
    print("held: " + what, flush=True)


def raises(expected, action):
    try:
        action()
    except expected:
        return
    raise AssertionError("expected " + expected.__name__)


def basics(client):
    assert client.create(ROOT + "/a", b"one") == ROOT + "/a"
    data, stat = client.get(ROOT + "/a")
    assert data == b"one" and stat.version == 0 and stat.data_length == 3 and stat.czxid == stat.mzxid == stat.pzxid
    assert client.set(ROOT + "/a", b"two", version=0).version == 1
    raises(BadVersionError, lambda: client.set(ROOT + "/a", b"three", version=0))
    raises(NodeExistsError, lambda: client.create(ROOT + "/a"))
    raises(NoNodeError, lambda: client.get(ROOT + "/none"))
    first = client.create(ROOT + "/a/n-", sequence=True)
    second = client.create(ROOT + "/a/n-", sequence=True, ephemeral=True)
    assert (first, second) == (ROOT + "/a/n-0000000000", ROOT + "/a/n-0000000001")
    assert client.exists(second).ephemeralOwner == client.client_id[0]
    assert sorted(client.get_children(ROOT + "/a")) == ["n-0000000000", "n-0000000001"]
    raises(NotEmptyError, lambda: client.delete(ROOT + "/a"))
    client.delete(ROOT + "/a", recursive=True)
    assert client.exists(ROOT + "/a") is None
    assert client.sync(ROOT) == ROOT
    held("create, get, set, delete, sequences, versions")


def watches(client, other):
    seen = queue.Queue()
    assert client.exists(ROOT + "/w", watch=seen.put) is None
    other.create(ROOT + "/w")
    event = seen.get(timeout=PATIENCE)
    assert (event.type, event.path) == (EventType.CREATED, ROOT + "/w")
    client.get(ROOT + "/w", watch=seen.put)
    other.set(ROOT + "/w", b"x")
    assert seen.get(timeout=PATIENCE).type == EventType.CHANGED
    client.get_children(ROOT, watch=seen.put)
    other.delete(ROOT + "/w")
    assert seen.get(timeout=PATIENCE).type == EventType.CHILD
    held("one-shot watches")

    children = queue.Queue()
    client.ensure_path(ROOT + "/cw")
    client.ChildrenWatch(ROOT + "/cw", lambda names: children.put(sorted(names)))
    assert children.get(timeout=PATIENCE) == []
    other.create(ROOT + "/cw/a")
    assert children.get(timeout=PATIENCE) == ["a"]
    other.create(ROOT + "/cw/b")
    assert children.get(timeout=PATIENCE) == ["a", "b"]
    values = queue.Queue()
    client.DataWatch(ROOT + "/dw", lambda data, stat: values.put(data))
    assert values.get(timeout=PATIENCE) is None
    other.create(ROOT + "/dw", b"1")
    assert values.get(timeout=PATIENCE) == b"1"
    other.set(ROOT + "/dw", b"2")
    assert values.get(timeout=PATIENCE) == b"2"
    held("ChildrenWatch and DataWatch")


def transactions(client):
    transaction = client.transaction()
    transaction.create(ROOT + "/t", b"1")
    transaction.set_data(ROOT + "/t", b"2")
    transaction.check(ROOT + "/t", version=1)
    assert transaction.commit()[0] == ROOT + "/t"
    failing = client.transaction()
    failing.create(ROOT + "/t2")
    failing.check(ROOT + "/t", version=9)
    failing.delete(ROOT + "/t")
    results = failing.commit()
    assert [type(result) for result in results] == [RolledBackError, BadVersionError, RuntimeInconsistency], results
    assert client.exists(ROOT + "/t2") is None
    held("transactions")


def access(client):
    client.create(ROOT + "/secret", b"x", acl=[make_digest_acl("bob", "secret", all=True)])
    raises(NoAuthError, lambda: client.get(ROOT + "/secret"))
    client.add_auth("digest", "bob:secret")
    assert client.get(ROOT + "/secret")[0] == b"x"
    held("access control by digest")


def locks(client, other):
    first = client.Lock(ROOT + "/lock", "first")
    second = other.Lock(ROOT + "/lock", "second")
    assert first.acquire(timeout=PATIENCE)
    assert not second.acquire(blocking=False)
    got = threading.Event()
    waiting = threading.Thread(target=lambda: second.acquire(timeout=PATIENCE) and got.set())
    waiting.start()
    while len(first.contenders()) < 2:
        pass
    assert first.contenders() == ["first", "second"] and not got.is_set()
    first.release()
    waiting.join(PATIENCE)
    assert got.is_set()
    second.release()
    held("Lock")


def elections(client, other):
    order = queue.Queue()
    resign = {"first": threading.Event(), "second": threading.Event()}

    def lead(name):
        order.put(name)
        assert resign[name].wait(PATIENCE)

    candidates = [client.Election(ROOT + "/election", "first"), other.Election(ROOT + "/election", "second")]
    runs = [threading.Thread(target=candidate.run, args=(lead, name)) for candidate, name in zip(candidates, ("first", "second"))]
    runs[0].start()
    assert order.get(timeout=PATIENCE) == "first"
    runs[1].start()
    while len(candidates[0].contenders()) < 2:
        pass
    assert order.empty()
    resign["first"].set()
    assert order.get(timeout=PATIENCE) == "second"
    resign["second"].set()
    for run in runs:
        run.join(PATIENCE)
        assert not run.is_alive()
    held("Election")


def parties(client, other):
    first, second = client.Party(ROOT + "/party", "first"), other.Party(ROOT + "/party", "second")
    first.join()
    second.join()
    assert sorted(first) == ["first", "second"]
    second.leave()
    assert list(first) == ["first"]
    held("Party")


def farewell(client, other):
    client.create(ROOT + "/bye", ephemeral=True)
    gone = threading.Event()
    other.exists(ROOT + "/bye", watch=lambda event: gone.set())
    client.stop()
    assert gone.wait(PATIENCE) and other.exists(ROOT + "/bye") is None
    held("ephemerals go with a closed session")


def main():
    client, other = connect(), connect()
    client.create(ROOT)
    basics(client)
    watches(client, other)
    transactions(client)
    locks(client, other)
    elections(client, other)
    parties(client, other)
    access(client)
    farewell(client, other)
    other.stop()
    print("kazoo: all held", flush=True)


main()

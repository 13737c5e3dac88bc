"""What kazoo makes of a broken connection and of an expired session: kazoo_reconnect.py HOST:PORT

Prints "session 0x..." and "ready"; then its connection is to be cut. Prints "reconnected"; then its session is to be expired.
"""

import queue
import sys
import uuid

from kazoo.client import KazooClient
from kazoo.protocol.states import EventType, KazooState

ROOT = "/kazoo-reconnect-" + uuid.uuid4().hex
PATIENCE = 30

states = queue.Queue()


def wait_for(state):
    while states.get(timeout=PATIENCE) != state:
        pass


client = KazooClient(hosts=sys.argv[1], timeout=10.0)
client.add_listener(states.put)
client.start(timeout=PATIENCE)
other = KazooClient(hosts=sys.argv[1], timeout=10.0)
other.start(timeout=PATIENCE)
client.create(ROOT)
client.create(ROOT + "/e", ephemeral=True)
session = client.client_id[0]
seen = queue.Queue()
client.get(ROOT, watch=seen.put)
print("session 0x%x" % session, flush=True)
print("ready", flush=True)

wait_for(KazooState.SUSPENDED)
wait_for(KazooState.CONNECTED)
assert client.client_id[0] == session
assert client.exists(ROOT + "/e").ephemeralOwner == session
# kazoo 2.8 does not set watches again; the session and its node are what survives.
print("reconnected", flush=True)

wait_for(KazooState.LOST)
wait_for(KazooState.CONNECTED)
assert client.client_id[0] != session
assert client.exists(ROOT + "/e") is None
client.stop()
other.stop()
print("kazoo: all held", flush=True)

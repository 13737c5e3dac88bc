"""Records what a real ZooKeeper answers, byte by byte: record.py HOST:PORT > recording.txt

The server must be new, so that its zxids begin at 0: they are not masked when the recording is replayed. Start it with
-Dzookeeper.extendedTypesEnabled=true. In the recording, ">" is what the client sends and "<" what the server answers, both in
hexadecimal and with the length in front; "#" says what it is about.
"""

import socket
import struct
import sys

NOTIFICATION = b"\xff\xff\xff\xff"


def i32(value):
    return struct.pack(">i", value)


def i64(value):
    return struct.pack(">q", value)


def text(value):
    return i32(-1) if value is None else i32(len(value.encode())) + value.encode()


def acl(*entries):
    return i32(len(entries)) + b"".join(i32(perms) + text(scheme) + text(ident) for perms, scheme, ident in entries)


OPEN = acl((31, "world", "anyone"))
PATH_AND_WATCH = lambda path, watch=False: text(path) + (b"\1" if watch else b"\0")


def create(path, data="", flags=0, entries=OPEN):
    return text(path) + text(data) + entries + i32(flags)


def multi(*operations):
    return b"".join(i32(op) + b"\0" + i32(-1) + body for op, body in operations) + i32(-1) + b"\1" + i32(-1)


class Recorder:
    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=30)
        self.xid = 0

    def send(self, body):
        packet = i32(len(body)) + body
        print(">", packet.hex())
        self.socket.sendall(packet)

    def receive(self):
        packet = self.exactly(4)
        packet += self.exactly(struct.unpack(">i", packet)[0])
        print("<", packet.hex())
        return packet

    def exactly(self, count):
        received = b""
        while len(received) < count:
            chunk = self.socket.recv(count - len(received))
            assert chunk, "the server has ended the connection"
            received += chunk
        return received

    def connect(self):
        print("# connect")
        self.send(i32(0) + i64(0) + i32(8000) + i64(0) + text("\0" * 16) + b"\0")
        self.receive()

    def request(self, what, op, body=b"", xid=None):
        print("#", what)
        if xid is None:
            self.xid += 1
            xid = self.xid
        self.send(i32(xid) + i32(op) + body)
        while self.receive()[4:8] == NOTIFICATION:
            pass


client = Recorder(sys.argv[1])
client.connect()
client.request("ping", 11, xid=-2)
client.request("exists, root", 3, PATH_AND_WATCH("/"))
client.request("getData, the server's own node", 4, PATH_AND_WATCH("/zookeeper/config"))
client.request("getACL, the server's own node", 6, text("/zookeeper/config"))
client.request("getChildren2, root", 12, PATH_AND_WATCH("/"))
client.request("create", 1, create("/a", "one"))
client.request("create, no data", 1, create("/null", None))
client.request("create2", 15, create("/b", "two"))
client.request("create, exists", 1, create("/a"))
client.request("create, no parent", 1, create("/none/a"))
client.request("create, sequential", 1, create("/a/n-", "", 2))
client.request("create2, ephemeral sequential", 15, create("/a/e-", "x", 3))
client.request("create, empty ACL", 1, create("/x", "", 0, acl()))
client.request("create, bad path", 1, create("/a/", ""))
client.request("create, bad flags", 1, create("/x", "", 9))
client.request("createContainer", 19, create("/c", "", 4))
client.request("createTTL", 21, create("/t", "", 5) + i64(3_600_000))
client.request("createTTL, no time to live", 21, create("/t2", "", 5) + i64(0))
client.request("getData", 4, PATH_AND_WATCH("/a"))
client.request("getData, no data", 4, PATH_AND_WATCH("/null"))
client.request("getData, none", 4, PATH_AND_WATCH("/none"))
client.request("setData", 5, text("/a") + text("three") + i32(0))
client.request("setData, wrong version", 5, text("/a") + text("four") + i32(0))
client.request("setACL", 7, text("/a") + acl((31, "world", "anyone"), (1, "ip", "127.0.0.1")) + i32(0))
client.request("getACL", 6, text("/a"))
client.request("setACL, wrong version", 7, text("/a") + OPEN + i32(0))
client.request("exists, after all that", 3, PATH_AND_WATCH("/a"))
client.request("sync", 9, text("/a"))
client.request("delete, not empty", 2, text("/a") + i32(-1))
client.request("delete, root", 2, text("/") + i32(-1))
client.request("delete, none", 2, text("/none") + i32(-1))
client.request("exists, none, watched", 3, PATH_AND_WATCH("/w", True))
client.request("create, watched", 1, create("/w"))
client.request("getData, watched", 4, PATH_AND_WATCH("/w", True))
client.request("setData, watched", 5, text("/w") + text("x") + i32(-1))
client.request("getChildren, watched", 8, PATH_AND_WATCH("/w", True))
client.request("create, parent watched", 1, create("/w/a"))
client.request("delete, unwatched", 2, text("/w/a") + i32(-1))
client.request("getChildren, watched again", 8, PATH_AND_WATCH("/w", True))
client.request("delete, watched", 2, text("/w") + i32(-1))
client.request("addWatch", 106, text("/p") + i32(0))
client.request("create, watched for good", 1, create("/p"))
client.request("create, a child", 1, create("/p/a"))
client.request("checkWatches", 17, text("/p") + i32(3))
client.request("removeWatches", 18, text("/p") + i32(3))
client.request("removeWatches, none", 18, text("/p") + i32(3))
client.request("setWatches", 101, i64(0) + i32(1) + text("/p") + i32(1) + text("/p") + i32(1) + text("/none"), xid=-8)
client.request("setWatches2", 105, i64(0) + i32(0) * 4 + i32(1) + text("/p"), xid=-8)
client.request("setData, watched from above", 5, text("/p/a") + text("x") + i32(-1))
client.request("multi", 14, multi(
    (1, create("/m")), (1, create("/m/n-", "", 2)), (19, create("/m/c", "", 4)), (5, text("/m") + text("x") + i32(0)),
    (13, text("/m") + i32(1)), (2, text("/b") + i32(-1))))
client.request("multi, failing", 14, multi(
    (1, create("/m2")), (13, text("/m") + i32(7)), (2, text("/m") + i32(-1))))
client.request("multi, empty", 14, multi())
client.request("multi, malformed", 14, multi((99, b"")))
client.request("multiRead", 22, multi((4, PATH_AND_WATCH("/m")), (8, PATH_AND_WATCH("/p")), (4, PATH_AND_WATCH("/none"))))
client.request("check, wrong version", 13, text("/m") + i32(7))
client.request("malformed", 4, b"\0\0")
client.request("getAllChildrenNumber", 104, text("/m"))
client.request("getEphemerals", 103, text("/"))
client.request("delete, the ephemeral", 2, text("/a/e-0000000001") + i32(0))
client.request("getEphemerals, none", 103, text("/a"))
client.request("whoAmI", 107)
client.request("reconfig", 16, text("") + text("") + text("") + i64(-1))
client.request("sasl", 102, text(""))
client.request("auth", 100, i32(0) + text("digest") + text("bob:secret"), xid=-4)
client.request("create, for oneself", 1, create("/mine", "", 1, acl((31, "auth", ""))))
client.request("getACL, one's own", 6, text("/mine"))
client.request("getEphemerals, one", 103, text("/"))
client.request("closeSession", -11)
assert client.socket.recv(1) == b"", "the connection should end"
print("# end")

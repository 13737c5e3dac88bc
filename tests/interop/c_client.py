"""ZooKeeper's C client, through its command line cli_mt: c_client.py HOST:PORT"""

import os
import re
import select
import subprocess
import sys
import time
import uuid

CLI = "/usr/lib/zookeeper/bin/cli_mt"
PATIENCE = 30


class Cli:
    """The command line. Its commands are answered in the background, so each waits for its answer."""

    def __init__(self, hosts):
        self.process = subprocess.Popen(
            [CLI, "-h", hosts], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.output = ""
        self.expect(r"Got a new session id: (0x[0-9a-f]+)")

    def expect(self, pattern):
        """Waits for output that matches, and forgets everything up to its end."""
        deadline = time.monotonic() + PATIENCE
        while not (match := re.search(pattern, self.output, re.MULTILINE)):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            assert chunk, "waited in vain for %s in:\n%s" % (pattern, self.output)
            self.output += chunk.decode()
        self.output = self.output[match.end():]
        return match

    def send(self, command):
        self.process.stdin.write((command + "\n").encode())
        self.process.stdin.flush()

    def say(self, command, pattern):
        self.send(command)
        match = self.expect(pattern)
        print("held: %s" % command, flush=True)
        return match


ROOT = "/c-client-" + uuid.uuid4().hex
first, second = Cli(sys.argv[1]), Cli(sys.argv[1])
first.say("create " + ROOT, r"\[" + ROOT + r"\]: rc = 0\n\tname = " + ROOT)
first.say("create " + ROOT, r"\[" + ROOT + r"\]: rc = -110")
first.say("set " + ROOT + " hello", ROOT + r": rc = 0")
first.say("get " + ROOT, r"value_len = 5\nhello\nStat:(?:.|\n)*\tversion=1\taversion=0\n\tephemeralOwner = 0")
first.say("create +s " + ROOT + "/n-", r"\[" + ROOT + r"/n-\]: rc = 0\n\tname = " + ROOT + r"/n-0000000000")
first.say("create +e " + ROOT + "/e", r"\[" + ROOT + r"/e\]: rc = 0")
first.say("ls " + ROOT, ROOT + r": rc = 0\n(?:\te\n\tn-0000000000|\tn-0000000000\n\te)")
# It prints nothing; the answer to the next request shows that the watch is set.
second.send("wexists " + ROOT + "/e")
second.say("get " + ROOT + "/e", ROOT + r"/e: rc = 0")
first.say("delete " + ROOT, ROOT + r": rc = -111")
first.say("delete " + ROOT + "/none", ROOT + r"/none: rc = -101")
first.say("quit", r"Quitting")
second.expect(r"Watcher DELETED_EVENT state = CONNECTED_STATE for path " + ROOT + r"/e")
print("held: the other's ephemeral is gone, and the watch has told", flush=True)
second.say("delete " + ROOT + "/n-0000000000", ROOT + r"/n-0000000000: rc = 0")
second.say("delete " + ROOT, ROOT + r": rc = 0")
second.say("quit", r"Quitting")
assert first.process.wait(PATIENCE) == 0 and second.process.wait(PATIENCE) == 0
print("c: all held", flush=True)

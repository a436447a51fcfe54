"""What is measured: the floor, Roost by each of its doors, and its peers."""

import dataclasses
import typing

from bench import DATA, roost, store
from bench.program import Program
from peers import PEERS

TAGS = ["--capabilities", "message-tags,server-time,echo-message"]


@dataclasses.dataclass
class Target:
    name: str
    """In options, figures and tables."""
    title: str
    protocol: str
    keeps: str
    """What it stores of messages."""
    load: list
    """For `load`."""
    start: typing.Callable
    """`(tools, scenario, filled)`: a server for a `with`."""
    peer: type = None
    joins_slowly: bool = False
    loops: bool = False
    """Whether it is measured with several loops too."""

    @property
    def is_own(self):
        """The floor and Roost must do everything. Of a peer the table says what it could not do."""
        return self.peer is None

    def arguments(self, scenario):
        return scenario.small_rooms if self.joins_slowly and scenario.small_rooms else scenario.load

    def takes(self, scenario):
        if scenario.kind == "idle" and TAGS[0] in self.load:
            return False  # What a connection holds is the same.
        return self.loops or scenario.loops == 1

    def version(self):
        return self.peer.version() if self.peer else roost.commit() if self.name != "floor" else ""


def floor(tools, scenario, filled):
    return Program([tools["floor"], "--port", "0"], tools.server_cores)


def websocket(tools, scenario, filled):
    return roost.serve(tools, store.fresh_copy(filled), scenario.loops)


def irc(tools, scenario, filled):
    return roost.serve(tools, store.fresh_copy(filled), scenario.loops, irc=True)


def of_peer(peer, name="", title="", load=()):
    return Target(name or peer.name, title or peer.title, peer.protocol, peer.keeps, [*peer.load, *load],
                  lambda tools, scenario, filled: peer(DATA / peer.name, tools.server_cores), peer,
                  peer.joins_slowly)


DURABLE = "everything, on disk before anybody reads it"
IRC_LOAD = ["--target", "irc", "--known"]
TARGETS = [
    Target("floor", "the floor", "its own", "nothing", ["--target", "floor"], floor),
    Target("roost", "Roost, WebSocket", "WebSocket", DURABLE, ["--target", "roost"], websocket, loops=True),
    Target("roost-irc", "Roost, IRC", "IRC", DURABLE, IRC_LOAD, irc),
    *map(of_peer, PEERS),
]
# Measured where they are named: IRC's clients of today.
ALSO = [
    Target("roost-irc-tags", "Roost, IRC with tags", "IRC", DURABLE, [*IRC_LOAD, *TAGS], irc),
    *(of_peer(p, "inspircd-tags", "InspIRCd with tags", TAGS) for p in PEERS if p.name == "inspircd"),
]
QUICK = ["floor", "roost", "roost-irc", "inspircd", "redis"]

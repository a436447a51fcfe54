"""What is asked of every server, and what Roost's store holds before."""

import dataclasses


@dataclasses.dataclass
class Scenario:
    name: str
    title: str
    load: list
    """For `load`."""
    small_rooms: list = dataclasses.field(default_factory=list)
    """For `load`, against servers that large rooms are slow to join; empty if there is no need."""
    loops: int = 1
    """Of Roost. With more than one it alone is measured, and may use as many cores."""
    floor: str = ""
    """The scenario whose floor it is compared with, if it has none of its own."""

    @property
    def kind(self):
        """At full speed, at a rate, or idle."""
        return "idle" if "--idle" in self.load else "rate" if "--rate" in self.load else "speed"


@dataclasses.dataclass
class Town:
    """What the store holds before a run."""

    name: str
    people: int
    hall: int
    rooms: int
    people_in_room: int
    messages: int


TOWN = Town("town", 5000, 1000, 100, 20, 1_000_000)
# Filled in seconds.
QUICK_TOWN = Town("town", 5000, 1000, 100, 20, 100_000)
ONE_ROOM = "--first-room 2 --people 1000 --senders 10 --window 16".split()
MANY_ROOMS = "--first-room 3 --rooms 100 --people 20 --senders 1 --window 16".split()
SCENARIOS = [
    Scenario("A", "one room of 1,000, 10 senders at full speed", ONE_ROOM),
    Scenario("A2", "A with two loops", ONE_ROOM, loops=2, floor="A"),
    Scenario("B", "100 rooms of 20, a sender in each at full speed", MANY_ROOMS),
    Scenario("B2", "B with two loops", MANY_ROOMS, loops=2, floor="B"),
    Scenario("C", "one room of 1,000, 50 messages a second",
             "--first-room 2 --people 1000 --senders 10 --rate 50".split()),
    Scenario("D", "5,000 idle connections", "--first-room 1 --people 5000 --idle --seconds 3".split(),
             "--first-room 3 --rooms 250 --people 20 --idle --seconds 3".split()),
]
SMALL_TOWN = Town("hamlet", 20, 20, 2, 10, 2_000)
SMALL_SCENARIOS = [
    Scenario("A", "one room of 20, 2 senders", "--first-room 2 --people 20 --senders 2 --window 16".split()),
    Scenario("B", "2 rooms of 10", "--first-room 3 --rooms 2 --people 10 --senders 1 --window 16".split()),
    Scenario("C", "one room of 20, 50 messages a second",
             "--first-room 2 --people 20 --senders 2 --rate 50".split()),
    Scenario("D", "20 idle connections", "--first-room 1 --people 20 --idle --seconds 0.2".split()),
]

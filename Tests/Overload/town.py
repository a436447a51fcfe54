"""The people of a server under test, and a store that was written to."""

import concurrent.futures
import time

import attacks
import wire
from server import MIB


class Town:
    lobby = 1
    """The room that everybody is in; those who mean no good talk there."""

    def __init__(self, server, honest, hostile=20):
        self.server = server
        owner = wire.register(server.door, "owner", server.code)
        self.room = self.call(owner, "POST", "/v1/rooms", {"handle": "honest", "title": "Honest"})["room"]["id"]
        self.honest = [owner] + [wire.register(server.door, f"honest{n}") for n in range(1, honest)]
        for account in self.honest[1:]:
            self.call(account, "PUT", f"/v1/rooms/{self.room}/members/me")
        self.hostile = [wire.register(server.door, f"hostile{n}") for n in range(hostile)]

    def call(self, account, method, path, body=None):
        status, answer = wire.call(self.server.door, method, path, body, account.token)
        if status >= 300:
            raise SystemExit(f"overload: {method} {path}: {answer}")
        return answer

    def fill(self, quiet_seconds=12):
        """Everything once, until caches are full and threads are there: what is left later is compared with that."""
        written = 0
        with attacks.under(["churn", "log_ins", "slow_readers", "fillers"], self.server.door, self.hostile, self.lobby, 0.1) as tallies:
            while written < self.server.limits.tail_bytes + 32 * MIB:
                time.sleep(0.5)
                written = tallies["fillers"][1] * len(attacks.LARGE)
        with concurrent.futures.ThreadPoolExecutor(8) as people:
            list(people.map(self.look_around, self.hostile))
        self.settle(quiet_seconds)

    def look_around(self, account):
        """Reads what there is, so that the readers' caches are full as well."""
        after = 0
        for _ in range(20):
            events = self.call(account, "GET", f"/v1/rooms/{self.lobby}/events?after={after}&limit=200")["events"]
            if not events:
                break
            after = events[-1]["seq"]

    def settle(self, quiet_seconds):
        """Until the server has little to do: the search index has caught up, memory was given back."""
        used, quiet = wire.processor_seconds(self.server.process.pid), 0
        deadline = time.monotonic() + 300
        while quiet < quiet_seconds and time.monotonic() < deadline:
            time.sleep(1)
            now = wire.processor_seconds(self.server.process.pid)
            used, quiet = now, quiet + 1 if now - used < 0.25 else 0

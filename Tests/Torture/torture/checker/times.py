"""When an event was committed, as far as clients can know: after everything that was asked for before it in the log was
asked for, and before anybody knew of it or of one behind it."""

import math


class Times:
    """Of the logs of one era."""

    def __init__(self, history, era):
        self._earliest, self._latest = {}, {}
        self._inherited = {room: len(log) for room, log in era.inherited.items()}
        asked, known = {}, {}
        for ask in history.asks:
            if ask.do != "send" or not ask.is_ok or history.era_for(ask) is not era:
                continue
            place = (ask.room, ask.answer["seq"])
            known[place] = min(known.get(place, math.inf), ask.answered)
            if not ask.answer.get("duplicate"):
                asked[place] = ask.t
        for _, t, _, _, room, epoch, event in history.shows():
            if epoch == era.epoch:
                place = (room, event["seq"])
                known[place] = min(known.get(place, math.inf), t)
        for room, log in era.events.items():
            # What was inherited was there when the era began.
            bound = -math.inf
            inherited = self._inherited.get(room, 0)
            for event in log:
                place = (room, event["seq"])
                if event["seq"] > inherited:
                    bound = max(bound, era.began)
                bound = max(bound, asked.get(place, -math.inf))
                self._earliest[place] = bound
            bound = math.inf
            for event in reversed(log):
                place = (room, event["seq"])
                bound = min(bound, known.get(place, math.inf))
                self._latest[place] = min(bound, era.began) if event["seq"] <= inherited else bound

    def earliest(self, room, seq):
        """It was not there before."""
        return self._earliest[room, seq]

    def latest(self, room, seq):
        """It was there from then on."""
        return self._latest[room, seq]

    def is_inherited(self, room, seq):
        """Whether it was there when the era began."""
        return seq <= self._inherited.get(room, 0)

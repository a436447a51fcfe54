"""A small village that has talked for some days: for the README's pictures, and to look at while developing."""

import time

from .account import Account

MINUTE = 60_000
PEOPLE = {
    "ada": ("Ada Lindqvist", {"text": "Baking", "emoji": "🥐"}),
    "ben": ("Ben Okafor", None),
    "chidi": ("Chidi Eze", {"text": "In the garden", "emoji": "🌱"}),
    "dora": ("Dora Weiss", None),
    "emre": ("Emre Kaya", {"text": "Back at six", "emoji": "🚲"}),
    "farah": ("فرح حداد", None),
}

# Who says what, how many minutes after the one before; all after the first six is said now.
MORNING = 6
KITCHEN = [
    (0, "ada", "Good morning! The oven is warm until noon, if somebody wants to bring dough. 🥖"),
    (3, "ben", "I have a **rye** that has been waiting since Friday. Half past ten?"),
    (1, "ada", "Half past ten it is."),
    (14, "dora", "Does anybody still have the recipe of the plum cake from last summer?"),
    (4, "chidi", "Here, as my grandmother wrote it down:\n\n1. 250 g flour, 100 g butter, 1 egg\n2. knead, and let it rest *cold* for an hour\n"
                 "3. plums on it, as many as fit\n\n> Nobody ever said that there were too many plums."),
    (2, "dora", "Thank you! That last line goes over my stove."),
    (25, "emre", "The small mill can be reached from the network now. For those who like it by hand:\n\n```sh\ncurl http://mill.local/grind \\\n"
                 "  --data coarseness=3\n```"),
    (6, "ben", "You have automated the flour. :D"),
    (1, "farah", "صباح الخير! أحضر القهوة في الحادية عشرة"),
    (2, "ada", "Wonderful. Then we are six at eleven: @ben, @dora, bring cups?"),
]
THREAD = [(5, "ben", "Two hundred grams of butter work as well. I have tried."), (3, "chidi", "Of course you have."),
          (1, "dora", "For science!")]
REACTIONS = [(0, "🥖", ["ben", "dora", "farah"]), (4, "❤️", ["ada", "dora", "ben"]), (4, "🍑", ["emre"]), (6, "👏", ["ada", "chidi"]),
             (8, "☕", ["ada", "ben", "emre"])]
ROOMS = {
    "garden": ("Garden", "What grows, and who waters it", ["ada", "chidi", "farah"],
               [("chidi", "The tomatoes on the south wall are *ready*."), ("farah", "I water on Tuesday and Thursday.")]),
    "repair-café": ("Repair café", "Saturdays from two", ["ada", "emre", "ben"],
                    [("emre", "We have a soldering iron again."), ("ben", "@ada could you bring the long cable?")]),
    "boat-trip": ("Boat trip", "Plans for June", list(PEOPLE), [("dora", "The boat takes eight. Who is in?")]),
}


class Village:
    def __init__(self, server):
        self.people = {}
        for username, (name, status) in PEOPLE.items():
            code = None if self.people else server.code
            person = self.people[username] = Account(server, username, name, code)
            if status:
                person.ask("PATCH", "/v1/me", {"status": status})
        ada = self.people["ada"]
        ada.ask("PATCH", "/v1/me", {"about": "Bread on Mondays, boats on Sundays.", "pronouns": "she/her"})
        self.rooms = {}
        for handle, (title, topic, members, talk) in ROOMS.items():
            made = ada.make_room(handle, title, *(self.people[name] for name in members if name != "ada"), topic=topic)
            for name, text in talk:
                self.people[name].say(made, text)
            self.rooms[handle] = made
        self._kitchen(ada)
        self.rooms["ben"] = self.people["ben"].direct(ada)
        self.people["ben"].say(self.rooms["ben"], "Shall we surprise Dora on Sunday?")

    def _kitchen(self, ada):
        """The morning is taken in as a history, so that it has its own times; the rest is said now."""
        began = int(time.time() * 1000) - 3 * 60 * MINUTE
        told = ada.ask("POST", "/v1/imports", {"source": "kitchen", "handle": "kitchen", "title": "Kitchen", "at": began,
                                               "topic": "The oven is warm from eight to twelve"})
        room, first = told["room"], told["head"] + 1
        at, events = began, []
        for pause, name, text in KITCHEN[:MORNING]:
            at += pause * MINUTE
            events.append({"kind": "message", "at": at, "by": self.people[name].id, "text": text})
        recipe = first + 4
        for pause, name, text in THREAD:
            at += pause * MINUTE
            events.append({"kind": "message", "at": at, "by": self.people[name].id, "text": text, "thread": recipe})
        ada.ask("POST", f"/v1/imports/{room}/events", {"after": told["head"], "mark": "all", "events": events})
        ada.ask("POST", f"/v1/imports/{room}/finish", {"members": [each.id for each in self.people.values()], "open": True})
        ada.ask("PATCH", f"/v1/rooms/{room}", {"listed": True})
        ada.ask("PUT", f"/v1/rooms/{room}/pins/{recipe}", {})
        messages = list(range(first, first + MORNING))
        messages += [self.people[name].say(room, text) for _, name, text in KITCHEN[MORNING:]]
        for place, emoji, names in REACTIONS:
            for name in names:
                self.people[name].ask("PUT", f"/v1/rooms/{room}/messages/{messages[place]}/reactions", {"emoji": emoji})
        poll = self.people["dora"].say(room, "Which cake for Sunday?", poll={"options": ["Plum", "Apple", "Both, of course"]})
        for name, option in (("ada", 2), ("ben", 2), ("chidi", 0), ("emre", 2)):
            self.people[name].ask("PUT", f"/v1/rooms/{room}/messages/{poll}/vote", {"options": [option]})
        self.rooms["kitchen"], self.thread = room, recipe

"""A room with a long history, by way of the interface for imports: a second for ten thousand messages."""

BATCH = 500
DAY = 86_400_000
WORDS = ("the kettle sings and the bread is warm, who takes the last plum? we will meet at the old bridge when it rains, "
         "and nobody forgets the lantern").split()


def text_of(number):
    """Of many lengths, each with its number in it."""
    length = 3 + (number * 7919) % 40 + (60 if number % 97 == 0 else 0)
    words = " ".join(WORDS[(number * 31 + place) % len(WORDS)] for place in range(length))
    return f"number {number}: {words}"


def fill(owner, handle, people, messages, first_at=1_700_000_000_000, every=60_000, members=None):
    """Makes a channel in which `people` wrote `messages` messages; gives its number. Message N is "number N: …"."""
    room = owner.ask("POST", "/v1/imports", {
        "source": handle, "handle": handle, "title": handle.capitalize(), "at": first_at})
    number, head = room["room"], room["head"]
    first_said = head + 1
    for first in range(0, messages, BATCH):
        events = [{"kind": "message", "at": first_at + place * every, "by": people[place % len(people)].id,
                   "text": text_of(place)} for place in range(first, min(first + BATCH, messages))]
        answer = owner.ask("POST", f"/v1/imports/{number}/events", {"after": head, "mark": str(first), "events": events})
        head = answer["head"]
    owner.ask("POST", f"/v1/imports/{number}/finish",
              {"members": [person.id for person in members or people], "open": True})
    return number, first_said

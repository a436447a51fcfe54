"""The store that the whole server is measured on, and how much is asked of it."""

import dataclasses

HALL = 2
"""The room with half of everything."""


@dataclasses.dataclass
class Village:
    """What the store holds, and how much is asked of it."""

    people: int = 5_000
    hall: int = 1_000
    rooms: int = 98
    people_in_room: int = 20
    messages: int = 1_000_000
    regulars: int = 20
    questions: int = 1_000
    pages: int = 100
    rounds: int = 3
    seconds: float = 6
    warm_up: float = 2
    small_rooms: int = 20
    """In which is sent at full speed."""


SMALL = Village(people=100, hall=60, rooms=4, people_in_room=10, messages=2_000, regulars=4, questions=38, pages=4,
                rounds=1, seconds=0.5, warm_up=0.2, small_rooms=2)

"""The last look: what everybody is shown of every room, and what the files still hold."""

import asyncio
import time

from .checker import history as histories
from .checker.erasing import marks

# The documents promise a minute.
ERASED_WITHIN = 75


async def read_all(world, clients):
    """Each of them in each of his rooms, by HTTP."""
    town = world.town
    for person in (client.person for client in clients):
        for room in person.rooms:
            lines = await town.lines(world.session, room, person.token)
            world.record.write("client", client=person.username, account=person.id, username=person.username, door="http")
            world.record.write("shown", door="http", room=room, lines=lines)


async def search_files(world, folder):
    """Waits until no text that was deleted is in any file of the store, for as long as the documents say."""
    world.record.flush()
    texts = marks(histories.load(folder))
    end = time.monotonic() + ERASED_WITHIN
    while (kept := await asyncio.to_thread(find, world.host.data, texts)) and time.monotonic() < end:
        await asyncio.sleep(0.5)
    for text, file in kept:
        world.record.write("kept", text=text, file=file)


def find(folder, texts):
    """(text, file) of those that are in a file. A store that a restoration has replaced is not looked at."""
    found = []
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith("roost-replaced-") and path.name != "filler":
            content = path.read_bytes()
            found += [(text, path.name) for text in texts if text.encode() in content]
    return found

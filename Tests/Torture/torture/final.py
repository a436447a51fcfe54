"""The last look: what everybody is shown of every room, and what the files still hold."""

import asyncio
import time

from .checker import history as histories
from .checker.erasing import marks
from .clients.irc_reading import read
from .town import Refused

# The documents promise a minute.
ERASED_WITHIN = 75
PATIENCE = 60


async def read_all(world, clients):
    """Each of them the latest of each of his rooms, by HTTP and by IRC; the first also all of it."""
    for client in clients:
        try:
            await asyncio.wait_for(look(world, client, is_whole=client is clients[0]), PATIENCE)
        except (Refused, OSError, TimeoutError) as error:
            world.record.write("problem", sentence=f"{client.name} could not look at the end: {error!r}")


async def look(world, client, is_whole):
    town, person = world.town, client.person
    names = {f"#{handle}": room for handle, room in town.rooms.items() if room in client.rooms}
    by_irc = await read(town.irc_port, person.username, names)
    for name, room in names.items():
        about = {"client": person.username, "account": person.id, "room": room}
        lines = await (town.lines if is_whole else town.latest)(world.session, room, person.token)
        world.record.write("shown", door="http", whole=is_whole, lines=lines, **about)
        world.record.write("shown", door="irc", whole=False, lines=by_irc[name], **about)


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

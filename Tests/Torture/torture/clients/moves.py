"""What somebody does over HTTP, whatever door he reads by."""

import asyncio

EMOJI = ["👍", "🎉", "❤️"]


async def edit(client):
    if not client.own:
        return
    room, message = client.random.choice(client.own)
    text = client.texts.new(room)
    await client.call(
        "edit", "PATCH", f"/v1/rooms/{room}/messages/{message}", {"text": text}, room=room, subject=message, text=text)


async def delete(client):
    if not client.own:
        return
    room, message = client.own.pop(client.random.randrange(len(client.own)))
    await client.call("delete", "DELETE", f"/v1/rooms/{room}/messages/{message}", {}, room=room, subject=message)


async def react(client):
    # The latest, so that several people meet at one message.
    known = client.seen[-8:] + client.own[-2:]
    if not known:
        return
    room, message = client.random.choice(known)
    emoji = client.random.choice(EMOJI)
    path = f"/v1/rooms/{room}/messages/{message}/reactions"
    if client.random.random() < 0.6:
        await client.call("react", "PUT", path, {"emoji": emoji}, room=room, subject=message, emoji=emoji)
    else:
        await client.call("unreact", "DELETE", f"{path}?emoji={emoji}", room=room, subject=message, emoji=emoji)


async def leave(client):
    room = client.random.choice(client.rooms)
    if room in client.outside or room in client.town.closed_rooms:
        return
    said = await client.call("leave", "DELETE", f"/v1/rooms/{room}/members/me", room=room, person=client.person.id)
    if isinstance(said, dict):
        client.put_out(room)


async def come_back(client):
    """Joins where it was put out and waited long enough. One that is banned is refused, and tries again."""
    now = asyncio.get_running_loop().time()
    for room in [room for room, moment in client.outside.items() if moment < now or not client.is_moving]:
        said = await client.call("join", "PUT", f"/v1/rooms/{room}/members/me", {}, room=room, person=client.person.id)
        if isinstance(said, dict):
            client.outside.pop(room, None)
        else:
            client.outside[room] = now + client.random.uniform(0.3, 2)


async def trespass(client):
    """Reads and searches where it was put out, as if nothing had happened."""
    if not client.outside:
        return
    room = client.random.choice(sorted(client.outside))
    if client.random.random() < 0.5:
        await read_page(client, room, limit=20)
    else:
        await search(client, room)


async def read_page(client, room, after=None, epoch=None, limit=50):
    """A page of the log. Gives its answer."""
    place = "" if after is None else f"&after={after}"
    said = await client.call(
        "page", "GET", f"/v1/rooms/{room}/events?limit={limit}{place}", room=room, after=after, epoch=epoch, limit=limit)
    if isinstance(said, dict):
        client.record.write(
            "page", room=room, after=after, epoch=epoch, limit=limit, now=said["epoch"], head=said["head"],
            events=said["events"])
        for event in said["events"]:
            client.saw(room, event)
    return said


async def search(client, room):
    """For what others said there."""
    said = await client.call("search", "GET", f"/v1/search?q=fox&room={room}&limit=10", room=room)
    if isinstance(said, dict):
        client.record.write("found", room=room, texts=[hit.get("text", "") for hit in said["hits"]])

"""A server that dies and comes back: the client returns by itself, and nothing is lost."""

from clients.condition import eventually


def test_server_dies_and_comes_back(town, kind):
    ada, ben = town.account("ada"), town.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    client = town.client(kind, "ben")
    client.is_in("#kitchen")
    ada.say(room, "before")
    client.sees("before", "#kitchen", by="ada")
    client.type("still here", "#kitchen")
    eventually("it in the log", lambda: ada.texts(room) == ["before", "still here"])

    town.server.kill()
    client.is_off_line()
    town.server.start()
    ada.say(room, "meanwhile")
    client.sees("meanwhile", "#kitchen", by="ada")
    client.type("back again", "#kitchen")
    said = ["before", "still here", "meanwhile", "back again"]
    eventually(lambda: f"{said} in the log: {ada.texts(room)}", lambda: ada.texts(room) == said)

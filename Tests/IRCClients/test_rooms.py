"""Rooms as an IRC client shows them: who is there, what they are about, and who has to go."""

import pytest

from clients.condition import eventually


def test_who_is_there(town, kind):
    ada, ben = town.account("ada"), town.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    client = town.client(kind, "ben")
    client.is_in("#kitchen")
    assert client.nicks("#kitchen") == {"~ada", "ben"}
    assert client.completed("ad", "#kitchen") == ["ada: "]
    town.account("cleo").join(room)
    eventually("cleo in the list", lambda: client.nicks("#kitchen") == {"~ada", "ben", "cleo"})
    town.accounts["cleo"].ask("DELETE", f"/v1/rooms/{room}/members/me")
    eventually("a list without cleo", lambda: client.nicks("#kitchen") == {"~ada", "ben"})


def test_history_on_joining(town, kind):
    ada, ben = town.account("ada"), town.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    said = [f"before {number}" for number in range(5)]
    for text in said:
        ada.say(room, text)
    client = town.client(kind, "ben")
    client.sees("before 4", "#kitchen", by="ada")
    ada.say(room, "after")
    client.sees("after", "#kitchen", by="ada")
    assert [text for who, text in client.lines("#kitchen") if who == "ada"] == [*said, "after"]


def test_topic(town, kind):
    ada = town.account("ada")
    room = ada.make_room("kitchen", "Kitchen", town.account("ben"), topic="Knives")
    client = town.client(kind, "ben")
    client.is_in("#kitchen")
    eventually("the topic", lambda: client.topic("#kitchen") == "Knives")
    ada.ask("PATCH", f"/v1/rooms/{room}", {"topic": "Forks"})
    eventually("the new topic", lambda: client.topic("#kitchen") == "Forks")


def test_setting_the_topic(town, kind):
    ada, ben = town.account("ada"), town.account("ben")
    room = ben.make_room("pantry", "Pantry", ada)
    client = town.client(kind, "ben")
    client.is_in("#pantry")
    client.type("/topic Beans", "#pantry")
    eventually("the topic", lambda: ada.get(f"/v1/rooms/{room}")["room"]["topic"] == "Beans")


def test_joining_and_leaving(town, kind):
    ada, ben = town.account("ada"), town.account("ben")
    room = ada.make_room("kitchen", "Kitchen")
    client = town.client(kind, "ben")
    client.sees("Welcome to")
    client.type("/join #kitchen")
    client.is_in("#kitchen")
    ada.say(room, "come in")
    client.sees("come in", "#kitchen", by="ada")
    client.type("/part", "#kitchen")
    eventually(
        "ben to have left",
        lambda: "ben" not in [member["username"] for member in ada.get(f"/v1/rooms/{room}/members")["members"]])
    # Who joins elsewhere is in at once.
    ben.join(room)
    client.is_in("#kitchen")


def test_kicked(town, kind):
    ada, ben = town.account("ada"), town.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    client = town.client(kind, "ben")
    client.is_in("#kitchen")
    ada.ask("DELETE", f"/v1/rooms/{room}/members/{ben.id}")
    client.is_out_of("#kitchen")
    client.type("/msg #kitchen is anybody there?")
    # WeeChat tells it in the channel's window, irssi in the server's.
    eventually("the refusal", lambda: any(
        client.has(where) and any("You are not in #kitchen." in text for _, text in client.lines(where))
        for where in (None, "#kitchen")))
    assert ada.texts(room) == []


def test_kicking(town, kind):
    ada, ben = town.account("ada"), town.account("ben")
    room = ada.make_room("pantry", "Pantry", ben)
    client = town.client(kind, "ada")
    client.is_in("#pantry")
    client.type("/kick ben no beans", "#pantry")
    eventually(
        "ben to be out",
        lambda: "ben" not in [m["username"] for m in ada.get(f"/v1/rooms/{room}/members")["members"]])

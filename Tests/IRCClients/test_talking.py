"""People at IRC clients talk with each other and with those who are elsewhere."""

import pytest
from harness.account import PASSWORD

from clients.condition import eventually


@pytest.fixture
def kitchen(town):
    """A room with ada and ben."""
    return town.account("ada").make_room("kitchen", "Kitchen", town.account("ben"))


def has(account, room, *texts):
    """Waits until the room's log has these messages, and nothing else."""
    eventually(lambda: f"{texts} in the room, which has {account.texts(room)}", lambda: account.texts(room) == list(texts))


def test_log_in_by_password(town, kitchen, kind):
    ben = town.client(kind, "ben")
    ben.is_in("#kitchen")
    assert ben.nick == "ben"


def test_log_in_by_access_token(town, kitchen, kind):
    token = town.account("ben").ask("POST", "/v1/me/tokens", {"name": "IRC", "scopes": ["read", "write"]})["token"]
    town.client(kind, "ben", token).is_in("#kitchen")


def test_wrong_password(town, kitchen, kind):
    ben = town.client(kind, "ben", PASSWORD + "?")
    ben.sees("The name or the password is wrong")
    assert not ben.has("#kitchen")


def test_both_ways(town, kitchen, kind):
    ada, ben = town.account("ada"), town.client(kind, "ben")
    ben.is_in("#kitchen")
    ada.say(kitchen, "is there tea?")
    ben.sees("is there tea?", "#kitchen", by="ada")
    ben.type("there is", "#kitchen")
    has(ada, kitchen, "is there tea?", "there is")


def test_between_clients(town, kitchen):
    ada, ben = town.client("weechat", "ada"), town.client("irssi", "ben")
    for client in (ada, ben):
        client.is_in("#kitchen")
    ada.type("good morning", "#kitchen")
    ben.sees("good morning", "#kitchen", by="ada")
    ben.type("good night", "#kitchen")
    ada.sees("good night", "#kitchen", by="ben")
    has(town.account("ada"), kitchen, "good morning", "good night")


def test_two_clients_of_one_account(town, kitchen):
    desk, pocket = town.client("weechat", "ben"), town.client("irssi", "ben")
    for client in (desk, pocket):
        client.is_in("#kitchen")
    desk.type("from the desk", "#kitchen")
    pocket.sees("from the desk", "#kitchen", by="ben")
    pocket.type("from the pocket", "#kitchen")
    desk.sees("from the pocket", "#kitchen", by="ben")


def test_writings(town, kitchen, kind):
    ada, ben = town.account("ada"), town.client(kind, "ben")
    ben.is_in("#kitchen")
    texts = ["Grüße, 你好, שלום", "a bird 🐦, a family 👩‍👩‍👧, a flag 🇨🇭"]
    for text in texts:
        ben.type(text, "#kitchen")
    has(ada, kitchen, *texts)
    ada.say(kitchen, "zurück: ß 鳥 🐦")
    ben.sees("zurück: ß 鳥 🐦", "#kitchen", by="ada")


def test_long_message(town, kitchen, kind):
    ada, ben = town.account("ada"), town.client(kind, "ben")
    ben.is_in("#kitchen")
    words = [f"word{number}" for number in range(300)]
    ada.say(kitchen, " ".join(words))
    ben.sees(words[-1], "#kitchen", by="ada")
    shown = " ".join(text for who, text in ben.lines("#kitchen") if who == "ada")
    assert shown.split() == words
    # What a client cuts up comes whole but for the cuts.
    ben.type(" ".join(reversed(words)), "#kitchen")
    eventually("the end of it", lambda: ada.texts(kitchen)[-1].endswith("word0"))
    assert " ".join(ada.texts(kitchen)[1:]).split() == words[::-1]


def test_several_lines(town, kitchen, kind):
    ben = town.client(kind, "ben")
    ben.is_in("#kitchen")
    town.account("ada").say(kitchen, "first\nsecond")
    ben.sees("second", "#kitchen", by="ada")
    assert [text for who, text in ben.lines("#kitchen") if who == "ada"] == ["first", "second"]


def test_action(town, kitchen):
    weechat, irssi = town.client("weechat", "ada"), town.client("irssi", "ben")
    for client in (weechat, irssi):
        client.is_in("#kitchen")
    weechat.type("/me waves", "#kitchen")
    irssi.sees("ada waves", "#kitchen", by="*")
    irssi.type("/me waves back", "#kitchen")
    weechat.sees("ben waves back", "#kitchen", by="*")


def test_private(town, kitchen, kind):
    ada, ben = town.account("ada"), town.client(kind, "ben")
    ben.is_in("#kitchen")
    ben.type("/msg ada psst")
    direct = ada.direct(town.account("ben"))
    has(ada, direct, "psst")
    ada.say(direct, "who is there?")
    ben.sees("who is there?", "ada", by="ada")
    has(ada, kitchen)

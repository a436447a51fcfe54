"""Plain HTTP on a local network: browsers withhold much there. Everything else works, and the page says what is missing."""

import pytest
from harness.server import outside_address
from playwright.sync_api import expect


@pytest.fixture
def outside(world):
    address = outside_address()
    if not address:
        pytest.skip("this machine has no address but the loopback")
    world.serve("--registration", "open", address=address)
    return world


def test_talk_and_come_back(outside):
    ada, ben = outside.account("ada"), outside.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    ada, ben = outside.person("ada", f"#/rooms/{room}"), outside.person("ben", f"#/rooms/{room}")
    assert ada.evaluate("!isSecureContext && !navigator.serviceWorker && !crypto.randomUUID")
    ada.write("without a lock").sees("without a lock")
    ben.sees("without a lock")
    outside.faults.unreachable_allowed = True
    ada.context.set_offline(True)
    ada.write("kept without a lock")
    expect(ada.pending("kept without a lock")).to_be_visible()
    ada.context.set_offline(False)
    ben.sees("kept without a lock")


def test_says_what_is_missing(outside):
    ada = outside.person("ada", "#/settings/appearance")
    expect(ada.main.get_by_text("Some things need HTTPS")).to_be_visible()
    for what in ("reading without a network", "Notifications on the desktop", "Installing as an app"):
        expect(ada.main.get_by_text(what)).to_be_visible()


def test_copies_by_hand(outside):
    ada = outside.account("ada")
    room = ada.make_room("kitchen", "Kitchen")
    ada.say(room, "take me along")
    ada = outside.person("ada", f"#/rooms/{room}")
    ada.do("take me along", "Copy link")
    expect(ada.dialog.get_by_role("textbox")).to_have_value(f"{ada.server.url}/#/rooms/{room}/2")

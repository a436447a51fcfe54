"""What waits: drafts that follow over devices, messages with a time."""

import re

from playwright.sync_api import expect


def test_draft_follows_to_another_device(world):
    ada = world.account("ada")
    room = ada.make_room("kitchen", "Kitchen")
    desk = world.person("ada", f"#/rooms/{room}")
    desk.composer.fill("half a thou")
    desk.at("#/")
    desk.at(f"#/rooms/{room}")
    expect(desk.composer).to_have_value("half a thou")
    desk.reload()
    expect(desk.composer).to_have_value("half a thou")
    phone = world.person("ada", f"#/rooms/{room}")
    expect(phone.composer).to_have_value("half a thou")
    phone.write("half a thought").sees("half a thought")
    expect(phone.composer).to_have_value("")
    assert ada.texts(room) == ["half a thought"]


def test_scheduled(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    ada, ben = world.person("ada", f"#/rooms/{room}"), world.person("ben", f"#/rooms/{room}")
    ada.composer.fill("good morning, later")
    ada.main.get_by_role("button", name=re.compile("later", re.I)).click()
    ada.get_by_role("menuitem").first.click()
    expect(ada.composer).to_have_value("")
    ada.at("#/scheduled")
    expect(ada.main.get_by_text("good morning, later")).to_be_visible()
    ada.main.get_by_role("button", name=re.compile("What to do|More|Actions")).first.click()
    ada.choose("Send now")
    ben.sees("good morning, later")

"""What wants attention: unread marks, mentions, notices."""

import re

from playwright.sync_api import expect


def room_link(person, name):
    return person.sidebar.get_by_role("link", name=re.compile(name))


def test_unread_and_mention(world):
    ada, ben = world.account("ada"), world.account("ben")
    kitchen, garden = ada.make_room("kitchen", "Kitchen", ben), ada.make_room("garden", "Garden", ben)
    reader = world.person("ada", f"#/rooms/{garden}")
    expect(room_link(reader, "Kitchen")).to_be_visible()
    ben.say(kitchen, "one")
    ben.say(kitchen, "two")
    expect(room_link(reader, "Kitchen")).to_have_accessible_name(re.compile("2 unread messages"))
    ben.say(kitchen, "three, @ada")
    expect(room_link(reader, "Kitchen")).to_have_accessible_name(re.compile("1 mention"))
    expect(reader.page).to_have_title(re.compile(r"^\(?\d"))
    room_link(reader, "Kitchen").click()
    reader.sees("three, @ada")
    expect(room_link(reader, "Kitchen")).not_to_have_accessible_name(re.compile("unread|mention"))
    expect(reader.page).to_have_title(re.compile(r"^\D"))


def test_read_on_one_device_is_read_on_all(world):
    ada, ben = world.account("ada"), world.account("ben")
    kitchen, garden = ada.make_room("kitchen", "Kitchen", ben), ada.make_room("garden", "Garden", ben)
    desk, phone = world.person("ada", f"#/rooms/{garden}"), world.person("ada", f"#/rooms/{garden}")
    ben.say(kitchen, "hello")
    for device in (desk, phone):
        expect(room_link(device, "Kitchen")).to_have_accessible_name(re.compile("1 unread"))
    room_link(desk, "Kitchen").click()
    desk.sees("hello")
    expect(room_link(phone, "Kitchen")).not_to_have_accessible_name(re.compile("unread"))


def test_notices(world):
    ada, ben = world.account("ada"), world.account("ben")
    kitchen = ada.make_room("kitchen", "Kitchen", ben)
    ben.say(kitchen, "where is @ada?")
    reader = world.person("ada", "#/notices")
    expect(reader.main.get_by_text("Ben mentioned you in Kitchen")).to_be_visible()
    reader.main.get_by_role("link", name=re.compile("where is|mentioned you")).first.click()
    expect(reader.sees("where is")).to_be_in_viewport()


def test_blocked_people_are_folded(world):
    ada, ben = world.account("ada"), world.account("ben")
    kitchen = ada.make_room("kitchen", "Kitchen", ben)
    ben.say(kitchen, "spoilers of the film")
    ada.ask("PUT", f"/v1/me/blocks/{ben.id}", {})
    reader = world.person("ada", f"#/rooms/{kitchen}")
    expect(reader.main.get_by_text("1 message of somebody you blocked")).to_be_visible()
    reader.sees_no("spoilers")
    reader.main.get_by_role("button", name="Show once").click()
    reader.sees("spoilers")

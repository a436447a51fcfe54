"""Moderation: muting, putting out, keeping out; reports and what becomes of them; people and invitations of the server."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def trouble(world):
    """Ada runs the room and the server; Mallory spoils it."""
    ada, mallory = world.account("ada"), world.account("mallory")
    room = ada.make_room("kitchen", "Kitchen", mallory)
    mallory.say(room, "something nasty")
    return world.person("ada", f"#/rooms/{room}/about/members"), world.person("mallory", f"#/rooms/{room}"), room


def about_mallory(ada, what):
    ada.panel.get_by_role("button", name="What to do about Mallory").click()
    ada.choose(what)


def test_mute(trouble):
    ada, mallory, _ = trouble
    expect(mallory.composer).to_be_visible()
    about_mallory(ada, "Mute")
    ada.dialog.get_by_role("button", name="Mute").click()
    expect(mallory.main.get_by_text("A moderator has muted you here").first).to_be_visible()
    expect(mallory.composer).to_have_count(0)
    about_mallory(ada, "Let speak again")
    expect(mallory.composer).to_be_visible()


def test_a_moderator_lets_speak(world):
    ada, ben, cleo = world.account("ada"), world.account("ben"), world.account("cleo")
    room = ada.make_room("hall", "Hall", ben, cleo, may_post="speaker")
    ada.ask("PUT", f"/v1/rooms/{room}/members/{ben.id}", {"role": "moderator"})
    ben, cleo = world.person("ben", f"#/rooms/{room}/about/members"), world.person("cleo", f"#/rooms/{room}")
    expect(cleo.main.get_by_text("Only speakers and moderators write in this room. You can read along.")).to_be_visible()
    ben.panel.get_by_role("button", name="What to do about Cleo").click()
    expect(ben.get_by_role("menuitem", name="Make a moderator")).to_have_count(0)
    ben.choose("Make a speaker")
    cleo.write("thank you")
    ben.sees("thank you")
    expect(ben.main.get_by_text("Ben made Cleo a speaker")).to_be_visible()
    ben.panel.get_by_role("button", name="What to do about Cleo").click()
    ben.choose("Make a member")
    expect(cleo.composer).to_have_count(0)


def test_ban(trouble):
    ada, mallory, room = trouble
    mallory.sees("something nasty")
    about_mallory(ada, "Ban")
    ada.dialog.get_by_label("Reason").fill("spoils the soup")
    ada.dialog.get_by_role("button", name="Ban").click()
    expect(mallory.composer).to_have_count(0)
    mallory.sees_no("something nasty")
    ada.at(f"#/rooms/{room}/about/links")
    expect(ada.panel.get_by_text("spoils the soup")).to_be_visible()
    ada.panel.get_by_role("button", name="Lift the ban").click()
    expect(ada.panel.get_by_text("Nobody is banned.")).to_be_visible()


def test_delete_as_moderator(trouble):
    ada, mallory, _ = trouble
    ada.do("something nasty", "Delete")
    expect(mallory.main.get_by_text("A moderator deleted this message.")).to_be_visible()


def test_report(world):
    ada, ben, mallory = (world.account(name) for name in ("ada", "ben", "mallory"))
    room = ada.make_room("kitchen", "Kitchen", ben, mallory)
    mallory.say(room, "something nasty")
    ben = world.person("ben", f"#/rooms/{room}")
    ben.do("something nasty", "Report")
    ben.dialog.get_by_label("What is wrong with it?").fill("it is nasty")
    ben.dialog.get_by_role("button", name="Send the report").click()
    expect(ben.get_by_text("The moderators will look at it.").first).to_be_visible()
    ada = world.person("ada", "#/admin/reports")
    expect(ada.main.get_by_text("it is nasty")).to_be_visible()
    ada.main.get_by_role("button", name="Take it up").click()
    ada.main.get_by_role("button", name=re.compile("Resolve")).click()
    ada.dialog.get_by_role("radio", name=re.compile("Delete the message")).check()
    ada.dialog.get_by_role("button", name="Do it and close").click()
    expect(ben.main.get_by_text("A moderator deleted this message.")).to_be_visible()
    ada.at("#/admin/audit")
    expect(ada.main.get_by_role("listitem").filter(has_text=re.compile("report", re.I)).first).to_be_visible()


def test_people_of_the_server(world):
    world.account("ada")
    ben = world.person("ben")
    ada = world.person("ada", "#/admin/people")
    ada.main.get_by_role("button", name="What to do with Ben").click()
    ada.choose("Deactivate")
    ada.dialog.get_by_role("button", name="Deactivate").click()
    expect(ben.get_by_role("button", name="Log in")).to_be_visible()
    expect(ada.main.get_by_text("deactivated", exact=True)).to_be_visible()


def test_invite_link_of_the_server(world):
    ada = world.person("ada", "#/admin/invites")
    ada.main.get_by_role("button", name="Make a link").first.click()
    ada.dialog.get_by_role("button", name="Make it").click()
    address = ada.dialog.get_by_label("Invite link").input_value()
    friend = world.stranger()
    friend.goto(address)
    expect(friend.get_by_text("Ada invites you")).to_be_visible()


def test_a_member_has_no_administration(world):
    world.account("ada")
    ben = world.person("ben", "#/admin/people")
    expect(ben.main.get_by_text("This is for those who run the server")).to_be_visible()

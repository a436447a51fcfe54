"""How people come in, and go: the first run, logging in, registering; logging out leaves nothing behind."""

import re

from harness.account import PASSWORD
from playwright.sync_api import expect


def fill_in_account(person, username):
    person.get_by_label("Name to show").fill(username.capitalize())
    person.get_by_label("Username", exact=True).fill(username)
    person.get_by_label("Mail address", exact=True).fill(f"{username}@example.org")
    person.get_by_role("textbox", name="Password").fill(PASSWORD)


def is_in(person):
    expect(person.get_by_role("complementary", name="Rooms and people")).to_be_visible()
    expect(person.get_by_role("form", name="Log in")).to_be_hidden()


def test_first_run(world):
    owner = world.stranger().at("")
    expect(owner.get_by_role("heading", name="A new house")).to_be_visible()
    owner.get_by_label("One-time code").fill("AAAA-AAAA")
    fill_in_account(owner, "ada")
    owner.get_by_role("button", name="Make the account").click()
    expect(owner.get_by_text("This is not the code.")).to_be_visible()
    owner.get_by_label("One-time code").fill(world.server.code)
    owner.get_by_role("button", name="Make the account").click()
    expect(owner.get_by_role("heading", name="What is it called?")).to_be_focused()
    owner.get_by_label("Name of the server").fill("Harbour Street")
    owner.get_by_role("radio", name="With an invite link").check()
    owner.get_by_role("button", name="Go on").click()
    expect(owner.get_by_role("heading", name="Bring in the first ones")).to_be_focused()
    invitation = owner.get_by_label("Invite link").input_value()
    owner.get_by_role("button", name="Go in").click()
    is_in(owner)

    friend = world.stranger()
    friend.goto(invitation)
    expect(friend.get_by_text("Ada invites you to Harbour Street")).to_be_visible()
    fill_in_account(friend, "ben")
    friend.get_by_role("button", name="Make the account").click()
    is_in(friend)


def test_link_that_is_no_good(world):
    world.account("ada")
    stranger = world.stranger().at("#/invite/nothing")
    expect(stranger.get_by_role("heading", name="This link is not good any more")).to_be_visible()
    stranger.get_by_role("link", name="To the log-in").click()
    expect(stranger.get_by_role("button", name="Log in")).to_be_visible()


def test_open_registration(world):
    world.serve("--registration", "open")
    world.account("ada")
    stranger = world.stranger().at("")
    stranger.get_by_role("link", name="Make one").click()
    fill_in_account(stranger, "ada")
    stranger.get_by_role("button", name="Make the account").click()
    expect(stranger.get_by_label("Username", exact=True)).to_have_accessible_description(re.compile("Somebody has this username"))
    fill_in_account(stranger, "ben")
    stranger.get_by_role("button", name="Make the account").click()
    is_in(stranger)


def test_closed_registration(world):
    world.serve("--registration", "closed")
    world.account("ada")
    stranger = world.stranger().at("#/register")
    expect(stranger.get_by_text("Those who run this server make the accounts.")).to_be_visible()
    expect(stranger.get_by_role("link", name="Make one")).to_have_count(0)


def test_log_in(world):
    ada = world.stranger(world.account("ada")).at("")
    ada.get_by_role("button", name="Log in").click()
    expect(ada.get_by_label("Username or mail address")).to_be_focused()
    ada.get_by_label("Username or mail address").fill("ada")
    ada.get_by_role("textbox", name="Password").fill("something else")
    ada.get_by_role("button", name="Log in").click()
    expect(ada.get_by_text("The name or the password is not right.")).to_be_visible()
    ada.get_by_role("textbox", name="Password").fill(PASSWORD)
    ada.get_by_role("textbox", name="Password").press("Enter")
    is_in(ada)
    ada.reload()
    is_in(ada)


def test_address_survives_log_in(world):
    room = world.account("ada").make_room("kitchen", "Kitchen")
    ada = world.stranger(world.account("ada")).at(f"#/rooms/{room}")
    ada.get_by_label("Username or mail address").fill("ada")
    ada.get_by_role("textbox", name="Password").fill(PASSWORD)
    ada.get_by_role("button", name="Log in").click()
    expect(ada.get_by_role("heading", name="Kitchen", level=1)).to_be_visible()

"""Rooms and conversations: making them, changing them, coming in, leaving."""

import re

from playwright.sync_api import expect


def test_make_a_room(world):
    world.account("ada")
    ada = world.person("ada", "#/browse")
    ada.sidebar.get_by_role("button", name="New room").click()
    ada.dialog.get_by_role("button", name="Make the room").click()
    expect(ada.dialog.get_by_text("The room needs a name.")).to_be_visible()
    ada.dialog.get_by_label("Name", exact=True).fill("Sunday Breakfast")
    ada.dialog.get_by_label("Topic").fill("who brings what")
    ada.dialog.get_by_text("More settings").click()
    expect(ada.dialog.get_by_label("Short name")).to_have_value("sunday-breakfast")
    ada.dialog.get_by_label("Slow mode").select_option("10")
    ada.dialog.get_by_role("button", name="Make the room").click()
    expect(ada.get_by_role("heading", name="Sunday Breakfast", level=1)).to_be_visible()
    made = next(room for room in ada.account.get("/v1/me")["rooms"] if room["handle"] == "sunday-breakfast")
    assert (made["topic"], made["slow_mode"], made["entry"]) == ("who brings what", 10, "open")
    ada.write("first!").sees("first!")


def test_direct_conversation(world):
    ada, ben = world.person("ada"), world.person("ben")
    ada.at(f"#/people/{ben.account.id}")
    ada.panel.get_by_role("button", name="Message", exact=True).click()
    expect(ada.get_by_role("heading", name="Ben", level=1)).to_be_visible()
    ada.write("psst")
    link = ben.sidebar.get_by_role("link", name=re.compile("Ada"))
    expect(link.first).to_have_accessible_name(re.compile("1 unread"))
    link.first.click()
    ben.sees("psst")
    ben.write("yes?")
    ada.sees("yes?")


def test_group(world):
    ada, ben, chidi = world.person("ada"), world.person("ben"), world.account("chidi")
    ada.sidebar.get_by_role("button", name="New", exact=True).click()
    ada.choose("New conversation")
    for name in ("ben", "chidi"):
        ada.dialog.get_by_label("With whom?").first.fill(name)
        ada.dialog.get_by_role("option", name=re.compile(name, re.I)).click()
    ada.dialog.get_by_label("Name of the group").fill("The three")
    ada.dialog.get_by_role("button", name="Begin").click()
    expect(ada.get_by_role("heading", name="The three", level=1)).to_be_visible()
    ada.write("hello you two")
    ben.sidebar.get_by_role("link", name=re.compile("The three")).click()
    ben.sees("hello you two")
    assert [room["title"] for room in chidi.get("/v1/me")["rooms"] if room["kind"] == "group"] == ["The three"]


def test_change_a_room(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    ada, ben = world.person("ada", f"#/rooms/{room}/about/settings"), world.person("ben", f"#/rooms/{room}")
    ada.panel.get_by_label("Name", exact=True).fill("Big Kitchen")
    ada.panel.get_by_label("Topic").fill("the oven is on")
    ada.panel.get_by_role("button", name="Save").click()
    expect(ada.panel.get_by_text("Saved.")).to_be_visible()
    expect(ben.get_by_role("heading", name="Big Kitchen", level=1)).to_be_visible()
    expect(ben.main.get_by_text("the oven is on").first).to_be_visible()
    ada.panel.get_by_label("Who may write").select_option("moderator")
    ada.panel.get_by_role("button", name="Save").click()
    expect(ben.main.get_by_text("Only moderators write in this room. You can read along.")).to_be_visible()
    expect(ben.composer).to_have_count(0)


def test_let_guests_in(world):
    ada, guest = world.account("ada"), world.account("gus")
    room = ada.make_room("kitchen", "Kitchen")
    ada.ask("PATCH", f"/v1/people/{guest.id}", {"role": "guest"})
    ada, guest = world.person("ada", f"#/rooms/{room}/about/settings"), world.person("gus", "#/browse")
    expect(guest.main.get_by_role("link", name=re.compile("Kitchen"))).to_have_count(0)
    ada.panel.get_by_label("Guests may come in").check()
    ada.panel.get_by_role("button", name="Save").click()
    expect(ada.panel.get_by_text("Saved.")).to_be_visible()
    expect(ada.main.get_by_text("Ada changed whether guests may come in")).to_be_visible()
    guest.reload()
    expect(guest.main.get_by_text("Kitchen").first).to_be_visible()


def test_join_and_leave_elsewhere(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen")
    ben = world.person("ben")
    link = ben.sidebar.get_by_role("link", name=re.compile("Kitchen"))
    expect(link).to_have_count(0)
    ben.account.join(room)
    expect(link).to_be_visible()
    ada.say(room, "soup is ready")
    expect(link).to_have_accessible_name(re.compile("1 unread"))
    ben.account.ask("DELETE", f"/v1/rooms/{room}/members/me")
    expect(link).to_have_count(0)


def test_archive_and_delete(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    ada, ben = world.person("ada", f"#/rooms/{room}/about/settings"), world.person("ben", f"#/rooms/{room}")
    ada.panel.get_by_role("button", name="Archive").click()
    expect(ben.main.get_by_text("This room is archived: it can be read, not written to.")).to_be_visible()
    ada.panel.get_by_role("button", name="Bring back").click()
    expect(ben.composer).to_be_visible()
    ada.panel.get_by_role("button", name="Delete the room").click()
    ada.dialog.get_by_label(re.compile("Type its name")).fill("Kitchen")
    ada.dialog.get_by_role("button", name="Delete the room").click()
    expect(ben.composer).to_have_count(0)
    expect(ben.sidebar.get_by_role("link", name=re.compile("Kitchen"))).to_have_count(0)
    ada.get_by_role("button", name="Undo").click()
    expect(ada.get_by_role("heading", name="Kitchen", level=1)).to_be_visible()


def test_link_into_a_room(world):
    ada = world.account("ada")
    room = ada.make_room("cellar", "Cellar", entry="invited", listed=False)
    ada = world.person("ada", f"#/rooms/{room}/about/links")
    ada.panel.get_by_role("button", name="Make a link").click()
    ada.dialog.get_by_role("button", name="Make a link").click()
    address = ada.get_by_label("Invite link").last.input_value()
    ben = world.person("ben")
    ben.goto(address)
    expect(ben.get_by_role("heading", name="Cellar", level=1)).to_be_visible()
    ben.write("I am in")
    ben.sees("I am in")


def test_invitation(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("cellar", "Cellar", entry="invited", listed=False)
    ben = world.person("ben")
    ada.ask("POST", f"/v1/rooms/{room}/invitations", {"person": ben.account.id})
    expect(ben.sidebar.get_by_text("Ada invites you to Cellar")).to_be_visible()
    ben.sidebar.get_by_role("button", name=re.compile("^Join")).click()
    expect(ben.sidebar.get_by_role("link", name=re.compile("Cellar"))).to_be_visible()
    expect(ben.sidebar.get_by_text("Ada invites you to Cellar")).to_have_count(0)


def test_leave(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    ben = world.person("ben", f"#/rooms/{room}/about")
    ben.panel.get_by_role("button", name="Leave the room").click()
    ben.dialog.get_by_role("button", name="Leave").last.click()
    expect(ben.sidebar.get_by_role("link", name=re.compile("Kitchen"))).to_have_count(0)
    assert room not in [each["id"] for each in ben.account.get("/v1/me")["rooms"]]

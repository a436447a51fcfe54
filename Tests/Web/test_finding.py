"""Search, the quick switcher, browsing."""

import re

from playwright.sync_api import expect


def test_search(world):
    ada, ben = world.account("ada"), world.account("ben")
    kitchen = ada.make_room("kitchen", "Kitchen", ben)
    ben.say(kitchen, "the plum cake is ready")
    ada.say(kitchen, "who made the plum jam?")
    ada.say(kitchen, "nothing of interest")
    reader = world.person("ada", "#/search")
    reader.main.locator("input[type=search], input[role=combobox]").first.fill("plum from:ben")
    reader.press("Enter")
    hit = reader.main.get_by_role("link", name=re.compile("plum cake")).first
    expect(hit).to_be_visible()
    expect(reader.main.get_by_text("plum jam")).to_have_count(0)
    expect(reader.main.locator("mark").first).to_have_text("plum")
    hit.click()
    expect(reader.sees("the plum cake is ready")).to_be_in_viewport()


def test_search_that_makes_no_sense(world):
    world.account("ada")
    reader = world.person("ada", "#/search?q=before%3Asoon")
    expect(reader.main.get_by_role("alert").filter(has_text="is no date")).to_be_visible()


def test_switcher(world):
    ada = world.account("ada")
    for name in ("kitchen", "garden", "boat"):
        ada.make_room(name)
    reader = world.person("ada", "#/")
    expect(reader.sidebar.get_by_role("link", name=re.compile("Garden"))).to_be_visible()
    reader.press("Control+k")
    expect(reader.dialog).to_be_visible()
    reader.keyboard.type("gard")
    expect(reader.dialog.get_by_role("option").first).to_contain_text("Garden")
    reader.press("Enter")
    expect(reader.get_by_role("heading", name="Garden", level=1)).to_be_visible()
    expect(reader.dialog).to_have_count(0)


def test_browse_and_join(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen", topic="what is cooking")
    ada.make_room("garden", "Garden")
    ada.say(room, "hello")
    ben = world.person("ben", "#/browse")
    ben.main.get_by_label("Find a room").fill("cook")
    expect(ben.main.get_by_text("Garden")).to_have_count(0)
    ben.main.get_by_role("button", name="Join Kitchen").click()
    ben.at(f"#/rooms/{room}")
    ben.write("I am in")
    ben.sees("I am in")


def test_jump_to_a_day(world):
    from harness.history import fill

    ada = world.account("ada")
    room, _ = fill(ada, "attic", [ada, world.account("ben")], 3000, every=3_600_000)
    reader = world.person("ada", f"#/rooms/{room}")
    reader.sees("number 2999:")
    reader.main.get_by_role("button", name="More about this room").click()
    reader.choose("Go to a date")
    reader.dialog.get_by_label("Day").fill("2023-12-24")
    reader.dialog.get_by_role("button", name="Go there").click()
    # 1,700,000,000 s is 2023-11-14 22:13:20 UTC; the 24th of December begins 937.8 hours later.
    expect(reader.sees("number 938:")).to_be_in_viewport()
    expect(reader.main.get_by_role("heading", name=re.compile("24.*2023"))).to_be_attached()
    reader.main.get_by_role("button", name=re.compile("newest|new message")).click()
    expect(reader.sees("number 2999:")).to_be_in_viewport()

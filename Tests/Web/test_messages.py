"""What one does with a message; the other one sees it at once, and a fresh page sees the same."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def talk(world):
    """Ada and Ben look at the same room."""
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    other = ada.make_room("garden", "Garden", ben)
    ben.say(room, "the first word")
    ada.say(room, "the second word")
    people = world.person("ada", f"#/rooms/{room}"), world.person("ben", f"#/rooms/{room}")
    for person in people:
        person.sees("the second word")
    return (*people, room, other)


def test_edit(talk):
    ada, ben, room, _ = talk
    ada.do("the second word", "Edit")
    expect(ada.composer).to_have_value("the second word")
    ada.write("the better word")
    for person in (ada, ben):
        expect(person.sees("the better word").get_by_role("button", name="edited")).to_be_visible()
        person.sees_no("the second word")
    ben.sees("the better word").get_by_role("button", name="edited").click()
    expect(ben.dialog.get_by_text("the second word")).to_be_visible()
    assert ada.account.texts(room)[-1] == "the better word"


def test_edit_the_last_one_by_arrow_up(talk):
    ada, ben, _, _ = talk
    ada.composer.press("ArrowUp")
    expect(ada.composer).to_have_value("the second word")
    ada.write("changed by arrow")
    ben.sees("changed by arrow")
    expect(ada.composer).to_have_value("")


def test_delete_with_undo(talk):
    ada, ben, room, _ = talk
    ada.do("the second word", "Delete")
    ada.get_by_role("button", name="Undo").click()
    ada.sees("the second word")
    assert "the second word" in ada.account.texts(room)
    ada.do("the second word", "Delete")
    for person in (ada, ben):
        expect(person.main.get_by_text("This message was deleted.")).to_be_visible()
        person.sees_no("the second word")
    assert ada.account.texts(room) == ["the first word"]


def test_react(talk):
    ada, ben, _, _ = talk
    message = ada.sees("the first word")
    message.hover()
    message.get_by_role("button", name="React with 👍").click()
    hers = ada.message("the first word").get_by_role("button", name=re.compile("👍, 1"))
    expect(hers).to_have_attribute("aria-pressed", "true")
    ben.message("the first word").get_by_role("button", name=re.compile("👍, 1")).click()
    for person in (ada, ben):
        expect(person.message("the first word").get_by_role("button", name=re.compile("👍, 2"))).to_be_visible()
    ada.message("the first word").get_by_role("button", name=re.compile("👍, 2")).click()
    expect(ben.message("the first word").get_by_role("button", name=re.compile("👍, 1"))).to_be_visible()


def test_react_from_the_picker(talk):
    ada, ben, _, _ = talk
    message = ada.sees("the first word")
    message.hover()
    message.get_by_role("button", name="React", exact=True).first.click()
    ada.get_by_role("searchbox").fill("hedgehog")
    ada.get_by_role("gridcell", name=re.compile("hedgehog")).click()
    expect(ben.message("the first word").get_by_role("button", name=re.compile("🦔, 1"))).to_be_visible()


def test_reply(talk):
    ada, ben, _, _ = talk
    ada.do("the first word", "Reply")
    ada.write("an answer to it")
    answer = ben.sees("an answer to it")
    expect(answer).to_contain_text("the first word")
    expect(answer).to_contain_text("Ben")


def test_pin(talk):
    ada, ben, _, _ = talk
    ada.do("the first word", "Pin")
    expect(ben.message("the first word").get_by_text("pinned", exact=True)).to_be_attached()
    ben.at(f"{ben.page.url.split('/', 3)[3].split('/about')[0].lstrip('/')}/about/pins")
    expect(ben.panel.get_by_text("the first word")).to_be_visible()


def test_save(talk):
    ada, _, _, _ = talk
    ada.do("the first word", "Save for later")
    expect(ada.message("the first word").get_by_text("saved", exact=True)).to_be_attached()
    ada.at("#/saved")
    expect(ada.main.get_by_text("the first word")).to_be_visible()


def test_forward(talk):
    ada, ben, _, garden = talk
    ada.do("the first word", "Forward")
    ada.dialog.get_by_text("Garden").first.click()
    ada.dialog.get_by_role("button", name="Forward").click()
    expect(ada.get_by_text("Forwarded to Garden.").first).to_be_visible()
    ben.at(f"#/rooms/{garden}")
    expect(ben.sees("the first word")).to_contain_text("Forwarded")


def test_poll(talk):
    ada, ben, _, _ = talk
    ada.main.get_by_role("button", name=re.compile("^Poll|poll$")).click()
    ada.dialog.get_by_role("textbox").nth(0).fill("Which cake?")
    ada.dialog.get_by_role("textbox").nth(1).fill("Plum")
    ada.dialog.get_by_role("textbox").nth(2).fill("Apple")
    ada.dialog.get_by_role("button").last.click()
    poll = ben.sees("Which cake?")
    poll.get_by_text("Plum").click()
    for person in (ada, ben):
        expect(person.message("Which cake?")).to_contain_text("1 person voted")
    expect(ben.message("Which cake?").get_by_role("radio", name=re.compile("Plum"))).to_be_checked()


def test_copy_link_leads_there(talk):
    ada, ben, room, _ = talk
    for number in range(120):
        ada.account.say(room, f"filler {number}")
    seq = next(line["seq"] for line in ada.account.get(f"/v1/rooms/{room}/messages", limit=200)["messages"]
               if line["body"].get("text") == "the first word")
    ben.at(f"#/rooms/{room}/{seq}")
    expect(ben.sees("the first word")).to_be_in_viewport()


def test_a_fresh_page_sees_the_same(talk):
    ada, ben, room, _ = talk
    ada.do("the second word", "Edit")
    ada.write("**the bold word** with `code`")
    ben.write("and a third\nin two lines").sees("and a third")
    ada.sees("and a third")
    said = what_is_said(ada)
    ada.reload()
    ada.sees("and a third")
    expect(ada.main.get_by_role("article")).to_have_count(len(said))
    assert what_is_said(ada) == said


def what_is_said(person):
    """Of each message who, when, what; without the buttons of the one that is pointed at."""
    return person.main.get_by_role("article").evaluate_all(
        "(all) => all.map((each) => (each.querySelector('.said') ?? each).innerText)")

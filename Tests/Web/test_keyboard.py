"""Without a pointer, and with little motion."""

import re

from harness.account import PASSWORD
from playwright.sync_api import expect


def tab_to(person, selector, most=80, key="Tab"):
    """Goes on by Tab until it has the focus, which must always be somewhere."""
    for _ in range(most):
        if person.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        person.press(key)
        lost = person.evaluate("document.activeElement === null || document.activeElement === document.body")
        assert not lost or person.evaluate("document.hasFocus()"), "the focus is lost"
    raise AssertionError("Tab does not lead there")


def test_a_session_without_a_pointer(world):
    world.account("ada"), world.account("ben")
    room = world.account("ada").make_room("kitchen", "Kitchen", world.account("ben"))
    world.account("ben").say(room, "who is there?")
    ada = world.stranger(world.account("ada")).at("")
    expect(ada.get_by_label("Username or mail address")).to_be_focused()
    ada.keyboard.type("ada")
    ada.press("Tab")
    ada.keyboard.type(PASSWORD)
    ada.press("Enter")
    expect(ada.sidebar).to_be_visible()

    # By the switcher into the room; there one can write at once.
    ada.press("Control+k")
    expect(ada.dialog).to_be_visible()
    ada.keyboard.type("kitch")
    expect(ada.dialog.get_by_role("option").first).to_contain_text("Kitchen")
    ada.press("Enter")
    expect(ada.composer).to_be_focused()
    ada.keyboard.type("it is me")
    ada.press("Enter")
    ada.sees("it is me")

    # Back into the log; letters act on the message that has the focus.
    tab_to(ada, "[role=log] > article", key="Shift+Tab")
    ada.press("Home")
    for _ in range(6):
        if ada.message("who is there?").evaluate("(each) => each === document.activeElement"):
            break
        ada.press("ArrowDown")
    expect(ada.message("who is there?")).to_be_focused()
    ada.press("r")
    expect(ada.composer).to_be_focused()
    ada.keyboard.type("an answer by keys")
    ada.press("Enter")
    expect(ada.sees("an answer by keys")).to_contain_text("who is there?")

    # The menu of a message; Escape gives the focus back.
    tab_to(ada, "[role=log] > article", key="Shift+Tab")
    focused = ada.evaluate("document.activeElement.dataset.seq")
    ada.press("Enter")
    expect(ada.get_by_role("menu")).to_be_visible()
    ada.press("ArrowDown", "Escape")
    expect(ada.get_by_role("menu")).to_have_count(0)
    assert ada.evaluate("document.activeElement.dataset.seq") == focused

    # The list of shortcuts and the settings.
    ada.press("?")
    expect(ada.dialog.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    ada.press("Escape")
    expect(ada.dialog).to_have_count(0)
    ada.press("Control+k")
    ada.keyboard.type(">settings")
    expect(ada.dialog.get_by_role("option").first).to_be_visible()
    ada.press("Enter")
    expect(ada.main.get_by_role("heading", name=re.compile("Settings|Profile")).first).to_be_visible()


def test_skip_link(world):
    ada = world.person("ada", "#/settings/profile")
    expect(ada.main.get_by_label("Name to show")).to_be_visible()
    skip = ada.get_by_role("link", name="To the content")
    assert skip.evaluate("(link) => link === document.querySelector('a[href], button, input')"), "it comes first"
    skip.focus()
    expect(skip).to_be_in_viewport()
    ada.press("Enter")
    assert ada.main.evaluate("(main) => main.contains(document.activeElement)")


def test_focus_comes_back_from_dialogs(world):
    ada = world.person("ada", "#/browse")
    button = ada.sidebar.get_by_role("button", name="New room")
    button.focus()
    ada.press("Enter")
    expect(ada.dialog).to_be_visible()
    for _ in range(30):
        ada.press("Tab")
        assert ada.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    ada.press("Escape")
    expect(button).to_be_focused()


def test_reduced_motion(world):
    ada = world.account("ada")
    room = ada.make_room("kitchen", "Kitchen", world.account("ben"))
    person = world.person("ada", f"#/rooms/{room}", reduced_motion="reduce")
    person.write("calm").sees("calm")
    world.account("ben").say(room, "very calm")
    person.sees("very calm")
    person.press("Control+k")
    expect(person.dialog).to_be_visible()
    long = person.evaluate("""() => document.getAnimations()
        .map((each) => each.effect.getComputedTiming()).filter(({ activeDuration }) => activeDuration > 100).length""")
    assert long == 0

"""Hostile names and messages neither run nor break the layout."""

import pytest
from harness.account import Account
from harness.hostile import MESSAGES, NAMES
from harness.look import overflow
from harness.person import DESK, PHONE
from playwright.sync_api import expect

NOTHING_RAN = """() => window.broken === undefined
  && !document.querySelector("main script, main iframe, main style, main svg use[href^='data:'], [onerror], [onload], [onclick]")
  && [...document.querySelectorAll("a[href]")].every((link) => ["http:", "https:", "mailto:"].includes(link.protocol))
  && [...document.querySelectorAll("img")].every((picture) => picture.src.startsWith(location.origin + "/"))"""

# What reaches out of the log, where it is cut off, and cannot be scrolled to within a box of its own.
CUT_OFF = """() => {
  const log = document.querySelector("main [role=log]");
  const edge = log.getBoundingClientRect();
  const scrolls = (each) => each !== log && (["auto", "scroll"].includes(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
  return [...log.querySelectorAll(".text *")]
    .filter((each) => { const box = each.getBoundingClientRect(); return box.right > edge.right + 1 || box.left < edge.left - 1 || each.scrollWidth > log.clientWidth + 1; })
    .filter((each) => !scrolls(each)).map((each) => each.tagName + ": " + each.textContent.slice(0, 40));
}"""


@pytest.mark.parametrize("size", [DESK, PHONE, {"width": 320, "height": 640}], ids=["desk", "phone", "narrow"])
def test_messages(world, size):
    world.serve("--message-bytes", "32768")
    ada = world.account("ada")
    room = ada.make_room("kitchen", "Kitchen", world.account("mallory"))
    reader = world.person("ada", f"#/rooms/{room}", viewport=size)
    for number, (what, text) in enumerate(MESSAGES.items()):
        world.account("mallory").say(room, text)
        world.account("mallory").say(room, f"after {number}")
        reader.sees(f"after {number}")
        assert reader.evaluate(NOTHING_RAN), what
        assert not overflow(reader.page), what
        assert not reader.evaluate(CUT_OFF), what
        # It stays within its own place: what comes after it can be read.
        box = reader.message(f"after {number}").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= size["width"] + 1, what
    for answer in reader.account.get(f"/v1/rooms/{room}/messages", limit=200)["messages"]:
        reader.goto(f"/#/rooms/{room}/{answer['seq']}")
        assert reader.evaluate(NOTHING_RAN)
        assert not overflow(reader.page)


def test_marks_stay_in_their_message(world):
    world.serve("--message-bytes", "32768")
    room = world.account("ada").make_room("kitchen", "Kitchen")
    reader = world.person("ada", f"#/rooms/{room}")
    world.account("ada").say(room, "above")
    world.account("ada").say(room, MESSAGES["marks without end"])
    world.account("ada").say(room, "below")
    for neighbour in ("above", "below"):
        # What is painted there is the neighbour, and not the marks that hang out of the message between.
        assert reader.sees(neighbour).evaluate("""(article) => {
            const box = article.getBoundingClientRect();
            const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return article.contains(there);
        }""")


def test_names(world):
    world.account("ada")
    owner = world.account("ada")
    room = owner.make_room("kitchen", "Kitchen <i onclick=x>", topic="<script>window.broken = true</script> \u05d0\u05d1")
    for number, name in enumerate(NAMES):
        made = Account(world.server, f"person{number}", name)
        made.join(room)
        made.say(room, f"said by {number}")
    for size in (DESK, PHONE):
        reader = world.person("ada", f"#/rooms/{room}", viewport=size)
        for number in range(len(NAMES)):
            reader.sees(f"said by {number}")
        for address in (f"#/rooms/{room}/about", f"#/rooms/{room}/about/members", "#/browse", "#/"):
            reader.at(address)
            expect(reader.get_by_text("Kitchen").first).to_be_attached()
            assert reader.evaluate(NOTHING_RAN), address
            assert not overflow(reader.page), address

"""100,000 messages: one scrolls through all of them, and the page stays small; scrolling never waits for a layout."""

import re

import pytest
from harness.chromium import Inspector, Tracing
from harness.history import fill
from playwright.sync_api import expect

MESSAGES = 100_000
MEBIBYTE = 1024 * 1024

# Goes up as fast as it is drawn, a view and a half at a time, until the first message is there.
SCROLL = """async () => {
    const list = document.querySelector("main [role=log]");
    const scroller = list.parentElement;
    const frame = () => new Promise(requestAnimationFrame);
    let most = 0, top = null, since = performance.now();
    while (!list.querySelector("article")?.textContent.includes("number 0:") && !list.textContent.includes("number 0: ")) {
        const first = list.querySelector("[data-seq]").dataset.seq;
        if (first !== top) [top, since] = [first, performance.now()];
        else if (performance.now() - since > 60_000) throw new Error(`stuck at ${top}`);
        scroller.scrollTop -= scroller.clientHeight * 1.5;
        await frame();
        most = Math.max(most, list.childElementCount);
    }
    return { most };
}"""


@pytest.fixture
def attic(world):
    ada = world.account("ada")
    return world, *fill(ada, "attic", [ada, world.account("ben"), world.account("chidi")], MESSAGES)


def test_scroll_through_all_of_it(attic):
    world, room, first = attic
    reader = world.person("ada", f"#/rooms/{room}")
    reader.sees(f"number {MESSAGES - 1}:")
    inspector = Inspector(reader.page)
    reader.page.set_default_timeout(0)
    seen = reader.evaluate(SCROLL)
    expect(reader.sees("number 0:")).to_be_attached()
    heap = inspector.heap() / MEBIBYTE
    rows = reader.main.get_by_role("article").count()
    print(f"\n{MESSAGES} messages scrolled through: heap {heap:.1f} MiB, {rows} rows at the end, at most {seen['most']}; "
          f"main thread {inspector.work()['Task']:.0f} s")
    assert heap < 150
    assert seen["most"] <= 800
    # Then to a day far away, to a message by its address, and back to the end.
    reader.at(f"#/rooms/{room}/{first + 50_000}")
    expect(reader.sees("number 50000:")).to_be_in_viewport()
    reader.main.get_by_role("button", name=re.compile("newest|new message")).click()
    expect(reader.sees(f"number {MESSAGES - 1}:")).to_be_in_viewport()
    reader.write("the last word").sees("the last word")
    assert inspector.heap() / MEBIBYTE < 150


def test_scrolling_forces_no_layout(world):
    ada = world.account("ada")
    room, _ = fill(ada, "attic", [ada, world.account("ben")], 3_000)
    reader = world.person("ada", f"#/rooms/{room}")
    reader.sees("number 2999:")
    reader.main.get_by_role("log").hover()
    place = "document.querySelector('main [role=log]').parentElement.scrollTop"
    with Tracing(world.browser, reader.page) as tracing:
        for _ in range(60):
            before = reader.evaluate(place)
            reader.mouse.wheel(0, -700)
            reader.wait_for_function(f"(before) => {place} !== before", arg=before)
    assert tracing.layouts() > 10, "nothing was traced"
    print(f"\nScrolled: {tracing.layouts()} layouts, {len(tracing.long_tasks())} tasks over 50 ms")
    assert not tracing.forced_layouts()


def test_a_busy_room_keeps_its_place(world):
    """Who reads further up stays there while others go on talking; who is at the end stays at the end."""
    ada, ben = world.account("ada"), world.account("ben")
    room, _ = fill(ada, "attic", [ada, ben], 500)
    reader = world.person("ada", f"#/rooms/{room}")
    reader.sees("number 499:")
    for number in range(30):
        ben.say(room, f"live {number}\n\nin two lines")
    expect(reader.sees("live 29")).to_be_in_viewport()
    reader.main.get_by_role("log").hover()
    reader.mouse.wheel(0, -3000)
    expect(reader.message("live 29")).not_to_be_in_viewport()
    middle = """() => { const box = document.querySelector("main [role=log]").parentElement.getBoundingClientRect();
        const row = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2).closest("[data-seq]");
        return row && [row.dataset.seq, Math.round(row.getBoundingClientRect().top)]; }"""
    reader.wait_for_function(f"async () => {{ const at = ({middle})(); await new Promise(requestAnimationFrame); "
                             f"await new Promise(requestAnimationFrame); return at && String(at) === String(({middle})()); }}")
    before = reader.evaluate(middle)
    for number in range(30):
        ben.say(room, f"more {number}")
    expect(reader.main.get_by_role("button", name="30 new messages")).to_be_visible()
    assert reader.evaluate(middle) == before

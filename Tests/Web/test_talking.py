"""People talk: browsers with browsers and with the console."""

from playwright.sync_api import expect


def test_two_browsers_and_the_console(world):
    ada, ben, chidi = (world.account(name) for name in ("ada", "ben", "chidi"))
    room = ada.make_room("kitchen", "Kitchen", ben, chidi)
    console = world.terminal("chidi", "kitchen")
    ada, ben = world.person("ada", f"#/rooms/{room}"), world.person("ben", f"#/rooms/{room}")
    ada.write("hello from the browser")
    ben.sees("hello from the browser")
    console.wait_for("hello from the browser")
    console.type("hello from the console")
    for person in (ada, ben):
        expect(person.sees("hello from the console")).to_contain_text("Chidi")
    ben.write("and from the other one")
    console.wait_for("and from the other one")
    assert ada.account.texts(room) == ["hello from the browser", "hello from the console", "and from the other one"]


def test_who_types_is_shown(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    ada, ben = world.person("ada", f"#/rooms/{room}"), world.person("ben", f"#/rooms/{room}")
    expect(ben.composer).to_be_editable()
    ada.composer.press_sequentially("hm")
    expect(ben.get_by_text("Ada is typing")).to_be_visible()
    ada.composer.press("Enter")
    ben.sees("hm")
    expect(ben.get_by_text("Ada is typing")).to_be_hidden()

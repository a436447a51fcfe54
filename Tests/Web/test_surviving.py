"""Never loses a word: offline, reloaded in the middle of a send, with a server that dies."""

import signal

from playwright.sync_api import expect


def saved(person, room, texts):
    """All of them are in the room, each once and in their order, and seen so."""
    for text in texts:
        person.sees(text)
    expect(person.main.get_by_role("group", name="Not yet sent")).to_have_count(0)
    kept = [text for text in person.account.texts(room) if text in texts]
    assert kept == list(texts)


def in_a_room(world):
    ada = world.account("ada")
    room = ada.make_room("kitchen", "Kitchen", world.account("ben"))
    return room, world.person("ada", f"#/rooms/{room}"), world.person("ben", f"#/rooms/{room}")


def test_offline_and_back(world):
    room, ada, ben = in_a_room(world)
    world.faults.unreachable_allowed = True
    ada.write("before").sees("before")
    ben.sees("before")
    ada.context.set_offline(True)
    expect(ada.get_by_text("offline", exact=False).first).to_be_visible()
    ada.write("meanwhile one").write("meanwhile two")
    expect(ada.pending("meanwhile two")).to_be_visible()
    ben.write("from the other side").sees("from the other side")
    ben.sees_no("meanwhile one")
    ada.context.set_offline(False)
    ada.sees("from the other side")
    ben.sees("meanwhile two")
    saved(ada, room, ["before", "meanwhile one", "meanwhile two"])


def test_reading_and_writing_offline_over_a_reload(world):
    room, ada, ben = in_a_room(world)
    world.faults.unreachable_allowed = True
    ben.write("to be read later").sees("to be read later")
    ada.sees("to be read later")
    ada.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    ada.reload()
    ada.sees("to be read later")
    ada.context.set_offline(True)
    ada.write("kept over the reload")
    expect(ada.pending("kept over the reload")).to_be_visible()
    ada.reload()
    ada.sees("to be read later")
    expect(ada.pending("kept over the reload")).to_be_visible()
    ada.context.set_offline(False)
    ben.sees("kept over the reload")
    saved(ada, room, ["kept over the reload"])


def test_reload_in_the_middle_of_a_send(world):
    room, ada, ben = in_a_room(world)
    world.faults.unreachable_allowed = True
    ada.write("first").sees("first")
    process = world.server.process
    process.send_signal(signal.SIGSTOP)  # It has taken the message, or has not: nobody knows.
    ada.write("second").write("third")
    expect(ada.pending("third")).to_be_visible()
    ada.evaluate("location.reload()")
    process.send_signal(signal.SIGCONT)
    ben.sees("third")
    saved(ada, room, ["first", "second", "third"])


def test_server_dies_and_comes_back(world):
    room, ada, ben = in_a_room(world)
    world.faults.unreachable_allowed = True
    texts = [f"line {number:02}." for number in range(24)]
    for number, text in enumerate(texts):
        if number == 8:
            world.server.kill()
        if number == 16:
            world.server.start()
        ada.write(text)
    ben.sees(texts[-1])
    for text in texts:
        ben.sees(text)
    saved(ada, room, texts)


def test_tabs_share_what_waits(world):
    room, ada, ben = in_a_room(world)
    world.faults.unreachable_allowed = True
    other = ada.another_tab(f"#/rooms/{room}")
    ada.write("from the first tab").sees("from the first tab")
    ada.sees("from the first tab", other.get_by_role("main"))
    ada.context.set_offline(True)
    ada.write("kept by both")
    expect(ada.pending("kept by both")).to_be_visible()
    expect(other.get_by_role("group", name="Not yet sent").get_by_text("kept by both")).to_be_visible()
    ada.page.close()
    ada.page = other
    ada.context.set_offline(False)
    ben.sees("kept by both")
    saved(ada, room, ["from the first tab", "kept by both"])


def test_what_is_refused_comes_back_to_be_written_again(world):
    ada, ben = world.account("ada"), world.account("ben")
    room = ada.make_room("kitchen", "Kitchen", ben)
    ben = world.person("ben", f"#/rooms/{room}")
    expect(ben.composer).to_be_visible()
    world.faults.unreachable_allowed = True
    ben.context.set_offline(True)
    ben.write("my last word")
    expect(ben.pending("my last word")).to_be_visible()
    ada.ask("PUT", f"/v1/rooms/{room}/members/{ben.account.id}", {"muted_until": 4_000_000_000_000})
    ben.context.set_offline(False)
    expect(ben.main.get_by_text("A moderator has muted you here")).to_be_visible()
    # It waits in the composer, for when one may write again.
    ada.ask("PUT", f"/v1/rooms/{room}/members/{ben.account.id}", {"muted_until": 0})
    expect(ben.composer).to_have_value("my last word")
    ben.composer.press("Enter")
    ben.sees("my last word")
    assert ada.texts(room) == ["my last word"]

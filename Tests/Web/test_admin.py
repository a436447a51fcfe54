"""What those do who look after the server: settings, health, accounts, rooms, the audit log as a file."""

import json
import re

from playwright.sync_api import expect


def test_the_server_gets_a_name(world):
    ada = world.person("ada", "#/admin/settings")
    ada.main.get_by_label("Name of the server").fill("The Rookery")
    ada.main.get_by_role("radio", name="Only through admins").check()
    ada.main.get_by_role("button", name="Save").click()
    expect(ada.main.get_by_text("Saved.")).to_be_visible()
    expect(ada.page).to_have_title(re.compile("The Rookery"))
    stranger = world.stranger()
    stranger.goto("/")
    expect(stranger.get_by_text("The Rookery")).to_be_visible()
    expect(stranger.get_by_text("Those who run this server make the accounts")).to_be_visible()


def test_a_bad_mail_domain_is_said_at_its_field(world):
    ada = world.person("ada", "#/admin/settings")
    domains = ada.main.get_by_label("Mail domains that may register")
    domains.fill("not a domain!")
    ada.main.get_by_role("button", name="Save").click()
    expect(domains).to_be_focused()
    expect(domains).to_have_attribute("aria-invalid", "true")


def test_health_of_a_server_that_is_well(world):
    ada = world.person("ada", "#/admin/health")
    expect(ada.main.get_by_text("Free on disk")).to_be_visible()
    expect(ada.main.get_by_text("What is looked at")).to_be_visible()


def test_health_says_what_to_do(world):
    world.serve("--max-connections", "1000000")
    ada = world.person("ada", "#/admin/health")
    warning = ada.main.get_by_role("listitem").filter(has_text="Files that may be open").first
    expect(warning).to_contain_text("Raise its limit")


def test_somebody_is_added_and_comes_in(world):
    ada = world.person("ada", "#/admin/people")
    ada.main.get_by_role("button", name="Add somebody").click()
    ada.dialog.get_by_label("Username", exact=True).fill("ben")
    ada.dialog.get_by_role("button", name="Add", exact=True).click()
    password = ada.dialog.get_by_label("Password", exact=True).input_value()
    ada.dialog.get_by_role("button", name="Done").click()
    expect(ada.main.get_by_role("link", name="ben")).to_be_visible()
    ben = world.stranger()
    ben.goto("/")
    ben.get_by_label("Username or mail address").fill("ben")
    ben.get_by_label("Password", exact=True).fill(password)
    ben.get_by_role("button", name="Log in").click()
    expect(ben.locator(".shell")).to_be_visible()


def test_logged_out_everywhere(world):
    world.account("ada")
    ben = world.person("ben")
    ada = world.person("ada", "#/admin/people")
    ada.main.get_by_role("button", name="What to do with Ben").click()
    ada.choose("Log-ins")
    expect(ada.dialog.get_by_text("connected now")).to_be_visible()
    ada.dialog.get_by_role("button", name="Log out everywhere").click()
    expect(ben.get_by_role("button", name="Log in")).to_be_visible()


def test_removing_needs_the_name(world):
    world.account("ada")
    world.account("ben")
    ada = world.person("ada", "#/admin/people")
    ada.main.get_by_role("button", name="What to do with Ben").click()
    ada.choose("Remove for good")
    ada.dialog.get_by_role("textbox").fill("bean")
    ada.dialog.get_by_role("button", name="Remove for good").click()
    expect(ada.dialog.get_by_text("That is not the name.")).to_be_visible()
    ada.dialog.get_by_role("textbox").fill("ben")
    ada.dialog.get_by_role("button", name="Remove for good").click()
    expect(ada.main.get_by_role("link", name="Ben")).to_have_count(0)
    assert "Removed account" not in ada.main.inner_text()


def test_a_deleted_room_comes_back(world):
    world.account("ada").make_room("kitchen", "Kitchen")
    ada = world.person("ada", "#/admin/rooms")
    ada.main.get_by_role("button", name="What to do with Kitchen").click()
    ada.choose("Delete")
    ada.dialog.get_by_role("textbox").fill("kitchen")
    ada.dialog.get_by_role("button", name="Delete").click()
    expect(ada.main.get_by_role("link", name="Kitchen")).to_have_count(0)
    ada.main.get_by_text("Deleted", exact=True).click()
    ada.main.get_by_role("button", name="Bring back").click()
    ada.dialog.get_by_role("button", name="Bring back").click()
    expect(ada.main.get_by_text("No deleted room can be brought back")).to_be_visible()
    ada.main.get_by_text("There", exact=True).click()
    expect(ada.main.get_by_role("link", name="Kitchen")).to_be_visible()


def test_the_audit_log_is_filtered_and_saved(world):
    ada, ben = world.account("ada"), world.account("ben")
    ada.ask("PATCH", f"/v1/people/{ben.id}", {"role": "admin"})
    ada.ask("POST", "/v1/invites", {})
    page = world.person("ada", "#/admin/audit")
    expect(page.main.get_by_text("changed the role of ben")).to_be_visible()
    page.main.get_by_role("combobox").select_option("entry")
    expect(page.main.get_by_text("changed the role of ben")).to_have_count(0)
    expect(page.main.get_by_text("made an invite link")).to_be_visible()
    with page.expect_download() as download:
        page.main.get_by_role("button", name="Save as a file").click()
    with open(download.value.path()) as file:
        acts = [json.loads(line)["body"]["act"] for line in file]
    assert acts == ["person_role_set", "link_made"]

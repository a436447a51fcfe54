// The audit log as one looks through it: which entries are meant, and as a file.

/** Acts by what they are about, in the order in which they are offered. */
export const groups = {
  people: [
    "person_added", "person_role_set", "person_deactivated", "person_reactivated", "person_removed", "person_renamed",
    "person_secret_set", "sessions_ended", "token_made", "hashes_read",
  ],
  entry: ["server_changed", "link_made", "link_revoked", "address_banned", "address_unbanned"],
  rooms: ["room_changed", "room_deleted", "room_restored", "room_role_set", "import_begun", "import_finished"],
  order: [
    "member_muted", "member_unmuted", "member_removed", "member_banned", "member_unbanned", "message_deleted",
    "report_assigned", "report_resolved", "warned",
  ],
};

/** Whether an entry is meant by `{ group, text }`; what is empty takes all. */
export function isMeant(event, { group = "", text = "" }) {
  const { body = {}, by } = event;
  if (group && !groups[group]?.includes(body.act)) return false;
  const sought = text.trim().toLowerCase().replace(/^@/, "");
  if (!sought) return true;
  const said = [by?.name, body.act, body.subject_name, body.room_title, body.reason, body.detail, body.address];
  return said.some((one) => typeof one === "string" && one.toLowerCase().includes(sought));
}

/** Entries as they came, one JSON object on each line. */
export const lines = (events) => events.map((event) => `${JSON.stringify(event)}\n`).join("");

/** All entries, from the first one on. `page(after)` gives up to 200 of them. */
export async function everything(page) {
  const all = [];
  for (;;) {
    const { events } = await page(all.at(-1)?.seq ?? 0);
    if (events.length === 0) return all;
    all.push(...events);
  }
}

// What one may do about a member: roles, silence for a while, putting out, keeping out.

import { confirmed, openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";
import { openDirect } from "../people/converse.js";
import { openReport } from "../people/report.js";

const roles = ["member", "speaker", "moderator", "owner"];
const rank = (role) => roles.indexOf(role);
export const spans = { quarter: 900_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_592_000_000 };

/** A choice of how long; `for_good` is offered where it is possible. */
export function spanField(label, forGood = false) {
  const options = [
    ...Object.keys(spans).map((span) => [span, t(`about.span.${span}`)]),
    ...(forGood ? [["for_good", t("about.span.for_good")]] : []),
  ];
  const one = field({ label, type: "select", value: forGood ? "for_good" : "hour", options });
  return { ...one, until: () => (one.input.value === "for_good" ? undefined : Date.now() + spans[one.input.value]) };
}

/** Items for a menu. `done()` is called when something has changed. */
export function memberActions(app, room, member, done) {
  const me = app.house.me.account.id;
  const name = member.name || member.username;
  const path = `/v1/rooms/${room.id}/members/${member.id}`;
  const role = member.room_role ?? "member";
  const owns = room.may.has("own");
  const isBelow = member.id !== me && room.may.has("moderate") && rank(role) < rank(room.role ?? "member");
  // Who moderates lets plain members speak, and takes it back.
  const given = owns ? roles : isBelow && rank(role) < rank("moderator") ? ["member", "speaker"] : [];
  const perform = (run, said) => async () => {
    try {
      await run();
      if (said) app.toast(said);
      done();
    } catch (error) {
      app.toast(error.code === "last_owner" ? t("about.lastOwner") : app.say(error));
    }
  };
  const become = (next) => ({
    label: t(`about.make.${next}`),
    icon: "shield",
    run: perform(() => app.api.put(path, { role: next }), t("about.roleGiven", { name, role: t(`about.role.${next}`) })),
  });
  const unmute = () => app.api.put(path, { muted_until: 0 });
  const isMuted = member.muted_until > Date.now();
  const items = [
    member.id !== me && { label: t("people.message"), icon: "thread", run: perform(() => openDirect(app, member.id)) },
    given.length > 0 && null,
    ...given.filter((next) => next !== role).map(become),
    owns && member.id !== me && { label: t("about.handOver"), icon: "forward", run: () => handOver() },
    isBelow && null,
    isBelow && isMuted && { label: t("about.unmute"), icon: "check", run: perform(unmute, t("about.unmuted", { name })) },
    isBelow && !isMuted && { label: t("about.muteMember"), icon: "bellOff", run: () => mute() },
    isBelow && { label: t("about.putOut"), icon: "close", kind: "danger", run: () => putOut() },
    isBelow && room.kind === "channel" && { label: t("about.ban"), icon: "warning", kind: "danger", run: () => ban() },
    member.id !== me && null,
    member.id !== me && { label: t("people.reportShort"), icon: "flag", run: () => openReport(app, { person: member.id }) },
  ];
  return items.filter(
    (item, index, all) => item !== false && !(item === null && all.slice(0, index).every((one) => one === false || one === null)),
  );

  async function handOver() {
    if (!(await confirmed({ title: t("about.handOverTitle", { name }), text: t("about.handOverText"), yes: t("about.handOver") }))) return;
    await perform(
      async () => app.house.addRoom((await app.api.put(`/v1/rooms/${room.id}/owner`, { person: member.id })).room),
      t("about.handedOver", { name }),
    )();
  }

  async function putOut() {
    if (!(await confirmed({ title: t("about.putOutTitle", { name }), text: t("about.putOutText"), yes: t("about.putOut") }))) return;
    await perform(() => app.api.delete(path), t("about.wasPutOut", { name }))();
  }

  function mute() {
    const span = spanField(t("about.howLong"));
    openDialog({
      title: t("about.muteTitle", { name }),
      body: [h("p", { class: "hint" }, t("about.muteText")), span.element],
      actions: [
        { label: t("app.cancel"), kind: "quiet" },
        {
          label: t("about.muteMember"),
          kind: "danger",
          run: async () => {
            await app.api.put(path, { muted_until: span.until() });
            done();
          },
        },
      ],
    });
  }

  function ban() {
    const span = spanField(t("about.howLong"), true);
    const reason = field(
      { label: t("about.banReason"), hint: t("about.banReasonHint"), type: "textarea", rows: "2", maxlength: "500" },
    );
    openDialog({
      title: t("about.banTitle", { name }),
      body: [h("p", { class: "hint" }, t("about.banText")), span.element, reason.element],
      actions: [
        { label: t("app.cancel"), kind: "quiet" },
        {
          label: t("about.ban"),
          kind: "danger",
          run: async () => {
            await app.api.put(
              `/v1/rooms/${room.id}/bans/${member.id}`,
              { until: span.until(), reason: reason.input.value.trim() || undefined },
            );
            done();
          },
        },
      ],
    });
  }
}

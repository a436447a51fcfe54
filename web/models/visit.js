// What one sees of a room beyond its lines, asked for when it is opened.

/** Of larger rooms nobody is told who comes, goes and reads; their list of members has pages. */
const LARGE = 100;

/** Settles when all was tried; what fails is asked for at the next visit, what is there the stream keeps true. */
export async function visit(room, { api, people }) {
  if (room.isVisited) return;
  const path = `/v1/rooms/${room.id}`;
  const isSmall = room.memberCount <= LARGE;
  const asked = [];
  if (!room.notifications) {
    asked.push(api.get(`${path}/notifications`).then(({ notifications }) => (room.notifications = notifications)));
  }
  if (isSmall && !room.members) {
    asked.push(api.get(`${path}/members`, { limit: 200 }).then((page) => takeMembers(room, page, people)));
  }
  if (isSmall) asked.push(api.get(`${path}/receipts`).then(({ receipts }) => takeReceipts(room, receipts)));
  const outcomes = await Promise.allSettled(asked);
  room.isVisited = outcomes.every(({ status }) => status === "fulfilled");
}

function takeMembers(room, { members, member_count }, people) {
  room.listMembers(members, member_count);
  for (const member of members) people.heard(member, member.online === true);
}

function takeReceipts(room, receipts) {
  for (const { account, seq } of receipts) room.hasRead(account, seq);
}

// What concerns oneself alone: the personal log, and what is asked for when it is caught up. It is followed first, so
// that nothing of one's own falls between what was asked for and what is told.

export class Personal {
  #house;
  #api;
  #following;
  /** How far the log was heard; null before the first time. */
  #cursor = null;
  #syncing = null;

  constructor(house, { api, following }) {
    this.#house = house;
    this.#api = api;
    this.#following = following;
  }

  /** The number of the log. */
  get log() {
    return -this.#house.me.account.id;
  }

  get cursor() {
    return this.#cursor;
  }

  /** The store was replaced. */
  restart() {
    this.#cursor = null;
  }

  message(message) {
    this.#following.answered(message);
    switch (message.op) {
      case "gap":
        this.#cursor = message.snapshot.head;
        return;
      case "caught_up":
        return this.sync();
      case "event":
        if (message.seq <= (this.#cursor ?? 0)) return;
        this.#cursor = message.seq;
        if (message.kind === "told") this.#told(message);
    }
  }

  /** The subscription was refused: it is tried again, and all is asked for meanwhile. */
  refused({ retry_after }) {
    this.#following.postpone(this.log, retry_after ?? 5);
    this.sync();
  }

  async #told(event) {
    const house = this.#house;
    const { what, topic, room } = event.body;
    house.tell("told", event);
    try {
      if (what === "added" || what === "removed") await house.refreshRooms();
      if (what === "invited" || what === "uninvited" || what === "added") await house.refreshInvitations();
      if (topic === "rooms") await this.#went(room);
      if (topic === "profile" || topic === "account") house.setMe(await this.#api.get("/v1/me"));
      if (topic === "blocks") house.setBlocked(blockedOf(await this.#api.get("/v1/me/blocks")));
      if (topic === "notifications" && house.room(room)?.notifications) {
        const { notifications } = await this.#api.get(`/v1/rooms/${room}/notifications`);
        house.room(room).notifications = notifications;
        house.tell(`room:${room}`);
      }
    } catch {
      // The next connection asks for all of it.
    }
  }

  /** One came into a room, left it or declined it, on this device or another. An invitation to it is used up. */
  async #went(room) {
    this.#house.refreshRoom(room);
    if (this.#house.invitations.some((invitation) => invitation.room.id === room)) await this.#house.refreshInvitations();
  }

  /** Asks for all that may have changed while one was away, then has the rooms followed. */
  sync() {
    this.#syncing ??= this.#sync().finally(() => (this.#syncing = null));
    return this.#syncing;
  }

  async #sync() {
    const house = this.#house;
    const ask = (path) => this.#api.get(path).catch(() => null);
    // What fails shows itself in the connection, and is asked for with the next one.
    const [me, counts, blocks, invitations, server] = await Promise.all([
      ask("/v1/me"),
      ask("/v1/me/unread"),
      ask("/v1/me/blocks"),
      ask("/v1/me/invitations"),
      house.isServerKnown ? null : ask("/v1/server"),
    ]);
    if (house.connection !== "open") return;
    if (server) house.setServer(server);
    if (me) {
      house.setMe(me);
      house.takeRooms(me.rooms.map((room) => ({ ...room, joined: true })));
    }
    if (blocks) house.setBlocked(blockedOf(blocks));
    if (invitations) house.setInvitations(invitations.invitations);
    if (counts) house.takeCounts(counts.rooms);
    house.followRooms();
    house.drafts.sync().catch(() => {});
  }
}

function blockedOf({ blocks }) {
  return blocks.map(({ account }) => account.id);
}

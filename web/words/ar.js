// Keys are "area.what". Each area is one block; its entries stand in the order in which one meets them.

export default {
  // app: the frame, the connection, faults that can happen anywhere

  // entry: log-in, registration, first run, invitations

  // home: rooms, conversations, browsing, making a room

  // room: the log and what one does with a message

  // compose: writing, emoji, drafts, scheduled messages, polls

  // about: a room's settings, members, links; people

  // search: searching, the quick switcher, shortcuts

  // notify: notifications and why

  // settings: profile, preferences, privacy, sessions, tokens

  // admin: people, invitations, rooms, reports, audit log, settings, health
};

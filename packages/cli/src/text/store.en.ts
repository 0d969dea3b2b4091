/** Sentences of `store` in English. */
export const en = {
  "help.store": `Show where the data is and how much there is, or move all of it: to a
PostgreSQL database that several machines use, or back to the file.

  tokenwell store
  tokenwell store move postgres://tokenwell@db.example.com/tokenwell
  tokenwell store move file

TOKENWELL_STORE says where it is now; without it, it is the file. While it
moves, live tokens are printed and no refresh begins. The copy is compared
before anything is erased here. Then set TOKENWELL_STORE as it says, and start
the programs that use it again. The key does not move: each machine needs it.

A password does not belong on the command line. Give it by PGPASSWORD or
PGPASSFILE, or the whole address by TOKENWELL_STORE_TO, or on stdin:

  tokenwell store move - < address.txt

    --back    take a move back that was interrupted

Interrupted, even by a power failure, the same command goes on. No token is ever
used on both sides.`,

  "store.place.here": "The data is here",
  "store.place.empty": "There is no data yet. The first login puts it here",
  "store.place.leaving": "The data is being moved to {other}; no refresh begins here",
  "store.place.moved": "The data was moved to {other}. It is not used here any more",
  "store.place.arriving": "The data is being moved here from {other}, and is not complete",
  "store.counts":
    "Connections: {connections}  sessions: {sessions}  unfinished logins: {logins}  events: {events}",

  "store.step.prepared": "{to} is ready",
  "store.step.leaving": "No refresh begins any more; waiting for those under way",
  "store.step.frozen": "Nothing is written any more; live tokens are printed",
  "store.step.copied": "Everything is copied",
  "store.step.compared": "Both sides are the same",
  "store.step.moved": "{from} is not used any more",
  "store.step.arrived": "{to} is in use",
  "store.step.erased": "The data in {from} is erased",
  "store.file": "the file",
  "store.copying": "{percent} % copied",
  "store.moved": "Moved. Connections: {connections}  sessions: {sessions}  events: {events}",
  "store.was_moved": "It has moved already",
  "store.set": "From now on, wherever tokenwell and your programs start:",
  "store.set_password": "The password goes into ~/.pgpass or behind the user's name.",
  "store.unset": "From now on without TOKENWELL_STORE, wherever tokenwell and your programs start:",
  "store.restart": "Programs that run on must be started again. Until then they fail and say so.",
  "store.back": "The move was taken back. The data is used here as before",

  "error.store_where": "where should the data move?",
  "error.store_where.more":
    "tokenwell store move postgres://USER@HOST/DATABASE\ntokenwell store move file\nOr set TOKENWELL_STORE_TO.",
  "error.store_verb": 'there is no "store {given}"',
  "error.store_verb.more": "tokenwell store\ntokenwell store move WHERE",
  "error.store_password": "a password does not belong on the command line, where every program can read it",
  "error.store_password.more":
    "Nothing was changed. Leave it out and give it by PGPASSWORD or ~/.pgpass,\nor the whole address by TOKENWELL_STORE_TO, or on stdin:  tokenwell store move - < FILE",
} as const;

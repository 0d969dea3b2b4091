/** Sentences of `keys` in English. */
export const en = {
  "help.keys": `Where the key of your data is. All secrets are sealed under it.

  tokenwell keys                  where it is, and whether it fits the data
  tokenwell keys use keychain     move it to the keychain of this system
  tokenwell keys use env          … TOKENWELL_KEY_FILE or TOKENWELL_KEY gives it
  tokenwell keys use file         … back to its file
  tokenwell keys backup FILE      write a copy, sealed with a passphrase
  tokenwell keys restore FILE     put the key back from a copy
  tokenwell keys rotate           replace every key, while all goes on

    --check                   also count the values under each key
    --passphrase-file <file>  the passphrase, from the first line of a file
    --bare                    backup: without a passphrase
    --everywhere              rotate: each machine with this store has the new
                              key (only a store that several machines share)
    --json                    the same for programs

FILE may be -: stdout or stdin. A key moves once it was read at its new place.
A wrong or missing key changes nothing. A rotation that was interrupted goes on
with the next rotate. Back the key up again after it: older copies do not fit.`,

  "keys.label.place": "key",
  "keys.label.id": "id",
  "keys.label.since": "since",
  "keys.label.values": "values",
  "keys.place.file": "file {location}",
  "keys.place.keychain": "keychain, entry {location}",
  "keys.place.env": "environment, {location}",
  "keys.unmade": "made by the first login",
  "keys.unreadable": "unknown",
  "keys.values": "{newest} values under this key, {earlier} under an earlier one",
  "keys.also_in": "a key is in {path}, too. To leave it to the environment alone:\ntokenwell keys use env",
  "keys.rotating": "a rotation began and is not finished. To go on:\ntokenwell keys rotate",
  "keys.damaged": "{count} rows open with no key: another program changed them",
  "keys.moved": "The key is in the {place}",
  "keys.is_there": "The key was there already: {place}",
  "keys.not_removed": "its former place could not be cleared: {location}",
  "keys.env_comes_first":
    "the environment still gives the key, and comes first: unset TOKENWELL_KEY_FILE and TOKENWELL_KEY",
  "keys.progress": "{rows} rows sealed anew",
  "keys.rotated": "Every key is replaced. The new one is {id}",
  "keys.resumed": "The rotation that had begun is finished. The new key is {id}",
  "keys.prepared": "A new key lies beside the old one: {location}",
  "keys.prepared.next":
    "Nothing is sealed under it yet. Give both, in this order, to every machine that uses the store, then:\ntokenwell keys rotate --everywhere",
  "keys.given": "Now remove the first key from {location}.",
  "keys.back_up_again":
    "Copies of the old key do not fit any more. To make a new one:\ntokenwell keys backup FILE",
  "keys.backed_up": "A copy of the key is in {path}",
  "keys.bare": "It has no passphrase: with the data, it opens everything. Keep the two apart.",
  "keys.apart": "Keep it apart from its passphrase and from the data.",
  "keys.to_restore": "To put the key back:\ntokenwell keys restore {path}",
  "keys.passphrase_made": "This passphrase was made for it, and is kept nowhere. Write it down:",
  "keys.passphrase_too_short": "It needs {count} characters.",
  "keys.passphrase_differs": "The two differ.",
  "keys.restored": "The key is back in the {place}",
  "keys.was_there": "The key was there: {place}. Nothing was changed",
  "keys.set_aside": "Another key was there, which does not fit the data. It is in {path} now.",
  "ask.passphrase": "Passphrase",
  "ask.new_passphrase": "Passphrase  (Enter makes one)",
  "ask.passphrase_again": "Once more",

  "error.keys_what": 'keys has no "{given}"',
  "error.keys_what.more": "tokenwell help keys",
  "error.keys_place": 'a key can be in one of three places, not "{given}"',
  "error.keys_place.more": "tokenwell keys use keychain\ntokenwell keys use file\ntokenwell keys use env",
  "error.keys_file": "keys {verb} needs a file",
  "error.keys_file.more": "tokenwell keys {verb} FILE\n- stands for stdin or stdout.",
  "error.keys_file_exists": "there is a file already: {path}",
  "error.keys_file_exists.more":
    "It may be the copy of another key, so it is left as it is. Name another file.",
  "error.keys_file_unwritable": "the copy cannot be written: {path} ({reason})",
  "error.keys_bare_or_passphrase": "--bare and --passphrase-file exclude each other",
  "error.keys_passphrase_short": "the passphrase needs {count} characters",
} as const;

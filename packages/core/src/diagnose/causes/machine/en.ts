/** The causes on this machine: ports, the browser, the keychain, the disk, and their cures, in English. */
export const en = {
  "why.port_taken": "Another program, often an earlier login that still waits, has the port of the callback.",
  "fix.port_taken": "End the other program, or use another port and register its callback URL.",
  "why.port_forbidden":
    "The system does not let this program open the port: below 1024, or reserved (Windows excluded port ranges).",
  "fix.port_forbidden":
    "Use a port above 1023 that is not reserved.\nWindows: netsh interface ipv4 show excludedportrange protocol=tcp lists the reserved ones.",
  "why.callback_elsewhere":
    "The browser runs on another machine than the program, so localhost leads to the wrong one: ssh, container, WSL or CI.",
  "fix.callback_elsewhere":
    "Forward the port (ssh -L 9355:localhost:9355), or copy the address from the browser and paste it where the program waits.\nIn CI log in elsewhere once, or use a grant without a browser.",
  "why.error_on_page":
    "The provider shows the error on its own page and does not redirect, for instance because the callback URL is unknown.",
  "fix.error_on_page": "Read the page and its address, and paste its text here.",
  "why.keychain_locked":
    "There is no keychain in this session: no desktop, no D-Bus, or it is locked (ssh, container, cron).",
  "fix.keychain_locked":
    "Use the program's file or environment storage, or start a keyring in the session (dbus-run-session, gnome-keyring-daemon --unlock).\nmacOS: security unlock-keychain in the same session.",
  "why.keychain_key":
    "The data was sealed with another key than the one in the keychain now: another machine or user, a restored backup, or a renewed keychain.",
  "fix.keychain_key":
    "Restore the key that belongs to the data; two versions of the program must use the same key storage.\nOnly if the key is lost: delete the sealed data and connect once more.",
  "why.unwritable": "The token cannot be saved: the disk is full or read-only.",
  "fix.unwritable":
    "Make room or a writable volume before the next refresh: a token that rotates must be saved.",
} as const;

/** Sentences of `set --on` and `upkeep` in English. */
export const en = {
  "help.upkeep": `Refresh once what would expire unused, finish what was interrupted, and run
what "set --on" wants for events that nobody has heard of yet.

  tokenwell upkeep
  tokenwell upkeep install      let this machine run it every hour
  tokenwell upkeep uninstall

install writes a timer of your systemd, launchd or Task Scheduler, and prints
the line for cron where there is none of them. It never overwrites a file that
it has not written. "status" and "doctor" say when upkeep last ran.
It says only what is wrong. How long a login lives without use is a setting of
your app: tokenwell set NAME idle-life=30d
Exit code 3 where a login is needed, 4 where it did not work this time.

    --adopt    no other copy of the data is in use: after a move or a restore
    --print    with install: only print what would be written
    --hooks    only run what is due; tokenwell calls it so itself

  17 * * * *  tokenwell upkeep

cron has a short PATH; "upkeep install --print" shows whole paths.`,

  "hook.set_run": "{name}: on {events} it runs  {command}",
  "hook.set_notify": "{name}: on {events} it shows a notification on this desktop",
  "hook.removed": "{name}: on {events} it does nothing any more",
  "hook.no_desktop_here": "There is no desktop or no notify-send here now. Each event looks for them again.",
  "hook.needs_upkeep":
    "Events are noticed when tokenwell is used. To hear of them in any case:  tokenwell upkeep install",
  "hook.line": "{event} ({state}): {what}",
  "hook.notify": "notification",
  "hook.never": "not run yet",
  "hook.due": "due",
  "hook.done": "ran {ago}",
  "hook.failed": "ran {ago}, exit code {code}",
  "hook.signal": "ran {ago}, ended by {signal}",
  "hook.timeout": "ran {ago}, ended after a minute",
  "hook.no_end": "started {ago}, no end recorded",
  "hook.not_started": "could not start {ago}: {why}",
  "hook.no_desktop": "no desktop {ago}",
  "detail.on": "on",

  "upkeep.refreshed": "{name}: refreshed",
  "upkeep.adopted": "This is the one copy in use now.",
  "upkeep.nothing": "Nothing had to be refreshed.",
  "upkeep.installed.systemd": "systemd runs upkeep every hour",
  "upkeep.installed.launchd": "launchd runs upkeep every hour",
  "upkeep.installed.task-scheduler": "The Task Scheduler runs upkeep every hour",
  "upkeep.uninstalled": "Upkeep does not run by itself any more",
  "upkeep.linger": "It runs while you are logged in here. Without that, too:  loginctl enable-linger",
  "upkeep.no_variables": "A task has no variables of its own. Let all your programs have them:",
  "upkeep.cron": "Nothing here but cron can run it. Add this line with  crontab -e",
  "status.upkeep": "Upkeep ran {ago}.",
  "status.upkeep_stopped": "Upkeep is installed and has not run since {ago}.  tokenwell upkeep install",
  "status.upkeep_silent": "Upkeep ran {ago}, and nothing runs it now.  tokenwell upkeep install",
  "status.upkeep_waits": "Upkeep is installed and has not run yet.",
  "status.upkeep_none": "Nothing runs upkeep.  tokenwell upkeep install",

  "error.unknown_event": "there is no event {given}",
  "error.unknown_event_did_you_mean": "there is no event {given}; did you mean {suggestion}?",
  "error.unknown_event.more": "tokenwell help set",
  "error.no_hook_action": "what is to be done on {events}?",
  "error.no_hook_action.more": `tokenwell set {name} --on {events} -- program argument…
tokenwell set {name} --on {events} notify
tokenwell set {name} --on {events} none`,
  "error.program_without_event": "a program goes with an event",
  "error.program_without_event.more": "tokenwell help set",
  "error.timer_without_key": "a timer would have no key: it does not get TOKENWELL_KEY",
  "error.timer_without_key.more": `Set TOKENWELL_KEY_FILE to a file with the key, or keep the key in the keychain:
tokenwell keys backup FILE --bare
tokenwell keys use keychain`,
  "error.timer_without_password":
    "a timer would have no password of the database: it gets none of a variable",
  "error.timer_without_password.more": `Write the password into ~/.pgpass (mode 0600), and take it out of TOKENWELL_STORE and PGPASSWORD:
host:port:database:user:password`,
  "error.timer_not_ours": "this file is not of tokenwell:  {path}",
  "error.timer_not_ours.more": `Nothing was changed. If it may go, remove it; to see what would be written:
tokenwell upkeep install --print`,
  "error.timer_unwritable": "cannot be written ({reason}):  {path}",
  "error.timer_unwritable.more": "tokenwell upkeep install --print",
  "error.timer_failed": "the timer is written but not on: {command}",
  "error.timer_failed.more": "{output}",
  "error.no_timer": "upkeep install has left nothing here",
  "error.no_timer.more": "tokenwell upkeep install",
} as const;

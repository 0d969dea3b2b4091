/** Sentences of `work` in English. */
export const en = {
  "help.work": `Refresh what is due, as long as it runs: every token is fresh before a program
asks for it, and no login ends unused. It does what "upkeep" does, too.

  tokenwell work

Start as many as you like, on one machine or, with PostgreSQL, on several: each
connection is refreshed by one of them, and what a killed one had begun goes to
the others.

    --concurrency N    refreshes at a time in this process (default 32)
    --per-app N        those of one app, so that a provider that is slow or down
                       holds up no other (default: half of that)
    --log              JSON lines on stdout for a log collector, without
                       secrets: failures, the start and the end; with --verbose
                       every refresh

It prints only what a person must do or know: a login that is needed, an app
that is refused, a store that fails. --verbose shows each failure.
SIGTERM or Ctrl-C: it begins nothing more, completes what it has sent, and ends
with exit code 0. A second signal ends it at once.`,

  "work.started": "Refreshing what is due, {count} at a time. Ctrl-C ends it.",
  "work.ending": "Refreshes that were sent are completed. A second Ctrl-C ends it at once.",
  "work.done": "{refreshed} refreshes, {failed} failed",
  "work.hour": "{refreshed} refreshes in the last hour, {failed} failed",
} as const;

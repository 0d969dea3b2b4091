/**
 * Every sentence of the command, in English; those of errors that the library throws are in its own table.
 * `error.<key>.more`, where it exists, says what to do next.
 */
export const en = {
  "help.overview": `Get an OAuth refresh token once. Draw fresh access tokens from then on.

  tokenwell login https://…     connect any OpenID provider

  Use    token  request  logout          Look   status
  More   tokenwell help`,

  "help.all": `Get an OAuth refresh token once. Draw fresh access tokens from then on.

  tokenwell login https://… [name]     connect an OpenID provider
  tokenwell token [name]               print an access token
  tokenwell request [name] <address>   call the API
  tokenwell status [name]              see how connections stand
  tokenwell logout [name]              revoke at the provider, erase here
  tokenwell help <command>             everything about one of them

  Everywhere   --json       data for programs on stdout
               --verbose    each request and answer, secrets left out
               --lang en    or ja
  Exit codes   0 ok  1 failed  2 bad input  3 must log in  4 retry later
  Environment  TOKENWELL_CONNECTION  the connection when none is named
               TOKENWELL_HOME        one folder for everything
               TOKENWELL_LANG  HTTPS_PROXY  NO_PROXY  NODE_EXTRA_CA_CERTS

A name may be left out while there is one connection.`,

  "help.login": `Connect an account at an OpenID provider, or log in again.

  tokenwell login https://login.example.com
  tokenwell login https://login.example.com acme
  tokenwell login acme                          again: same app and account

  The app
    --client-id ID
    --client-secret-file FILE    "-" reads stdin; or TOKENWELL_CLIENT_SECRET
    --public                     the app has no secret
    --callback URL               default http://localhost:9355/callback
    --port N                     that callback on another port
  The token
    --name NAME                  as the second word
    --scope "…"                  default: what a refresh token needs
    --audience API               the API that the token is for
    --api URL                    where request finds the API
    --replace-account            the name may change its account
    --no-test                    without the test refresh after the login
    --print                      hand the refresh token over and keep none
  The browser
    --no-browser                 print the address, open nothing`,

  "help.token": `Print an access token, refreshed when needed.

  tokenwell token [name]
  curl -H "Authorization: Bearer $(tokenwell token)" https://…

    --min-ttl 5m    must live at least so long (default 60s; 300, 5m, 1h)
    --json          with type, scope and expiry
    --id            the ID token instead
    --refresh       refresh once now, which tests the refresh token
    --wait 60       seconds to wait for another program's refresh`,

  "help.request": `Call the connection's API with its access token.

  tokenwell request [name] /path
  tokenwell request [name] /path -X PUT --data-file body.json

    -X, --method M       default GET; POST when there is data
    -H, --header "N: v"  more of them: again
    -d, --data TEXT      the body; JSON unless a Content-Type says otherwise
    --data-file FILE     the body from a file; "-" reads stdin
    --allow-host HOST    another host that may have the token
    -i, --include        the answer's status and headers too

Exit code 0 for 2xx, otherwise 1.`,

  "help.status": `See how connections stand.

  tokenwell status
  tokenwell status acme

    --check        refresh once, which tests the refresh token
    --exit-code    without a name, too: 3 must log in, 4 not well

With a name the exit code is 0 ok, 3 must log in, 4 not well.`,

  "help.logout": `Revoke the refresh token at the provider, check that it is dead, erase it.

  tokenwell logout [name]

    --local    only erase it here; the token may still work there`,

  // Login: what it asks
  "login.app_needed": `Your provider needs one app for this (once, about 3 minutes). Have one? Go on.
  At {host}, register an application with
    Redirect URI  {redirectUri}  (or: Callback URL)
    Grant types   authorization_code, refresh_token
    Scope         offline_access
`,
  "ask.client_id": "Client ID",
  "ask.client_secret": "Client Secret  not shown; Enter: none",
  "ask.use_app": "Use the app of {names} ({clientId}, {host})? (Y/n)",
  "ask.use_app_before": "Use the app that you gave before ({clientId}, {host})? (Y/n)",
  "ask.other_name": "The name {name} belongs to {owner}. Another for {account}?  Enter: stop",

  // Login: the browser
  "browser.open": `Press Enter to open {host} in your browser.
Or open this address yourself and paste here the address you end on:`,
  "browser.open_and_paste": `Press Enter to open {host} in your browser.
After Allow, copy the address bar ({example})
and paste it here within {minutes} minutes.`,
  "browser.yourself": `Open this address yourself. Nothing happens here after Allow?
Then paste here the address you end on:`,
  "browser.yourself_and_paste": `Open this address yourself. After Allow, copy the address bar
({example})
and paste it here within {minutes} minutes:`,
  "browser.address": "Open this address in a browser, if none opens by itself:",
  "browser.address_only": "Open this address in a browser:",
  "browser.waiting": "Waiting for Allow in the browser, up to {minutes} minutes. Ctrl-C stops.",
  "browser.still_waiting": "Still waiting. Does the browser show an error? Paste its text or address here.",
  "browser.not_opened": "No browser could be opened. Open this address yourself:",

  // Login: what happened
  "step.allowed": "Allowed by {account}",
  "step.stored": "Refresh token received and stored encrypted",
  "step.tested": "Tested with one refresh",
  "step.tested_rotates": "Tested with one refresh. This app rotates; the new token is stored",
  "step.tested_static": "Tested with one refresh. This app does not rotate",
  "connected.title": "Connected as {name}",
  "connected.api": "API",
  "connected.scopes": "Scopes",
  "connected.lives": "Lives",
  "lives.until_revoked": "until revoked (assumed; your provider decides)",
  "next.token": "print an access token",
  "next.request": "call the API",
  "handed.kept_nothing": "tokenwell kept no token: a refresh token has one owner, and that is you.",
  "handed.rotates": `This app rotates: the program you give it to must save the new token after
every use. If it cannot, switch off rotation for this app at the provider.`,
  "handed.not_taken": "Nobody took the refresh token from stdout, so it is kept as {name}.",

  // Waiting
  "notice.drain": `{name}: the refresh at {since} got no answer. Asking again before {until}
could end the login. Waiting {seconds} s; Ctrl-C is safe.`,
  "notice.other":
    "{name}: another program has been refreshing it since {since}.\nWaiting up to {seconds} s; Ctrl-C is safe.",
  "notice.unsaved": `{name}: the provider answered, but the answer cannot be stored yet.
Trying until it can; stopping now may cost the login.`,
  "notice.finishing": "finishing the refresh of {names}, seconds; Ctrl-C again may cost the login",

  // Status
  "status.name": "NAME",
  "status.provider": "PROVIDER",
  "status.account": "ACCOUNT",
  "status.state": "STATE",
  "state.ok": "ok, last refresh {ago}",
  "state.ok_new": "ok, not refreshed yet",
  "state.unsettled": "the last refresh got no answer",
  "state.suspended": "stopped by the provider",
  "state.released": "handed over",
  "state.problem": "tokenwell status {name}",
  "state.log_in": "tokenwell login {name}",
  "state.replace_account": "tokenwell login {name} --replace-account",
  "state.log_out": "tokenwell logout {name}",
  "status.fine": "{name} is fine",
  "status.unsettled": "{name}: its last refresh got no answer",
  "status.released": "{name} is handed over: its refresh token has another owner",
  "detail.account": "account",
  "detail.app": "app",
  "detail.access": "access",
  "detail.refresh": "refresh",
  "detail.stored": "stored",
  "detail.key": "key",
  "detail.also": "{clientId} (also: {names})",
  "access.left": "about {left} left ({source})",
  "access.ended": "ended {ago}; the next use refreshes",
  "access.rejected": "refused by the API; the next use refreshes",
  "access.none": "none yet",
  "refresh.done": "done {count} times, last {ago}; {rotation}",
  "refresh.done_once": "done once, {ago}; {rotation}",
  "refresh.never": "not done yet; {rotation}",
  "rotation.static": "does not rotate ({source})",
  "rotation.rotates": "rotates ({source}), no overlap",
  "rotation.overlap": "rotates ({source}), {seconds} s overlap",
  "rotation.sliding": "rotates ({source}), old ones stay valid",
  "rotation.unknown": "rotation not known yet, taken to rotate",
  "source.answer": "the provider says so",
  "source.setting": "you set it",
  "source.introspected": "measured",
  "source.measured": "measured",
  "source.assumed": "assumed",

  // Time
  "ago.seconds": "{count} s ago",
  "ago.minutes": "{count} min ago",
  "ago.hours": "{count} h ago",
  "ago.days": "{count} days ago",
  "span.seconds": "{seconds} s",
  "span.minutes": "{minutes} min",
  "span.hours": "{hours} h {minutes} min",
  "span.days": "{days} days",

  // Logging out
  "logout.done": "{name} is logged out: {host} confirmed that the token is dead",
  "logout.local": "{name} is forgotten here. Its token may still work at {host}.",

  // What the command refuses
  "error.unknown_command": 'no command "{given}"',
  "error.unknown_command_did_you_mean": 'no command "{given}"; did you mean {suggestion}?',
  "error.unknown_command.more": "tokenwell help",
  "error.unknown_option": "no option {given}",
  "error.unknown_option_did_you_mean": "no option {given}; did you mean {suggestion}?",
  "error.unknown_option.more": "tokenwell help {command}",
  "error.option_needs_value": "{given} needs a value",
  "error.option_needs_value.more": "tokenwell help {command}",
  "error.too_many_words": "too many words",
  "error.too_many_words.more": "tokenwell help {command}",
  "error.no_target": "login where?",
  "error.no_target.more": "tokenwell login https://login.example.com",
  "error.unknown_target": '"{given}" is neither a connection nor an address',
  "error.unknown_target.more": "tokenwell login https://login.example.com",
  "error.no_address": "which address?",
  "error.no_address.more": "tokenwell request /path",
  "error.secret_in_argv": "a secret does not belong on the command line, where every program can read it",
  "error.secret_in_argv.more": `Leave it out and you are asked for it, or give it by one of these:
--client-secret-file FILE    or  -  for stdin
TOKENWELL_CLIENT_SECRET`,
  "error.excluded": "{one} and {other} exclude each other",
  "error.excluded.more": "Give one of them.",
  "error.file_unreadable": "cannot read {path} ({reason})",
  "error.no_id_token": "{name} has no ID token",
  "error.no_id_token.more": "Its scopes must include openid:  tokenwell login {name}",
  "error.http_status": "{method} {address}: HTTP {status}",
  "error.needs_login_line": "{name} must log in again ({said}): run tokenwell login {name}",
  "error.paste_needs_terminal":
    "this machine cannot listen on {redirectUri}, and there is no terminal to paste on",
  "error.paste_needs_terminal.more": "Run it on a terminal, or use a callback on this machine:  --port 9355",
  "error.unwritable": "stdout cannot be written ({reason})",
  "error.unexpected": "unexpected: {what}",
  "error.unexpected.more": "This is a fault of tokenwell. Please report what --verbose shows.",
  "takes.duration": "a time such as 300, 300s, 5m or 1h",
  "takes.port": "a number from 1 to 65535",
  "takes.header": 'a name and a value: "Accept: text/plain"',
  "takes.secret": "a file with the secret in it",
  "takes.language": "en or ja",
  "missing.or": "or",
} as const;

/** The name of a sentence of the command. */
export type WordKey = keyof typeof en;

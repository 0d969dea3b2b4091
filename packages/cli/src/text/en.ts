import { en as doctor } from "./doctor.en.ts";
import { en as forms } from "./forms.en.ts";
import { en as hooks } from "./hooks.en.ts";
import { en as keys } from "./keys.en.ts";
import { en as mcp } from "./mcp.en.ts";
import { en as auth0 } from "./providers/auth0.en.ts";
import { en as salesforce } from "./providers/salesforce.en.ts";
import { en as remote } from "./remote.en.ts";
import { en as store } from "./store.en.ts";
import { en as use } from "./use.en.ts";
import { en as work } from "./work.en.ts";

/**
 * Every sentence of the command in English. The library has its own table for the errors that it throws.
 * `error.<key>.more`, if it exists, says what to do next.
 */
export const en = {
  "help.overview": `Get an OAuth refresh token once. Draw fresh access tokens from then on.

  tokenwell demo                see it work: 10 seconds, only on this machine
  tokenwell login salesforce    connect a Salesforce org
  tokenwell login auth0         connect an Auth0 tenant
  tokenwell login https://…     connect any OpenID provider

  Use    token  run  use  request  snippet  Look   status  explain  doctor
  Move   export  import  move               Test   emulator  demo
  More   tokenwell help`,

  "help.all": `Get an OAuth refresh token once. Draw fresh access tokens from then on.

  tokenwell login salesforce [name]    connect a Salesforce org
  tokenwell login auth0 [name]         connect an Auth0 tenant
  tokenwell login https://… [name]     connect any OpenID provider
  tokenwell renew [name]               log in again: same app and settings
  tokenwell token [name]               print an access token
  tokenwell run [name] -- <program>    run a program with a token
  tokenwell use [tool] [name]          configure git, msmtp, sf, kubectl …
  tokenwell request [name] <address>   call the API
  tokenwell status [name]              see how connections stand
  tokenwell explain <text>             why an error comes, how to mend it
  tokenwell snippet [name] --lang go   the same requests as code of yours
  tokenwell doctor                     examine the installation
  tokenwell logout [name]              revoke at the provider, erase here
  tokenwell set <name> max-life=365d   record what the provider does not report
  tokenwell set <name> --on needs-login -- <program>    be told
  tokenwell export <name>              hand the refresh token over
  tokenwell import salesforce [name]   take over a refresh token, from stdin
  tokenwell move <name> ssh://…        move a connection to another machine
  tokenwell remote                     what login --on and move run there
  tokenwell mcp bridge <name>          one login for all clients of MCP
  tokenwell upkeep                     refresh what would expire unused
  tokenwell upkeep install             let this machine run that every hour
  tokenwell work                       refresh all that is due, until a signal
  tokenwell keys                       the key of your data: move, copy, rotate
  tokenwell store move WHERE           move everything to PostgreSQL, or back
  tokenwell emulator [provider]        a Salesforce or Auth0 for your own tests
  tokenwell demo                       see it work, only on this machine
  tokenwell help <command>             everything about one of them
  tokenwell help salesforce | auth0    all clicks, from an account to a token
  tokenwell --version                  print the version

  Everywhere   --json       data for programs on stdout, errors as JSON
               --verbose    each request and answer, secrets left out
               --lang en    or ja
  Exit codes   0 ok  1 failed  2 bad input  3 must log in  4 retry later
  Environment  TOKENWELL_CONNECTION     the connection when none is named
               TOKENWELL_CLIENT_SECRET  the app's secret
               TOKENWELL_HOME           one folder for everything
               TOKENWELL_KEY_FILE       the key, if it comes from outside
               TOKENWELL_LANG  HTTPS_PROXY  NO_PROXY  NODE_EXTRA_CA_CERTS

A name may be left out while there is one connection.`,

  "help.login": `Connect an account at a provider.

  tokenwell login salesforce                    see tokenwell help salesforce
  tokenwell login auth0                         see tokenwell help auth0
  tokenwell login https://login.example.com     any OpenID provider
  tokenwell login https://login.example.com acme
  tokenwell renew acme                          the same login again, in place
  tokenwell login https://mcp.example.com/mcp   see tokenwell help mcp

  A server without metadata (plain OAuth 2.0)
    --authorize-url URL          where the user allows access
    --token-url URL              where the code is exchanged
    --revoke-url URL             where logout revokes the login
    --userinfo-url URL           where the account has its name
  The app
    --host HOST                  org, sandbox or site; Auth0 domain
    --client-id ID
    --client-secret-file FILE    "-" reads stdin; or TOKENWELL_CLIENT_SECRET
    --public                     the app has no secret
    --register                   a new app at an MCP server's provider
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
    --with-secret                with --print --json: the client secret too
  The browser
    --no-browser                 print the address, open nothing
  The machine
    --on ssh://taro@server       log in there, with the browser of this machine;
                                 also docker://… and kubectl://…, see help move`,

  "help.renew": `Log in again in place: same name, app, account and settings, no questions.

  tokenwell renew [name]

  Without a name: the only connection that must log in again.

    --replace-account            another account may log in under this name
    --scope "…"                  ask for these scopes from now on
    --audience API               … and for a token for this API
    --client-id ID               with another app of the same provider
    --client-secret-file FILE    "-" reads stdin; or TOKENWELL_CLIENT_SECRET
    --callback URL
    --port N                     the callback on another port
    --no-test                    without the test refresh after the login
    --no-browser                 print the address, open nothing
    --register                   with a new app at an MCP server's provider

  If the login fails, the connection stays as it is.`,

  "help.token": `Print an access token, refreshed when needed.

  tokenwell token [name]
  curl -H "Authorization: Bearer $(tokenwell token)" https://…

    --min-ttl 5m    must live at least so long (default 60s; 300, 5m, 1h);
                    one that cannot is printed with a warning, exit code 0
    --json          with type, scope and expiry
    --id            the ID token instead
    --refresh       refresh once now, which tests the refresh token
    --wait 60       seconds to wait for another program's refresh

  In the form that another program reads: --as FORM
    header              tokenwell token --as header | curl -H @- https://…
    curl-config         tokenwell token --as curl-config | curl -K - https://…
    json                access_token, expires_at (seconds since 1970), scope
    dotenv              ACCESS_TOKEN=…; for Salesforce INSTANCE_URL=…
    exec-credential     a credential plugin of Kubernetes; often with --id
    git-credential      git config credential.https://git.example.com.helper
                          '!tokenwell token acme --as git-credential'
    docker-credential   docker-credential-acme, a script with this line:
                          exec tokenwell token acme --as docker-credential "$@"
    xoauth2             the string of SASL for mail, in Base64
    oauthbearer         the same, as RFC 7628 has it
    mcp-headers         {"Authorization":"Bearer …"}
    sf-access-token     tokenwell token --as sf-access-token |
                          sf org login access-token --instance-url https://…

    --user NAME         the user in it: for mail, default the account; for git
                        and Docker, default oauth2
    --allow-host HOST   another server that may have the token by git or Docker
                        (default: only the server of the connection's API)`,

  "help.request": `Call the connection's API with its access token.

  tokenwell request [name] /path
  tokenwell request [name] /path -X PUT --data-file body.json

    -X, --method M       default GET; POST when there is data
    -H, --header "N: v"  a header; repeat it for more
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

With a name or --check the exit code is 0 ok, 3 must log in, 4 not well or
not checked.`,

  "help.explain": `Say what an error means, why it comes, and how to mend it. Offline.

  tokenwell explain "invalid_grant: expired access/refresh token"
  tokenwell explain --provider salesforce --stage refresh -- TEXT
  tokenwell explain - < error.log

  TEXT is whatever you have: a JSON answer, an address with error=, a page, an
  exception of any client, a log, or a code of tokenwell. "-" reads stdin.

    --provider P     salesforce auth0 google microsoft okta github keycloak
                     slack hubspot oidc
    --stage S        authorize callback token-exchange refresh api-call revoke
                     network keychain
    --grant G        authorization_code refresh_token jwt_bearer
                     client_credentials device_code password
    --status N       the HTTP status
    --context "…"    what you know besides: "two servers share the app"
    --json           the same for programs

Secrets in TEXT are not printed. Nothing is sent.`,

  "help.snippet": `Print ready code for login, exchange, refresh and API call. Sends no token.

  tokenwell snippet --lang LANGUAGE         of the only connection
  tokenwell snippet acme --lang python
  tokenwell snippet salesforce --lang java --step refresh
  tokenwell snippet auth0 --host acme.us.auth0.com --lang go
  tokenwell snippet https://login.example.com --lang curl

    --lang L         curl csharp go java javascript axios kotlin objective-c php
                     powershell python ruby rust swift
                     postman postman-environment http: a file with all steps
    --step S         authorize exchange refresh call; default: all of them,
                     one program after the other
    --api URL        where the API is
    --json           the same for programs
  Without a connection
    --host HOST      org, sandbox or site; Auth0 domain
    --client-id ID   default: YOUR_CLIENT_ID
    --public         the app has no secret
    --scope "…"  --audience API  --callback URL    as for login

The code reads secrets from the environment: CLIENT_SECRET, CODE,
CODE_VERIFIER, REFRESH_TOKEN, ACCESS_TOKEN. None of yours is printed.
Remarks in the code are in your language: --lang go --lang ja`,

  "help.doctor": `Examine the installation: key, PostgreSQL, files, disk, versions, proxy and
certificates, clock, connections, processes. Each fault comes with the command
that mends it.

  tokenwell doctor

    --json    the same for programs

It changes nothing and shows no secret. It asks the providers of your
connections for their time; nothing else is sent. Exit code 0: all is well;
1: there is something to mend.`,

  "help.logout": `Revoke the refresh token at the provider, check that it is dead, erase it.

  tokenwell logout [name]

    --local    only erase it here; the token may still work there`,

  "help.set": `Record what the provider does not report, or where the provider is now. It
applies to the connection's app.

  tokenwell set acme max-life=365d idle-life=30d

    max-life      how long a login lasts, however often it is used
    idle-life     how long a refresh token lasts without use
    access-life   how long an access token lasts, if the provider does not say
    overlap       how long a replaced refresh token still works (30s)

    secret        the app's new secret: asked for, or --client-secret-file
    host          the provider's new address (host=acme.my.salesforce.com)

    --on needs-login -- program argument…     run a program, without a shell
    --on needs-login,expiring,recovered notify    or show a notification
    --on needs-login none                     no more
      needs-login  it must log in, or its account or app is stopped
      expiring     14 and 3 days before the end, or when it idles too long
      recovered    it works again
      The program runs once for each event and gets no token. It knows
      TOKENWELL_EVENT _CONNECTION _REASON _WHY _RENEW (what to run) _UNTIL

  Times: 30s, 5m, 2h, 30d. "none" takes a setting back.
  The old secret stays until the provider refuses it and accepts the new one:
  change it here or there first, as you like.
  Refresh tokens go to the new host from then on. If tokenwell cannot tell
  whether it is the same provider, it asks; --yes answers beforehand.
  This changes nothing at the provider. It records what is set there.`,

  "help.export": `Hand a connection's refresh token over.

  tokenwell export acme --refresh-token

    --refresh-token    what is exported
    --yes              without asking
    --json             all that a form asks for
    --with-secret      with --json: the client secret too

An app that rotates lets one program use the token: from then on tokenwell
does not refresh it. To take over again:  tokenwell renew acme`,

  "help.import": `Take over a refresh token that another program got, and test it once.

  tokenwell import salesforce [name] < file
  tokenwell import auth0 [name] --host acme.us.auth0.com < file
  tokenwell import https://login.example.com [name] < file
  tokenwell import [name] < what "export --json" wrote: it says the rest

    --host HOST                  org, sandbox or site; Auth0 domain
    --client-id ID               the app that it was given to
    --client-secret-file FILE    or TOKENWELL_CLIENT_SECRET
    --public                     the app has no secret
    --api URL                    where request finds the API
    --authorize-url URL          with --token-url: a server without metadata

The other program must no longer use it: with rotation its copy is dead.`,

  "help.emulator": `A Salesforce, an Auth0 or an OpenID provider on this machine, for your tests.

  tokenwell emulator                  salesforce
  tokenwell emulator auth0
  tokenwell emulator oidc             needs  npm install oidc-provider

    --port N             of the first host, default 9400; 0: any that are free
    --tls                https, with an authority that is made at start
    --rotation KIND      strict or static; default strict
    --any-app            accepts every client ID, without a secret
    --options JSON       apps, users and switches, as startEmulator() takes them
    --json               addresses, apps and the authority's file on stdout

  Any password is right, nothing is kept, and only this machine can reach it.
  Runs until Ctrl-C. Its page: expire, revoke, move the clock, arm faults.`,
  "help.demo": `See it work: a Salesforce look-alike runs on this machine for 10 seconds.

  tokenwell demo

    --show-naive    print the script of step 5

Every "$" line is the real command; numbers are from the look-alike's ledger.`,

  // Login: questions
  "login.app_needed": `Your provider needs one app for this (once, about 3 minutes). Have one? Go on.
  At {host}, register an application with
    Redirect URI  {redirectUri}  (or: Callback URL)
    Grant types   authorization_code, refresh_token
    Scope         offline_access
`,
  "ask.host": "Address",
  "ask.host_used": "using {address}",
  "ask.client_id": "Client ID",
  "ask.client_secret": "Client Secret  not shown; Enter: none",
  "ask.new_secret": "New client secret  not shown",
  "ask.audience": "API Identifier  the audience; Enter: none, then it only opens /userinfo",
  "ask.use_app": "Use the app of {names} ({clientId}, {host})? (Y/n)",
  "ask.use_app_before": "Use the app that you gave before ({clientId}, {host})? (Y/n)",
  "ask.refresh_token": "Refresh token  not shown",
  "ask.hand_over": "Hand it over? (y/N)",
  "ask.move": "Send the refresh tokens of {names} to {to}? (y/N)",
  "ask.other_copy_gone": "Two copies in use end the login. Is the other one gone? (y/N)",
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
  "browser.goes_on_by_paste": "The login goes on without it: paste the address that you end on.",
  "browser.waiting": "Waiting for Allow in the browser, up to {minutes} minutes. Ctrl-C stops.",
  "browser.still_waiting": "Still waiting. Does the browser show an error? Paste its text or address here.",
  "browser.not_opened_above": "No browser could be opened. Open the address above yourself.",
  "browser.not_opened": "No browser could be opened. Open this address yourself:",

  // Login: steps and result
  "step.allowed": "Allowed by {account}",
  "step.allowed_by_id": "Allowed by user {account}",
  "step.allowed_unnamed": "Allowed",
  "step.stored": "Refresh token received and stored encrypted",
  "step.tested": "Tested with one refresh",
  "step.tested_rotates": "Tested with one refresh. This app rotates; the new token is stored",
  "step.tested_static": "Tested with one refresh. This app does not rotate",
  "connected.title": "Connected as {name}",
  "connected.api": "API",
  "connected.scopes": "Scopes",
  "connected.lives": "Lives",
  "lives.until_revoked": "until revoked (assumed; your provider decides)",
  "lives.until_revoked_short": "until revoked (assumed)",
  "lives.until": "until {day} however often it is used (you set it)",
  "lives.until_assumed": "until {day} however often it is used (assumed: {provider}'s default)",
  "lives.idle": "{lives}; ends after {days} idle days (you set it)",
  "lives.differs": "Yours differs?  tokenwell set {name} max-life=365d",
  "next.token": "print an access token",
  "next.request": "call the API",
  "handed.kept_nothing": "tokenwell kept no token: a refresh token has one owner, and that is you.",
  "handed.rotates": `This app rotates: the program you give it to must save the new token after every use. If it cannot, switch off rotation for this app at the provider.`,
  "handed.not_taken": "The refresh token was not read from stdout, so it is kept as {name}.",

  // Handing over, taking over, settings
  "export.rotates": `{name} rotates: only one program may use this token. From now on tokenwell will not refresh {name}.`,
  "export.shared": `{name} does not rotate: tokenwell goes on using this token. Anyone who has it can use it until it is revoked; tokenwell logout {name} ends it for both.`,
  "export.done": "{name} is handed over. To take over again:  tokenwell renew {name}",
  "export.stopped": "Nothing was handed over: {name} stays as it was.",
  "export.kept": "The refresh token was not read from stdout: {name} stays as it was.",
  "import.stored": "Refresh token stored encrypted",
  "import.done_unnamed": "{name} is connected. The other program must no longer use its copy",
  "import.done": "{name} is {account}. The other program must no longer use its copy",
  "set.done": "{name}: {settings}",
  "set.secret": "Kept beside the present one until the provider accepts it.",
  "set.also": "It applies to the app, so to {names} too.",
  "set.elsewhere": "Cannot tell whether {to} is the same provider as {from}, where {name} is now.",
  "set.moved": "Try it:  tokenwell status {name} --check",

  // tokenwell token
  "token.short": "the token ends in {left}, sooner than --min-ttl {given} asks for",

  // Waiting
  "notice.drain": `{name}: the refresh at {since} got no answer. Asking again before {until} could end the login. Waiting {seconds} s; Ctrl-C is safe.`,
  "notice.other":
    "{name}: another program has been refreshing it since {since}.\nWaiting up to {seconds} s; Ctrl-C is safe.",
  "notice.unsaved": `{name}: the provider answered, but the answer cannot be stored yet.
Trying until it can; stopping now may cost the login.`,
  "notice.finishing": "finishing the refresh of {names}, seconds; Ctrl-C again may cost the login",

  // Status
  // doctor
  "hint.doctor": "To examine this machine:  tokenwell doctor",
  "doctor.check.key": "key",
  "doctor.check.files": "files",
  "doctor.check.durability": "disk",
  "doctor.check.versions": "versions",
  "doctor.check.network": "network",
  "doctor.check.clock": "clock",
  "doctor.check.connections": "upkeep",
  "doctor.check.processes": "processes",
  "doctor.healthy": "Nothing to mend.",
  "doctor.faults": "{count} to mend. Doctor itself changes nothing.",
  "doctor.nothing_stored": "nothing is stored yet; the first login makes key and data",
  "doctor.key_private": "{path}, readable only by you",
  "doctor.key_in_env": "given by the environment",
  "doctor.key_in_keychain": "in the keychain of this system",
  "doctor.local_disk": "{path}, on this machine",
  "doctor.durable": "each commit is on the disk before it counts; {free} free",
  "doctor.versions_fit": "tokenwell {tokenwell}, Node {node}, {engine}, data format {format}",
  "doctor.data_older":
    "tokenwell {tokenwell}, Node {node}, {engine}; the data has format {format}, and the next command brings it to {known}",
  "doctor.direct": "no proxy; certificates of Node and of the system",
  "doctor.through_proxy": "{host} through the proxy {proxy}; certificates of Node and of the system",
  "doctor.clock_right": "as that of {host}, within {span}",
  "doctor.clock_not_compared": "not compared: no provider is connected that says its time",
  "doctor.kept_alive": "no login ends soon ({count} connected)",
  "doctor.upkeep_ran": "no login ends soon ({count} connected); upkeep ran {since}",
  "doctor.no_connection": "nothing is connected yet",
  "doctor.none_stuck": "none is stuck",
  "doctor.folder_open": "others may change files in {path} (mode {mode})",
  "doctor.key_synced": "a program copies the key to other machines: {path}",
  "doctor.data_readable": "others may read {path} (mode {mode})",
  "doctor.data_shared_mount":
    "{path} is on {type}, where locks do not hold: a token can be lost or sent twice",
  "doctor.data_synced": "a program copies the data to other machines, which can fork a token: {by}",
  "doctor.data_in_memory": "{path} is in memory ({type}): every login is lost when the machine stops",
  "doctor.read_only": "the data cannot be written, so no token can be refreshed: {path}",
  "doctor.space_low": "only {free} are left for the data; without space no token is refreshed",
  "doctor.damaged": "SQLite finds damage in {path}",
  "doctor.store_restored": "the data is older than what was in use here: {place}",
  "doctor.store_copied": "the data is a copy of what was in use elsewhere: {place}",
  "doctor.other_version":
    "process {pid} uses the data with tokenwell {version} ({folder}), and this is {ours}",
  "doctor.proxy_invalid": "{option} is not the address of a proxy",
  "doctor.proxy_twice": "{used} and {other} differ; {used} counts",
  "doctor.proxy_http_only":
    "HTTP_PROXY is set and HTTPS_PROXY is not: providers are reached without the proxy",
  "doctor.ca_unreadable": "NODE_EXTRA_CA_CERTS names a file that cannot be read: {path}",
  "doctor.ca_empty": "NODE_EXTRA_CA_CERTS names a file without a certificate: {path}",
  "doctor.checks_off":
    "NODE_TLS_REJECT_UNAUTHORIZED=0 lets every other Node program here talk to anyone; tokenwell ignores it",
  "doctor.unreachable": "{host} cannot be reached ({reason})",
  "doctor.clock_ahead": "{span} ahead of {host}; tokens seem to end too early, and ID tokens may not fit",
  "doctor.clock_behind": "{span} behind {host}; tokens seem to live too long, and ID tokens may not fit",
  "doctor.neglected": "{name} ends in {left} ({until}) unless it is used, and nothing refreshes it",
  "doctor.upkeep_missing": "nothing runs upkeep: an unused login ends, and you hear of nothing",
  "doctor.upkeep_stopped": "upkeep has not run since {since}",
  "doctor.ending": "{name} ends in {left}, on {until} ({source}), however often it is used",
  "doctor.broken": "{name} does not work",
  "doctor.process_stopped": "process {pid} has the data open and is stopped: others may wait for it",
  "doctor.refresh_stuck": "a refresh of {name} is under way since {since}",
  "mend.other": "tokenwell status",
  "mend.key_missing": "tokenwell keys restore FILE",
  "mend.key_wrong": "tokenwell keys restore FILE",
  "mend.key_invalid": "tokenwell keys restore FILE",
  "mend.key_readable": "chmod 600 {path}",
  "mend.key_unreadable": "chmod 600 {path}",
  "mend.key_foreign": "sudo chown $(id -un) {path}",
  "mend.key_link": "cp --remove-destination $(readlink -f {path}) {path}",
  "mend.key_synced": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.folder_open": "chmod 700 {path}",
  "mend.data_readable": "chmod 600 {path}",
  "mend.data_shared_mount": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.data_synced": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.data_in_memory": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.store_remote": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.store_foreign": "sudo chown $(id -un) {place}",
  "mend.store_link": "cp --remove-destination $(readlink -f {place}) {place}",
  "mend.store_corrupt": "cp BACKUP {place}",
  "mend.store_integrity": "cp BACKUP {place}",
  "mend.store_restored": "tokenwell upkeep --adopt",
  "mend.store_copied": "tokenwell upkeep --adopt",
  "mend.read_only": "chmod u+w {path} {folder}",
  "mend.space_low": "df -h {folder}",
  "mend.damaged": "cp BACKUP {path}",
  "mend.sqlite_too_old": "npx node@26 --version",
  "mend.store_newer": "npm install -g tokenwell@latest",
  "mend.other_version": "npm install -g tokenwell@latest",
  "mend.proxy_invalid": "export {option}=http://HOST:PORT",
  "mend.proxy_twice": "unset {used}",
  "mend.proxy_http_only": "export HTTPS_PROXY=$HTTP_PROXY",
  "mend.ca_unreadable": "export NODE_EXTRA_CA_CERTS=/PATH/TO/company-ca.pem",
  "mend.ca_empty": "export NODE_EXTRA_CA_CERTS=/PATH/TO/company-ca.pem",
  "mend.checks_off": "unset NODE_TLS_REJECT_UNAUTHORIZED",
  "mend.unreachable": "curl -v {origin}/",
  "mend.unreachable.dns": "getent hosts {host}",
  "mend.unreachable.lookup": "getent hosts {host}",
  "mend.unreachable.tls": "export NODE_EXTRA_CA_CERTS=/PATH/TO/company-ca.pem",
  "mend.unreachable.proxy": "export HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT",
  "mend.unreachable.proxy_unreachable": "export HTTPS_PROXY=http://HOST:PORT",
  "mend.clock_ahead": "sudo timedatectl set-ntp true",
  "mend.clock_ahead.darwin": "sudo sntp -sS time.apple.com",
  "mend.clock_ahead.win32": "w32tm /resync",
  "mend.clock_behind": "sudo timedatectl set-ntp true",
  "mend.clock_behind.darwin": "sudo sntp -sS time.apple.com",
  "mend.clock_behind.win32": "w32tm /resync",
  "mend.upkeep_missing": "tokenwell upkeep install",
  "mend.upkeep_stopped": "tokenwell upkeep install",
  "mend.neglected": "tokenwell upkeep install",
  "mend.ending": "tokenwell renew {name}",
  "mend.broken": "tokenwell status {name}",
  "mend.process_stopped": "kill -CONT {pid}",
  "mend.refresh_stuck": "tokenwell token {name}",

  "explain.said": "said",
  "explain.why": "why",
  "explain.fix": "fix",
  "explain.page": "more",
  "explain.token": "token",
  "explain.retry": "retry",

  "status.name": "NAME",
  "status.provider": "PROVIDER",
  "status.account": "ACCOUNT",
  "status.state": "STATE",
  "state.ok": "ok, last refresh {ago}",
  "state.ok_new": "ok, not refreshed yet",
  "state.ok_idle": "ok, ends in {left} unless it is used",
  "state.ok_ending": "ok, ends in {left} ({source})",
  "state.unsettled": "the last refresh got no answer",
  "state.refused": "the last refresh was refused without a reason",
  "state.failing": "the last refresh failed",
  "state.suspended": "stopped by the provider",
  "state.released": "handed over",
  "state.unchecked": "not checked",
  "state.problem": "tokenwell status {name}",
  "state.log_in": "tokenwell renew {name}",
  "state.replace_account": "tokenwell renew {name} --replace-account",
  "state.log_out": "tokenwell logout {name}",
  "status.fine": "{name} is fine",
  "status.failing": "{name}: its last refresh failed. To try again:  tokenwell status {name} --check",
  "status.unsettled": "{name}: its last refresh got no answer",
  "status.cause": "The cause that fits:",
  "status.causes": "The causes that fit, the likeliest first:",
  "status.released": "{name} is handed over: its refresh token has another owner",
  "detail.account": "account",
  "detail.app": "app",
  "detail.access": "access",
  "detail.refresh": "refresh",
  "detail.lives": "lives",
  "detail.neglected": "unused: ends in {left}. To keep it:  tokenwell upkeep install",
  "detail.clock":
    "this machine's clock was changed. To set the times right:  tokenwell token {name} --refresh",
  "detail.why": "why",
  "detail.grants": "grants",
  "detail.stored": "stored",
  "detail.key": "key",
  "detail.also": "{clientId} (also: {names})",
  "detail.organisation": "{account}, org {organisation}",
  "detail.logins": "{count} of {most} for this user and app",
  "access.left": "about {left} left ({source})",
  "access.over": "ended {ago}",
  "access.ended": "ended {ago}; the next use refreshes",
  "access.rejected": "refused by the API; the next use refreshes",
  "access.none": "none yet",
  "access.other_type": "the provider calls it {type}; used as Bearer",
  "access.no_type": "the provider names no token type; used as Bearer",
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
  "ago.future": "on {day}, in the future",
  "span.seconds": "{seconds} s",
  "span.minutes": "{minutes} min",
  "span.hours": "{hours} h {minutes} min",
  "span.days": "{days} days",

  // Logging out
  "logout.done": "{name} is logged out: {host} confirmed that the token is dead",
  "logout.local": "{name} is forgotten here. Its token may still work at {host}.",

  // Snippets: remarks in code
  "snippet.languages": "--lang takes one of these:",
  "snippet.step": "Step {number} of {count}: {what}",
  "snippet.step_file": "Step {number} of {count}, {file}: {what}",
  "snippet.authorize": "log in. Run this and open the address that it prints.",
  "snippet.exchange": "exchange the code for tokens.",
  "snippet.refresh": "get a new access token when the old one has ended.",
  "snippet.call": "call the API.",
  "snippet.needs": "Install first: {needs}",
  "snippet.replace": "Replace first: {names}",
  "snippet.environment": "Read from the environment: {names}",
  "snippet.after_allow":
    "The browser ends at {redirectUri}?code=...&state=... even if that page cannot load. Go on only if state is the printed STATE.",
  "snippet.take_over": "Put the code and the printed CODE_VERIFIER into the environment of step 2.",
  "snippet.code":
    "CODE works once, for {minutes} minutes. Take it from the address decoded once (%2F is /): this program encodes it again.",
  "snippet.public": "This app is public: no secret is sent.",
  "snippet.rotation":
    "Store refresh_token of the answer before you do anything else. It is what step 3 needs.",
  "snippet.rotation_again":
    "If the answer has a refresh_token, store it in place of the old one before you do anything else: with rotation the old one is dead.",
  "snippet.one_refresh":
    "Never run two refreshes at once: with rotation the provider takes the second for a theft and ends the login.",
  "snippet.renew": "HTTP 401: the access token has ended. Do step 3, then try once more.",

  // The demo
  "demo.title": "A Salesforce look-alike runs on this machine for 10 seconds. Nothing leaves.",
  "demo.log_in": "Log in once",
  "demo.browser": "Your browser opens. Any name and password will do; then press Allow.",
  "demo.use": "Use it",
  "demo.expired": "Two hours later the access token is dead (we moved both clocks)",
  "demo.one_refresh": "{count} refresh, {ms} ms",
  "demo.many": "{programs} programs, {requests} requests at once, the token dead again",
  "demo.naive": "The same with a token file and no lock, as most scripts do it",
  "demo.seen": "refreshes the provider saw",
  "demo.served": "programs that got a token",
  "demo.of": "{some} of {all}",
  "demo.spent": "{count}, {spent} of them with a spent token",
  "demo.did": "what the provider did",
  "demo.revoked": "revoked everything",
  "demo.nothing": "nothing",
  "demo.killed": "Killed while the answer was on its way (the Auth0 look-alike, overlap {seconds} s)",
  "demo.recovered": "recovered, nobody had to log in again",
  "demo.for_real": "For real     tokenwell login salesforce    or   tokenwell login auth0",
  "demo.your_tests": "Your tests   tokenwell emulator",

  // The emulator
  "emulator.title": "{provider} on this machine, for tests. Nothing is kept.",
  "emulator.salesforce": "A Salesforce look-alike",
  "emulator.auth0": "An Auth0 look-alike",
  "emulator.oidc": "An OpenID provider",
  "emulator.login_host": "login",
  "emulator.test_host": "test",
  "emulator.my_domain": "My Domain",
  "emulator.sandbox": "sandbox",
  "emulator.site": "site",
  "emulator.tenant": "tenant",
  "emulator.custom": "custom domain",
  "emulator.issuer": "issuer",
  "emulator.control": "control page",
  "emulator.api": "API",
  "emulator.api_at": "{identifier}  (answers at {address})",
  "emulator.apps": "apps",
  "emulator.public_app": "{clientId}  (no secret)",
  "emulator.secret_app": "{clientId}   secret {clientSecret}",
  "emulator.any_app": "any other client ID  (no secret)",
  "emulator.users": "users",
  "emulator.any_user": "alice, or any name; any password",
  "emulator.ends": "Ctrl-C ends it.",

  // Errors in the command line
  "error.unknown_command": 'no command "{given}"',
  "error.unknown_command_did_you_mean": 'no command "{given}"; did you mean {suggestion}?',
  "error.unknown_command.more": "tokenwell help",
  "error.unknown_option": "no option {given}",
  "error.unknown_option_did_you_mean": "no option {given}; did you mean {suggestion}?",
  "error.unknown_option.more": "tokenwell help {command}",
  "error.option_takes_no_value": "{given} takes no value",
  "error.option_takes_no_value.more": "tokenwell help {command}",
  "error.option_needs_value": "{given} needs a value",
  "error.option_needs_value.more": "tokenwell help {command}",
  "error.too_many_words": "too many words",
  "error.too_many_words.more": "tokenwell help {command}",
  "error.nothing_to_explain": "explain what?",
  "error.nothing_to_explain.more": 'tokenwell explain "invalid_grant"   or   tokenwell explain - < error.log',
  "error.no_snippet_target": "code for what?",
  "error.no_snippet_target.more":
    "tokenwell snippet salesforce --lang {lang}   or   auth0   or   https://login.example.com",
  "error.no_snippet_language": "code in which language?",
  "error.no_snippet_language.more": "--lang takes {languages}",
  "error.unknown_snippet_language": "no snippets in {given}",
  "error.unknown_snippet_language_did_you_mean": "no snippets in {given}; did you mean {suggestion}?",
  "error.unknown_snippet_language.more": "--lang takes {languages}",
  "error.snippet_of_connection": "{option} is not for {name}: a connection knows it already",
  "error.snippet_of_connection.more": "tokenwell snippet {name} --lang curl",
  "error.no_target": "login where?",
  "error.no_target.more": "tokenwell login salesforce   or   auth0   or   https://login.example.com",
  "error.unknown_target": '"{given}" is neither a connection nor an address',
  "error.unknown_target.more": "tokenwell login salesforce   or   auth0   or   https://login.example.com",
  "error.unknown_target_did_you_mean":
    '"{given}" is neither a connection nor an address; did you mean {suggestion}?',
  "error.host_of_other": "{host} is a host of {provider}",
  "error.host_of_other.more": "tokenwell login {provider} --host {host}",
  "error.host_twice": "the address is given twice: {given} and --host {host}",
  "error.nothing_to_export": "what is to be exported?",
  "error.nothing_to_export.more": "tokenwell export {name} --refresh-token",
  "error.export_needs_yes": "there is no terminal to ask on, and a refresh token leaves only when you say so",
  "error.export_needs_yes.more": "tokenwell export {name} --refresh-token --yes",
  "error.no_import_target": "import from where?",
  "error.no_import_target.more": "tokenwell import salesforce [name] < file",
  "error.secret_and_token": "both the secret and the refresh token would come from stdin",
  "error.secret_and_token.more": "Give the secret by --client-secret-file FILE or TOKENWELL_CLIENT_SECRET.",
  "error.import_not_credentials": "that is JSON, but not of a refresh token; nothing was sent",
  "error.import_not_credentials.more": `It takes the refresh token alone, or all that one of these prints:
tokenwell export NAME --refresh-token --json
tokenwell login … --print --json`,
  "error.import_other_provider": "that refresh token is for {says}, not for {given}; nothing was sent",
  "error.import_other_provider.more": "Leave {given} out: the JSON says where it belongs.",
  "error.no_setting": "which setting?",
  "error.no_setting.more":
    "tokenwell set {name} max-life=365d\nAlso idle-life, access-life, overlap, host, secret",
  "error.unknown_setting": "no setting {given}",
  "error.unknown_setting_did_you_mean": "no setting {given}; did you mean {suggestion}?",
  "error.unknown_setting.more": "tokenwell help set",
  "error.no_emulator": "the package @tokenwell/emulator is missing",
  "error.no_emulator.more": "npm install @tokenwell/emulator",
  "error.emulator_failed": "the emulator does not run: {what}",
  "error.emulator_port": "port {port} is taken by another program",
  "error.emulator_port.more": "tokenwell emulator --port 0   takes any that are free",
  "error.demo_failed": "the demo stopped: {what}",
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
  "error.no_id_token.more": 'Its scopes must include openid:\ntokenwell renew {name} --scope "{scope}"',
  "error.http_status": "{method} {address}: HTTP {status}",
  "error.http_status_fresh": "{method} {address}: HTTP {status}",
  "error.http_status_fresh.more":
    "The token was refreshed less than 30 s ago, so it was not refreshed again.\nDoes the login still live?  tokenwell status {name} --check",
  "error.http_status_repeated": "{method} {address}: HTTP {status}",
  "error.http_status_repeated.more":
    "The token was refreshed and the request repeated, to the same end: check the address, and what the account may do there.",
  "error.http_status_no_audience": "{method} {address}: HTTP {status}",
  "error.http_status_no_audience.more":
    "The token is for no API: an API gets one by its API Identifier, the audience.\ntokenwell renew {name} --audience API-IDENTIFIER",
  "error.needs_login_line": "{name} must log in again ({said}): run tokenwell renew {name}",
  "error.paste_needs_terminal":
    "this machine cannot listen on {redirectUri}, and there is no terminal to paste on",
  "error.paste_needs_terminal.more": "Run it on a terminal, or use a callback on this machine:  --port 9355",
  "error.unwritable": "stdout cannot be written ({reason})",
  "error.unexpected": "unexpected: {what}",
  "error.unexpected.more":
    "This is a fault of tokenwell. Please report it in its repository, with what --verbose shows.",
  "takes.duration": "a time such as 300, 300s, 5m or 1h",
  "takes.life": 'a time such as 30s, 5m, 2h or 365d, or "none"',
  "takes.port": "a number from 1 to 65535",
  "takes.emulator_port": "a number from 1 to 65530, or 0 for any that are free",
  "takes.header": 'a name and a value: "Accept: text/plain"',
  "takes.secret": "a file with the secret in it",
  "takes.json": "a JSON object",
  "takes.language": "en or ja",
  "takes.snippet_step": "authorize, exchange, refresh or call",
  "missing.or": "or",

  ...forms,
  ...hooks,
  ...use,
  ...salesforce,
  ...auth0,
  ...mcp,
  ...remote,
  ...work,
  ...keys,
  ...store,
  ...doctor,
} as const;

/** The key of a sentence of the command. */
export type WordKey = keyof typeof en;

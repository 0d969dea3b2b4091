import type { ErrorCode } from "../error-codes.ts";

/** The first part of a key that does not belong to an error. */
type Topic =
  | "evidence"
  | "fix"
  | "grant"
  | "hook"
  | "needs_login"
  | "next"
  | "otherwise"
  | "reason"
  | "refusal"
  | "tab"
  | "trust"
  | "why";

/** A table with one sentence for each error code, and without `error.` keys that have no code. */
type Sentences = Readonly<
  Record<`error.${ErrorCode}`, string> & {
    [more: `error.${ErrorCode}.${string}`]: string;
    [other: `${Topic}.${string}`]: string;
  }
>;

/**
 * Every sentence of this library in English. `error.<code>` is one line about the failure; the optional
 * `error.<code>.more` has the likely cause and the next step, line by line.
 */
export const en = {
  // What a hook tells
  "hook.recovered": "{name} works again",
  "hook.expiring.max_life": "{name}: its login ends on {until}",
  "hook.expiring.idle_life": "{name} is unused: its login ends on {until}",

  // Which connection, which name
  "error.nothing_connected": "nothing is connected yet",
  "error.nothing_connected.more": "tokenwell login salesforce   or   tokenwell demo",
  "error.which_connection": "which one?  {names}",
  "error.unknown_connection": 'no connection "{name}"',
  "error.unknown_connection.more": "tokenwell status",
  "error.unknown_connection_did_you_mean": 'no connection "{name}"; did you mean {suggestion}?',
  "error.token_kept": "{name} already keeps this refresh token",
  "error.token_kept.more": "It was not sent again. Use it:  tokenwell token {name}",
  "error.token_sent": "this refresh token was already sent from here",
  "error.token_sent.more":
    "It was not sent again: many providers end the login when a refresh token comes twice. Log in instead:  {command}",
  "error.name_taken": 'the name "{name}" belongs to {account}',
  "error.name_taken.more": "Choose another:  --name …\nOr give it to this account:  --replace-account",
  "error.new_login_refused": "{name}: {provider} refused the refresh token that it had just given ({said})",
  "error.new_login_refused.more": "The previous login stays in use.",
  "error.host_elsewhere": "{name}: cannot tell whether {to} is the same provider as {from}",
  "error.host_elsewhere.more":
    "Its refresh token would be sent there. If it is the same:  tokenwell set {name} host={to} --yes",
  "error.invalid_name": '"{name}" cannot be a name',
  "error.invalid_name.more":
    "Letters, digits, dot, hyphen and underscore, beginning with a letter or digit; at most 63.",
  "error.invalid_option": "{option} cannot be {given}",
  "error.invalid_option.more": "It takes {takes}.",
  "error.no_client_secret": "{name}: its app was connected without a secret",
  "error.no_client_secret.more":
    "If the app has one now, connect it again:  tokenwell renew {name} --client-secret-file FILE",
  "error.missing_options": "missing, and there is no terminal to ask on:",
  "error.missing_options.more": "{options}",

  // Finding the provider
  "error.invalid_address": "not an address: {given}",
  "error.invalid_address.more": "It looks like https://login.example.com",
  "error.insecure_address": "{url} is not encrypted",
  "error.insecure_address.more": "Plain http is only for this machine (localhost). Use https://",
  "error.unknown_issuer": "there is no host called {host}",
  "error.unknown_issuer.more": "Check the spelling. Behind a proxy? Set HTTPS_PROXY.",
  "error.no_discovery": "{host} does not describe itself as an OpenID provider (HTTP {status})",
  "error.no_discovery.more":
    "Asked for {url}\nThe issuer may have a path, such as https://{host}/realms/acme; your provider's documentation names it.\nA plain OAuth 2.0 server: add --authorize-url … --token-url …",
  "error.too_many_redirects": "{host} redirects more than three times",
  "error.too_many_redirects.more": "Asked for {url}\nIt may be a loop. Ask its administrator.",
  "error.not_json": "{host} answered with a page ({what}) instead of data",
  "error.not_json.more":
    "Asked for {url}\nIt may be a login page of your network, a proxy's error, or the wrong address.",
  "error.issuer_mismatch": "{host} calls itself {says}",
  "error.issuer_mismatch.more":
    "An issuer must be given exactly as it calls itself. If you trust it:\n{command}",
  "error.issuer_template": "{host} is the address of many tenants: it calls itself {says}",
  "error.issuer_template.more":
    "Log in at the address of yours, with its id or domain in place of {placeholder}:\n{command}",
  "error.metadata_incomplete": "{host} does not say where its {endpoint} is",
  "error.metadata_incomplete.more": "Its metadata lacks {endpoint}. Ask its administrator.",

  "error.resource_mismatch": "{host} says that it is {says}",
  "error.resource_mismatch.more":
    "A login for it would give {host} tokens of another server, so there is none. Check the address.",
  "error.registration_refused": "{host} registers no client: {said}",
  "error.registration_refused.more": "Register one there by hand, then log in once more with  --client-id …",
  "error.endpoint_on_this_machine": "{host} names an address of this machine as its {endpoint}",
  "error.endpoint_on_this_machine.more": "It is not used: {url}",

  // The wire
  "error.unreachable": "cannot reach {host} ({reason})",
  "error.unreachable.more": "Check the network and the address. Behind a proxy? Set HTTPS_PROXY.",
  "error.no_answer": "{host} did not answer ({reason})",
  "error.no_answer.more": "Try again in a moment.",
  "error.answer_too_large": "{host} answered with more than {kilobytes} KiB",
  "error.port_taken": "port {port} is in use by another program",
  "error.port_taken.more":
    "Stop it, or use another port and add its address to your app's callback URLs:\n{command} --port {other}",
  "error.port_taken_by_login": "another tokenwell login waits at port {port}",
  "error.port_taken_by_login.more":
    "Finish or stop it, or use another port and add its address to your app's callback URLs:\n{command} --port {other}",
  "error.port_forbidden": "port {port} may not be opened here",
  "error.port_forbidden.more": "Use a port above 1023:  --port 9355",

  // The browser's answer
  "error.paste_empty": "There is nothing in it. Copy the whole address bar.",
  "error.paste_no_code": 'No "code=" in it. Copy the whole address bar after Allow.',
  "error.paste_login_page": 'That is the login page. Log in, press Allow; the right address has "code=".',
  "error.paste_own_address":
    "That is the address to open. Open it, press Allow, then paste the address you end on.",
  "error.paste_other_login": "That is from another login (its state differs). Use the newest tab.",
  "error.paste_other_provider": "That answer comes from {says}, not from {issuer}. It was not used.",
  "error.paste_no_issuer": "That address lacks its issuer (iss=…). Copy the whole address bar.",
  "error.paste_repeated": 'That address has "{parameter}" twice. It was not used.',
  "error.paste_implicit":
    "That address carries a token, not a code. The app must use the authorization code flow.",
  "error.paste_error_page": "The provider's page says: {said}",
  "error.consent_denied": "{provider} says that access was denied",
  "error.consent_denied.more": "The user pressed Deny, or may not use this app.\nTry again:  {command}",
  "error.redirect_uri_unknown": "{provider} does not know this callback URL for your app",
  "error.redirect_uri_unknown.more":
    "Add exactly this line to the app's callback URLs, then try again:\n{redirectUri}",
  "error.authorization_refused": "{provider} refused the login: {said}",
  "error.authorization_refused.more": "Check the app's settings there, then:  {command}",
  "error.login_timed_out": "nobody pressed Allow within {minutes} minutes",
  "error.login_timed_out.more": "Nothing was kept. Try again:  {command}",
  "error.login_stopped": "stopped; nothing was kept",

  // The token endpoint, at login
  "error.wrong_secret": "{provider} does not accept this client id and secret",
  "error.wrong_secret.more":
    "Copy both again from the app's settings; a secret is easily cut short.\nAn app without a secret:  --public",
  "error.code_expired": "{provider} no longer accepts this code",
  "error.code_expired.more":
    "A code works once, and only for minutes. This one is too old, was used before, or is not whole.\nGet a new one:  {command}",
  "error.token_refused": "{provider} refused to give a token: {said}",
  "error.token_refused.more": "Check the app's settings there, then:  {command}",
  "error.bad_token_answer": "{provider} gave an answer that cannot be trusted: {what}",
  "error.bad_token_answer.more":
    "It was not used. If it happens again, tell the administrator of {provider}.",
  "error.clocks_differ": "the clock of {provider} says {theirs}, and that of this server {ours}",
  "error.clocks_differ.more": "Set the clock that is wrong. The login was not completed.",
  "error.not_recent": "{provider} did not ask you to log in again, although this app demands it",
  "error.not_recent.more": "Your session goes on as before. If it happens again, tell the app's operator.",
  "error.other_user": "another account logged in at {provider} than the one of this session",
  "error.other_user.more": "Your session goes on as before. Log in with its account, or log out first.",
  "error.no_refresh_token": "{provider} let you in but gave no refresh token. {name} was not connected.",
  "error.no_refresh_token.more": "why   {why}\nfix   {fix}",
  "error.other_account": "this is {account}, but {name} belongs to {owner}",
  "error.other_account.more":
    "Nothing was changed. Log in as {owner}, or choose another name:  --name …\nTo give {name} to {account}:  --replace-account",
  "grant.revoked": "What {provider} had granted is revoked there.",
  "grant.left": "What {provider} has granted could not be revoked: revoke it on the provider's own page.",
  "grant.shared":
    "What {provider} has granted stays there: to revoke it could end the other login of this account.",
  "why.scope_not_granted": 'The app may not ask for one: it was granted only "{scope}".',
  "why.offline_not_asked": "offline_access was not among the scopes that were asked for.",
  "why.granted_yet_none": "offline_access was granted, yet the answer had no refresh token.",
  "fix.allow_offline":
    "Allow the scope offline_access and the refresh token grant for the app.\nThen:  {command}\n(your app is remembered, nothing to type again)",
  "fix.ask_offline": "Leave out --scope, or add offline_access to it.\nThen:  {command}",
  "fix.allow_refresh_grant":
    'Allow the grant type "refresh_token" for the app.\nThen:  {command}\n(your app is remembered, nothing to type again)',
  "otherwise.refresh_grant": 'The grant type "refresh_token" must be allowed for the app.',
  "refusal.otherwise": "Not it?  {otherwise}",

  // Refusals of a provider
  "refusal.explained": "why   {why}\nfix   {fix}\n      Then:  {command}",
  "refusal.explained_later":
    "why   {why}\nfix   {fix}\n      The refresh token is kept. Then:  tokenwell token {name} --refresh",

  // Refreshing
  "error.needs_login": "{name} must log in again: {provider} refuses its refresh token",
  "error.needs_login.more":
    "said  {said}\nwhy   {why}\nfix   tokenwell renew {name}     (same app and account, half a minute)",
  "needs_login.next": "next  {next}",
  "needs_login.also": "or    {also}",
  "needs_login.others": "or    {others} other causes that fit as well:  tokenwell status {name}",
  // The records of this store, as evidence
  "evidence.provider_revoked":
    "Our records do not explain it: our last refresh, {last}, was fine and none was open. Most likely an administrator or the user revoked it, or a limit of the app ended it (idle time, age, number of logins). Less likely, a copy of this store was used, or the token was stolen. Look at the provider's log.",
  "evidence.no_reason":
    "{provider} has refused it three times and gives no reason. Most likely the login was ended there: revoked, expired, or the password changed. Perhaps the app or its secret was changed. To try once more:  tokenwell token {name} --refresh",
  "evidence.rotation_lost":
    "The answer to our refresh at {lost} was lost ({how}). This app rotates without overlap, so there is no way to get it back.",
  "evidence.rotation_lost_overlap":
    "The answer to our refresh at {lost} was lost ({how}), and the overlap of {overlap} s was over before this machine could ask again.",
  "evidence.restored_copy":
    "This store was a copy or an earlier state, taken over as the only one ({adopted}). The first refresh after that was refused: the other copy had replaced the token.",
  "evidence.token_stolen":
    "{provider} says that this token was used before. Our records have it sent once, {since}, and no answer was lost. Possible theft: somebody else used it, or a copy of this store.",
  "evidence.idle":
    "Not used for {days} days. Your app ends refresh tokens after {idleDays} idle days (you set it). Last refresh {last}, by this machine, fine.",
  "next.idle": "Any use at least every {idleDays} days keeps it alive.",
  "evidence.too_old":
    "The login of {begun} was {days} days old. Your app ends it after {maxDays} days, however often it is used (you set it).",
  "evidence.too_old_assumed":
    "The login of {begun} was {days} days old. Your app ends it after {maxDays} days, however often it is used (assumed: {provider}'s default).",
  "evidence.crowded_out":
    "One login of this user through this app too many ended it ({provider} keeps {most}): {other}, {ago}.",
  "evidence.crowded_out_gone":
    "One login of this user through this app too many ended it ({provider} keeps {most}): one that is no longer here, {ago}.",
  "evidence.interaction":
    "{provider} wants a person to confirm something. The last refresh without that was {last}.",
  "evidence.secret_changed":
    "The app was accepted with its present secret until {last} (measured) and refused at {since}. Its secret was renewed there.",
  "evidence.secret_changed_twice":
    "Both secrets that are kept for the app were refused ({since}): the present one, accepted until {last} (measured), and the next one, which you set.",
  "evidence.secret_missing":
    "The app was accepted without a secret until {last} (measured) and refused at {since}. It demands a secret now.",
  "evidence.unknown_client":
    "The app was accepted until {last} (measured), and at {since} it was not known any more. It was deleted, or its id was renewed.",
  "evidence.account": "It worked until {last} (measured) and is stopped since {since}.",
  "evidence.not_sent":
    "The last try did not leave this machine ({reason}). The refresh before it, {last}, was fine (measured).",
  "evidence.busy":
    "{provider} answered HTTP {status} to the last try. The refresh before it, {last}, was fine (measured).",
  "evidence.unanswered":
    "The last try got no answer ({reason}). The refresh before it, {last}, was fine (measured).",
  "fix.new_secret": "tokenwell set {name} secret     (asks for the new one)",
  "fix.secret_missing_here": "tokenwell renew {name} --client-id {clientId} --client-secret-file FILE",
  "fix.app_gone": "tokenwell renew {name} --client-id ID     (as the app's settings show it)",
  "error.quarantined": "{name} is locked: {provider} answered for another account",
  "error.quarantined.more":
    "Its tokens are not handed out. To use that account from now on:  tokenwell renew {name} --replace-account",
  "error.released": "{name} was handed over ({last}): another program owns its token",
  "error.released.more": "tokenwell no longer refreshes it. To take over again:\ntokenwell renew {name}",
  "error.moved": "{name} was moved to {to} ({last})",
  "error.moved.more": "Use it there. To log in here as well:\ntokenwell renew {name}",
  "error.on_its_way": "{name} is on its way to {to}",
  "error.on_its_way.more":
    "Nothing is lost, and nothing uses its token here. To finish:\ntokenwell move {name} {to}",
  "error.on_its_way_elsewhere": "{name} is on its way to {to}, and only there may its token be",
  "error.on_its_way_elsewhere.more":
    "To finish:  tokenwell move {name} {to}\nTo stay here:  tokenwell move {name} {to} --back",
  "error.move_under_way": "{name} is being moved by another program",
  "error.move_under_way.more": "Next try in {seconds} s.",
  "error.invalid_manifest":
    "the other machine describes the connection in a way that is not understood ({what})",
  "error.invalid_manifest.more": "Nothing was moved. Install the same version of tokenwell on both machines.",
  "error.import_refused": "{provider} refuses this refresh token: {said}",
  "error.import_refused.more":
    "Nothing was kept. It was used or revoked meanwhile, or belongs to another app\nor host. Log in instead:  {command}",
  "error.import_empty": "there is no refresh token on stdin",
  "error.import_empty.more": "tokenwell import {kind} NAME < file",
  "error.hand_over_open": "{name}: its last refresh got no answer, so its refresh token may be spent",
  "error.hand_over_open.more": "First:  tokenwell token {name} --refresh",
  "error.suspended": "{name} is stopped by {provider}: {said}",
  "error.suspended.more":
    "The refresh token is kept. An administrator there must act.\nThen:  tokenwell token {name} --refresh",
  "error.revoked": "{name} is being logged out",
  "error.revoked.more": "Finish it:  tokenwell logout {name}",
  "error.client_refused": "{name}: {provider} no longer accepts the app: {said}",
  "error.client_refused.more":
    "The refresh token is safe: no connection was touched. If the secret was renewed, give the new one:\ntokenwell set {name} secret",
  "error.refresh_not_sent": "{name}: cannot reach {host} ({reason})",
  "error.refresh_not_sent.more": "The refresh token was not sent and is safe. Next try in {seconds} s.",
  "error.refresh_rejected": "{name}: {provider} is busy (HTTP {status})",
  "error.refresh_rejected.more": "The refresh token was not used and is safe. Next try in {seconds} s.",
  "error.refresh_refused": "{name}: {provider} refuses the refresh: {said}",
  "error.refresh_refused.more":
    "It gives no reason that says what to do. The refresh token is kept. Next try in {seconds} s;\nafter three such refusals only a new login helps:  tokenwell renew {name}",
  "error.refresh_unanswered": "{name}: the refresh got no answer ({reason})",
  "error.refresh_unanswered.more": "Nothing is lost so far. Next try in {seconds} s.",
  "error.refresh_waiting": "{name}: another program is refreshing it",
  "error.refresh_waiting.more": "Next try in {seconds} s.",
  "error.rejected_by_api": "{name}: the API refuses a token that was just refreshed",
  "error.rejected_by_api.more": "Another refresh would not help. Check what the account may do there.",
  "error.refresh_floor": "{name} was refreshed less than {floor} s ago, and the API refuses its token",
  "error.refresh_floor.more": "Next try in {seconds} s.",

  // Calling an API
  "error.foreign_host": "{host} is not the API of {name}; its token was not sent there",
  "error.foreign_host.more": "If it may have the token:  --allow-host {host}",
  "error.insecure_host": "{host} is not encrypted; the token of {name} was not sent there",
  "error.insecure_host.more": "Plain http is only for an API that is on this machine itself. Use https://",

  // Logging out
  "error.not_revoked": "{name} is not logged out: {provider} did not confirm ({reason})",
  "error.not_revoked.more":
    "The token may still work there. It is kept, so that you can try again:  tokenwell logout {name}\nTo forget it all the same:  tokenwell logout {name} --local",
  "error.still_alive": "{provider} said that the token of {name} is revoked, but it still works",
  "error.still_alive.more": "Revoke it on the provider's own page, then:  tokenwell logout {name} --local",
  "error.no_revocation": "{provider} has no address to revoke tokens at",
  "error.no_revocation.more":
    "Revoke it on the provider's own page, then forget it here:  tokenwell logout {name} --local",

  // The store and its key
  "error.key_missing": "the key is missing: {path}",
  "error.key_missing.more":
    "The data at {place} cannot be read without it, so no new key is made.\nPut it back:  tokenwell keys restore FILE\nWithout a copy, move the data away and log in again.",
  "error.key_wrong": "the key does not fit the data: {path}",
  "error.key_wrong.more":
    "{place} was sealed with another key. Nothing was changed.\nPut the right key back:  tokenwell keys restore FILE",
  "error.key_invalid": "the key file is damaged: {path}",
  "error.key_invalid.more":
    "It must hold 32 bytes. Nothing was changed.\nPut the key back:  tokenwell keys restore FILE",
  "error.key_readable": "others may read the key: {path} (mode {mode})",
  "error.key_readable.more":
    "Close it:  chmod 600 {path}\nIf another user may have read it, log in again everywhere.",
  "error.key_unreadable": "the key cannot be read: {path} ({reason})",
  "error.key_unreadable.more":
    "Nothing was changed. Check the owner and the permissions of the file and its folder.",
  "error.key_unwritable": "the key cannot be made: {path} ({reason})",
  "error.key_unwritable.more": "Check the owner and the permissions of the folder.",
  "error.key_foreign": "the key belongs to another user: {path}",
  "error.key_foreign.more": "Tokenwell uses only a file of your own. Check who put it there.",
  "error.key_link": "the key is a symbolic link: {path}",
  "error.key_link.more": "Tokenwell does not follow links to its key. Put the file itself there.",
  "error.key_not_given": "the environment does not give the key",
  "error.key_not_given.more":
    "Set TOKENWELL_KEY_FILE (a file with the key) or TOKENWELL_KEY (the key itself).\nTo write the key to a file:  tokenwell keys backup FILE --bare",
  "error.key_not_in_keychain": "the keychain has no key for this store: {account}",
  "error.key_not_in_keychain.more":
    "Is this the keychain of the right user, and is it unlocked? Else put the key back:\ntokenwell keys restore FILE",
  "error.keychain_not_installed": "@napi-rs/keyring, which speaks to the keychain, is not installed",
  "error.keychain_not_installed.more": "Install it beside tokenwell:  npm install --global @napi-rs/keyring",
  "error.keychain_unavailable": "the keychain of this system cannot be used: {reason}",
  "error.keychain_unavailable.more":
    "On Linux it is the Secret Service of a desktop (GNOME Keyring, KWallet, KeePassXC), on the session bus of D-Bus. Tokenwell uses no other keyring there, since that of the kernel is empty after a restart.\nA server or a container has none:  tokenwell keys use env",
  "error.key_fixed": "the environment gives the key, so it cannot be changed here: {path}",
  "error.key_fixed.more": "Change what sets it.",
  "error.nothing_sealed": "there is no data that needs a key: {place}",
  "error.nothing_sealed.more":
    "A key is checked against the data before anything is done with it. Put the data back first, or log in.",
  "error.key_unproven": "{path} has another key than this store",
  "error.key_unproven.more": "Nothing was changed.",
  "error.key_copy_invalid": "this is no copy of a key",
  "error.key_copy_invalid.more":
    "It begins with -----BEGIN TOKENWELL KEY----- and ends with -----END TOKENWELL KEY-----. Nothing was changed.",
  "error.key_copy_wrong": "this is the copy of another key",
  "error.key_copy_wrong.more":
    "The data at {place} was sealed with another one. After a rotation, only copies that were made later fit. Nothing was changed.",
  "error.passphrase_missing": "this copy of the key needs its passphrase",
  "error.passphrase_missing.more": "Nothing was changed.",
  "error.passphrase_wrong": "the passphrase does not open this copy of the key",
  "error.passphrase_wrong.more": "Or the copy is damaged. Nothing was changed.",
  "error.store_closed": "this Tokenwell was closed",
  "error.store_closed.more": "Open another one: close() is the last call.",
  "error.store_corrupt": "the data is damaged: {place}",
  "error.store_corrupt.more":
    "Nothing was changed. Put it back from a backup, or move it away and log in again.",
  "error.store_full": "the disk is full: {place}",
  "error.store_full.more": "No token was used and nothing was lost. Make room, then try again.",
  "error.store_busy": "the data is in use by another program: {place}",
  "error.store_busy.more": "Nothing was changed. Try again.",
  "error.store_unwritable": "the data cannot be written: {place}",
  "error.store_unwritable.more": "No token was used. Check the folder's owner and permissions.",
  "error.store_newer": "the data was written by a newer tokenwell (format {found}, this one knows {known})",
  "error.store_newer.more": "Update:  npm install tokenwell@latest",
  "error.store_integrity": "another program changed the data: {place}",
  "error.store_integrity.more":
    "It was not used, and nothing was sent. Put the data back from a backup. Without one, move {place}* away and log in again.",
  "error.sqlite_too_old": "SQLite {found} has a fault that can lose data; needs {needed}",
  "error.sqlite_too_old.more": "Use Node 24.15+ or 26+.",
  "error.client_version_fixed": "the address and id of an app that is in use cannot be changed",
  "error.login_gone": "the login was finished or stopped meanwhile",
  "error.connection_gone": "the connection was removed meanwhile",
  "error.store_conflict": "a change does not fit the data ({rule})",
  "error.store_conflict.more": "Nothing was changed. Please report it: this is a fault of tokenwell.",
  "error.store_restored": "{name}: the data is older than what was in use here: {place}",
  "error.store_restored.more":
    "A newer copy may have replaced its refresh token, and sending a replaced one ends the login.\nIf no other copy is used any more:  tokenwell upkeep --adopt",
  "error.store_copied": "{name}: the data is a copy of what was in use elsewhere: {place}",
  "error.store_copied.more":
    "The other copy may replace its refresh token, and sending a replaced one ends the login.\nIf no other copy is used any more:  tokenwell upkeep --adopt",
  "error.store_link": "the data is a symbolic link: {place}",
  "error.store_link.more": "Tokenwell does not follow links to its data. Put the file itself there.",
  "error.store_foreign": "the data belongs to another user: {place}",
  "error.store_foreign.more": "Tokenwell uses only files of your own. Check who put it there.",
  "error.store_remote": "the data must lie on a local disk: {place}",
  "error.store_remote.more":
    "Network disks and synced folders can lose or fork a token. Choose another folder:  TOKENWELL_HOME=…",
  "error.store_moving": "the data is being moved to {to}: {place}",
  "error.store_moving.more":
    "Until it is there, live access tokens are printed and nothing else is done. If no move runs any more, go on with it:  tokenwell store move {to}\nOr take it back:  tokenwell store move {to} --back",
  "error.store_moved": "the data was moved to {to}",
  "error.store_moved.more":
    "It is not used here any more: {place}\nSet TOKENWELL_STORE to that address and its user; unset it if that is the file.",
  "error.store_arriving": "the data is being moved here from {from}, and is not complete: {place}",
  "error.store_arriving.more": "Go on there with:  tokenwell store move",
  "error.store_not_empty": "there is other data already: {place}",
  "error.store_not_empty.more":
    "Nothing was changed. Choose an empty database, or another schema:  ?schema=…",
  "error.nothing_to_move": "there is no data to move: {place}",
  "error.nothing_to_move.more":
    "Nothing was changed. Log in there at once:  TOKENWELL_STORE=… tokenwell login",
  "error.moving_copied": "the data is a copy of what was in use elsewhere: {place}",
  "error.moving_copied.more":
    "Nothing was changed. Move the other one. If no other copy is used any more:  tokenwell upkeep --adopt",
  "error.moving_restored": "the data is older than what was in use here: {place}",
  "error.moving_restored.more":
    "Nothing was changed. A newer copy may have replaced its refresh tokens. If no other copy is used any more:  tokenwell upkeep --adopt",
  "error.store_address": "the address of the store cannot be used ({part})",
  "error.store_address.more":
    "It looks like this:  TOKENWELL_STORE=postgres://user:password@host:5432/database\nParameters: schema, connections, sslrootcert; sslmode=verify-full is the only mode, except on this machine.",
  "error.store_driver": "PostgreSQL needs the package pg, which is not installed",
  "error.store_driver.more": "npm install pg\nIf tokenwell is installed globally:  npm install --global pg",
  "error.store_unreachable": "the database cannot be reached: {place}",
  "error.store_unreachable.more":
    "Most likely it is down, restarts, or has another address. Nothing was lost; try again.",
  "error.store_denied": "the database refuses this user: {place}",
  "error.store_denied.more":
    "Check user, password and rights in TOKENWELL_STORE. The first use needs the right to create the schema.",
  "error.store_no_password": "the database asks for a password, and there is none: {place}",
  "error.store_no_password.more":
    "Write it into ~/.pgpass (mode 0600), a line such as  host:port:database:user:password\nPGPASSWORD and TOKENWELL_STORE may have it, too.",
  "error.store_password_file": "others can read the password of the database: {path}",
  "error.store_password_file.more": "It is not used. Close the file:  chmod 600 {path}",
  "error.store_missing": "there is no such database: {place}",
  "error.store_missing.more": "Create it, or correct its name in TOKENWELL_STORE.",
  "error.store_replica": "the database is a read replica: {place}",
  "error.store_replica.more": "Tokens are kept on the primary. Use its address; nothing was changed.",
  "error.store_tls": "the certificate of the database is not trusted: {place} ({reason})",
  "error.store_tls.more":
    "Nothing was sent. Name the file with its authority:  ?sslrootcert=/path/ca.pem\nThe certificate must have the name of the host in TOKENWELL_STORE.",

  // Reasons for a request without a response
  "reason.dns": "no such host",
  "reason.refused": "connection refused",
  "reason.unroutable": "no route",
  "reason.tls": "its certificate is not trusted",
  "reason.proxy": "the proxy refused",
  "reason.timeout": "timed out",
  "reason.reset": "connection lost",
  "reason.truncated": "answer cut off",
  "reason.stopped": "stopped",
  "reason.lookup": "its name could not be looked up",
  "reason.handshake": "no encrypted connection could be made",
  "reason.proxy_unreachable": "the proxy cannot be reached",
  "reason.not_http": "its answer is not HTTP",
  "reason.not_valid": "the request is not valid HTTP",
  "reason.killed": "process killed",
  "reason.no_answer": "no answer came",
  "reason.in_progress": "another request with this token is being processed",
  "reason.clock": "the clock jumped or the machine slept",
  "reason.refused_with": "refused: {said}",
  "reason.unreadable": "HTTP {status}, not a token answer",

  // Reasons to distrust a token response
  "trust.not_an_answer": "it is not a token answer",
  "trust.token_type": "its token type is {type}",
  "trust.id_token": "its ID token does not fit ({detail})",
  "trust.subject": "it is for another account",

  // The browser tab
  "tab.done.title": "Connected: {name}.",
  "tab.done": "You can close this tab.",
  "tab.handed.title": "Allowed.",
  "tab.handed": "Your terminal shows the refresh token. You can close this tab.",
  "tab.failed.title": "Not connected.",
  "tab.failed": "Your terminal says what to change.",
  "tab.no_refresh_token": "{provider} gave no refresh token.",
  "tab.slow.title": "Received.",
  "tab.slow": "Look at your terminal for the result.",
  "tab.stray.title": "Not for this login.",
  "tab.stray": "That is from another login. Use the newest tab.",
  "tab.gone.title": "Already answered.",
  "tab.gone": "Look at your terminal for the result.",
} as const satisfies Sentences;

/** The key of a sentence. */
export type TextKey = keyof typeof en;

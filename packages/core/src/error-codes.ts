/**
 * Every value of `TokenwellError.code`, grouped by the class that usually carries it. Each code has a sentence
 * `error.<code>` in `text/en.ts`, which the compiler checks in both directions.
 */
export type ErrorCode =
  // InputError: the arguments or the pasted text cannot be used
  /** The caller named no connection and there are several. Any method with a `name`. */
  | "which_connection"
  /** No connection has this name. Any method with a `name`. */
  | "unknown_connection"
  /** As `unknown_connection`, with a name that differs by one or two letters. Any method with a `name`. */
  | "unknown_connection_did_you_mean"
  /** The connection was logged out, or its logout is under way. `token()`, `fetch()`, `handOver()`. */
  | "revoked"
  /** The name belongs to another account or another live connection. `login()` without `name`, `import()`. */
  | "token_kept"
  | "token_sent"
  | "name_taken"
  /** The login was for another account than the named connection has. `login()` with `name`. */
  | "other_account"
  /** The name has characters that no name may have. `login()`, `import()`. */
  | "invalid_name"
  /** An option, a setting or a proxy variable has a value that it cannot take. Any method. */
  | "invalid_option"
  /** A setting replaces the client secret of a public client. `set()`. */
  | "no_client_secret"
  /** The new address may belong to another provider. `move()`. */
  | "host_elsewhere"
  /** The connection is on its way to another store than the given one. `transfers`. */
  | "on_its_way_elsewhere"
  /** The other store does not describe the connection that it moves. `transfers`. */
  | "invalid_manifest"
  /** An option is missing and there is no terminal to ask on. The command only. */
  | "missing_options"
  /** There was no refresh token on stdin. The command only. */
  | "import_empty"
  /** The text is no address, or not one of an API or a provider. `login()`, `import()`, `move()`, `fetch()`. */
  | "invalid_address"
  /** The address is plain http outside loopback; a `ProviderError` if the provider names it. `login()`, `move()`. */
  | "insecure_address"
  /** The issuer's host does not exist. `login()`, `import()`, `move()`. */
  | "unknown_issuer"
  /** The metadata names another issuer than the given one. `login()`, `import()`, `move()`. */
  | "issuer_mismatch"
  /** The metadata is of many tenants: its issuer has a placeholder. `login()`, `import()`, `move()`. */
  | "issuer_template"
  /** The address lies on a host that may not have the token. `fetch()`. */
  | "foreign_host"
  /** The address is plain http, and the API is not one on this machine over http. `fetch()`. */
  | "insecure_host"
  /** Another program uses the port of the redirect URI. `PendingLogin.listen()`. */
  | "port_taken"
  /** Another login of this store waits at the port of the redirect URI. `PendingLogin.listen()`. */
  | "port_taken_by_login"
  /** The system does not let this user open the port. `PendingLogin.listen()`. */
  | "port_forbidden"
  /** The caller cancelled the login. `PendingLogin.listen()` and `answer()`. */
  | "login_stopped"
  /** The pasted text is empty. `PendingLogin.answer()`, as are all `paste_…` codes. */
  | "paste_empty"
  /** The pasted text has no authorization code. */
  | "paste_no_code"
  /** The pasted address is the provider's login page. */
  | "paste_login_page"
  /** The pasted address is the one to open. */
  | "paste_own_address"
  /** The pasted address belongs to another login: its `state` differs. */
  | "paste_other_login"
  /** The pasted address names another issuer. */
  | "paste_other_provider"
  /** The pasted address lacks `iss`, which this provider always sends (RFC 9207). */
  | "paste_no_issuer"
  /** The pasted address has a parameter twice. */
  | "paste_repeated"
  /** The pasted address contains a token: the app uses the implicit flow. */
  | "paste_implicit"
  /** The pasted text is an error page of the provider. */
  | "paste_error_page"
  // LoginNeededError: only a login helps
  /** The store has no connection. Any method with a `name`. */
  | "nothing_connected"
  /** The provider refuses the refresh token. `token()`, `fetch()`, `handOver()`. */
  | "needs_login"
  /** A refresh was answered for another account; the connection is locked. `token()`, `fetch()`, `handOver()`. */
  | "quarantined"
  /** The refresh token was handed over to another program. `token()`, `fetch()`, `handOver()`. */
  | "released"
  /** The connection was moved to another store. `token()`, `fetch()`, `handOver()`. */
  | "moved"
  // RetryLaterError: nothing is lost
  /** The refresh request did not leave this machine. `token()`, `fetch()`. */
  | "refresh_not_sent"
  /** The provider was busy (429 or 5xx) and did not use the refresh token. `token()`, `fetch()`. */
  | "refresh_rejected"
  /** The provider refuses the refresh and gives no reason that says what to do. `token()`, `fetch()`. */
  | "refresh_refused"
  /** The refresh request got no readable response. `token()`, `fetch()`. */
  | "refresh_unanswered"
  /** Another process refreshes the connection. `token()`, `fetch()`, `move()`, `handOver()`. */
  | "refresh_waiting"
  /** The API rejects an access token that is younger than the minimum interval between refreshes. `token()`. */
  | "refresh_floor"
  /** The connection is on its way to another store. `token()`, `fetch()`, `handOver()`. */
  | "on_its_way"
  /** Another process moves the connection. `transfers`. */
  | "move_under_way"
  // WireError: a request got no usable response
  /** The request was not sent. Every method that calls a provider or an API. */
  | "unreachable"
  /** The request may have arrived. Every method that calls a provider or an API. */
  | "no_answer"
  /** The response body is too long. Every method that calls a provider or an API. */
  | "answer_too_large"
  // ProviderError: the provider refused, or its response cannot be trusted
  /** The issuer has no metadata document. `login()`, `import()`, `move()`. */
  | "no_discovery"
  /** The issuer's metadata or keys redirect more than three times. `login()`, `import()`, `move()`. */
  | "too_many_redirects"
  /** The issuer's metadata address returns a page. `login()`, `import()`, `move()`. */
  | "not_json"
  /** The metadata lacks a required endpoint. `login()`, `import()`, `move()`. */
  | "metadata_incomplete"
  /** The metadata of a remote host names an endpoint on this machine. `login()`, `import()`, `move()`. */
  | "endpoint_on_this_machine"
  /** A protected resource describes itself as another one. `protectedResource()`. */
  | "resource_mismatch"
  /** The authorization server registers no client. `register()`. */
  | "registration_refused"
  /** The user or a policy denied access. `PendingLogin`. */
  | "consent_denied"
  /** The redirect URI is not registered for the client. `PendingLogin`. */
  | "redirect_uri_unknown"
  /** The authorization endpoint returned another error. `PendingLogin`. */
  | "authorization_refused"
  /** No redirect or paste arrived within `waitSeconds`. `PendingLogin`. */
  | "login_timed_out"
  /** The token endpoint does not accept the client id and secret. `PendingLogin`. */
  | "wrong_secret"
  /** The authorization code is too old, used or incomplete. `PendingLogin`. */
  | "code_expired"
  /** The token endpoint returned another error. `PendingLogin`. */
  | "token_refused"
  /** A token response has the wrong shape, signature, nonce or account. `PendingLogin`, `token()`. */
  | "bad_token_answer"
  /** The clocks of provider and machine differ too much to trust an ID token. Web sessions. */
  | "clocks_differ"
  /** The provider did not ask the user to log in again, although the app demanded it. Web sessions. */
  | "not_recent"
  /** Another user than that of the session logged in again. Web sessions. */
  | "other_user"
  /** The token response has no refresh token. `PendingLogin`. */
  | "no_refresh_token"
  /** The provider refused the new refresh token at the test refresh; the earlier login stays. `PendingLogin`. */
  | "new_login_refused"
  /** The provider refuses the imported refresh token. `import()`. */
  | "import_refused"
  /** The last refresh got no response, so the refresh token may be spent. `handOver()`. */
  | "hand_over_open"
  /** The provider has stopped the account; the refresh token is kept. `token()`, `fetch()`. */
  | "suspended"
  /** The provider refuses the client; no connection was changed. `token()`, `fetch()`. */
  | "client_refused"
  /** The API rejected an access token, and the refresh returned the same one. `token()`. */
  | "rejected_by_api"
  /** The provider did not confirm the revocation. `revoke()`. */
  | "not_revoked"
  /** The provider confirmed the revocation, but the token still works. `revoke()`. */
  | "still_alive"
  /** The provider has no revocation endpoint. `revoke()`. */
  | "no_revocation"
  // StoreError: the store or its key cannot be used. `openTokenwell()`, for most of them; then any method
  /** The store has data but its key file is gone. */
  | "key_missing"
  /** The key is not the one that sealed the data. */
  | "key_wrong"
  /** The key file does not hold 32 bytes. */
  | "key_invalid"
  /** Other users may read the key file. */
  | "key_readable"
  /** The system does not let this user read the key file. */
  | "key_unreadable"
  /** The key file cannot be created. */
  | "key_unwritable"
  /** The key file belongs to another user. */
  | "key_foreign"
  /** The key file is a symbolic link. */
  | "key_link"
  /** The key file says that the environment gives the key, and it does not. */
  | "key_not_given"
  /** The keychain has no key for the store, or is locked. */
  | "key_not_in_keychain"
  /** `@napi-rs/keyring`, which speaks to the keychain, is not installed. */
  | "keychain_not_installed"
  /** The operating system's keychain cannot be used. */
  | "keychain_unavailable"
  /** The environment gives the key, so that it cannot be changed from here. `keys`. */
  | "key_fixed"
  /** There is no data that a key could be checked against. `keys`. */
  | "nothing_sealed"
  /** A new place of the key does not return what was written there. The key stayed. `keys`. */
  | "key_unproven"
  /** A text is no copy of a key. `keys`. */
  | "key_copy_invalid"
  /** A copy is that of another key than the data needs. `keys`. */
  | "key_copy_wrong"
  /** A copy of a key needs a passphrase. `keys`. */
  | "passphrase_missing"
  /** A passphrase does not open the copy of a key. `keys`. */
  | "passphrase_wrong"
  /** The method was called after `close()`. */
  | "store_closed"
  /** The database is damaged or not one of Tokenwell. */
  | "store_corrupt"
  /** The disk is full. */
  | "store_full"
  /** Another process holds the database or a lock. */
  | "store_busy"
  /** The database cannot be written. */
  | "store_unwritable"
  /** A newer version of Tokenwell wrote the database. */
  | "store_newer"
  /** A ciphertext was changed or moved. */
  | "store_integrity"
  /** This SQLite has a fault that can lose data. */
  | "sqlite_too_old"
  /** The issuer, the endpoints or the id of a client with connections would change. */
  | "client_version_fixed"
  /** Another callback or process completed or ended the login; an `InputError` before the code is sent. `PendingLogin`. */
  | "login_gone"
  /** Another process removed the connection; an `InputError` or a `ProviderError` in some calls. */
  | "connection_gone"
  /** A change breaks a rule of the database: a fault of Tokenwell. */
  | "store_conflict"
  /** The database is an earlier state of the one last used here. `token()`, before a rotating refresh token is sent. */
  | "store_restored"
  /** The database is a copy of one in use elsewhere. `token()`, before a rotating refresh token is sent. */
  | "store_copied"
  /** The database is a symbolic link. */
  | "store_link"
  /** The database belongs to another user. */
  | "store_foreign"
  /** The database lies on a network disk or in a synced folder. */
  | "store_remote"
  /** The store is being moved to another place; live access tokens can be read, and nothing else goes on. */
  | "store_moving"
  /** The store was moved to another place. */
  | "store_moved"
  /** The store is being moved to this place, and not all of it is here yet. */
  | "store_arriving"
  /** There is data already in the place where a store should move. `moveStore()`. */
  | "store_not_empty"
  /** There is no store that could move. `moveStore()`. */
  | "nothing_to_move"
  /** The store that should move is a copy of one that may be in use. `moveStore()`. */
  | "moving_copied"
  /** The store that should move is an earlier state of one that was in use. `moveStore()`. */
  | "moving_restored"
  /** The address of the PostgreSQL database cannot be used. */
  | "store_address"
  /** The package `pg`, which PostgreSQL needs, is not installed. */
  | "store_driver"
  /** The PostgreSQL server cannot be reached, or has gone. */
  | "store_unreachable"
  /** The PostgreSQL server refuses the user, the password or a right. */
  | "store_denied"
  /** The PostgreSQL server asks for a password, and there is none. */
  | "store_no_password"
  /** Others can read the file with the password, so it is not used. */
  | "store_password_file"
  /** The PostgreSQL server has no such database. */
  | "store_missing"
  /** The PostgreSQL server is a read replica. */
  | "store_replica"
  /** The certificate of the PostgreSQL server is not trusted, or has another name. */
  | "store_tls";

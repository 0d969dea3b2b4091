/** The causes on this machine: ports, the browser, the keychain, the disk, and their cures, in English. */
export const en = {
  "why.port_taken": "Another program, often an earlier login that still waits, has the port of the callback.",
  "fix.port_taken":
    "End the other program, or use another port and register its callback URL.\nlsof -i :PORT, or netstat -ano on Windows, names the process that listens there; after a crash it may be one of the earlier run.\nIf no program has it, Windows keeps it (Hyper-V, WSL, Docker): netsh interface ipv4 show excludedportrange protocol=tcp; use a port outside of these.",
  "why.port_forbidden":
    "The system keeps this port for itself, although no program listens there: Windows reserves ranges for Hyper-V, WSL and Docker.",
  "fix.port_forbidden":
    "Use a port outside the reserved ranges and register its callback URL.\nWindows: netsh interface ipv4 show excludedportrange protocol=tcp lists them; net stop winnat and net start winnat as administrator often free one.",
  "why.port_privileged": "Ports below 1024 may only be opened by root, and the program runs as another user.",
  "fix.port_privileged":
    "Use a port above 1023, such as 8080, and register its callback URL.\nOn a server let a reverse proxy listen on 80 and 443 in front of the program.",
  "why.callback_elsewhere":
    "The browser runs on another machine than the program, so localhost leads to the wrong one: ssh, container, WSL or CI.",
  "fix.callback_elsewhere":
    "Copy the address from the browser and paste it where the program waits, or forward the port (ssh -L 9355:localhost:9355; docker run -p; in WSL networkingMode=mirrored in .wslconfig).\nIn a container the program must listen on 0.0.0.0, not on 127.0.0.1; in WSL on IPv4, not on ::.\nIn CI log in elsewhere once, or use the device login or a grant without a browser.",
  "why.loopback_family":
    "The program listens on one of the addresses 127.0.0.1 (IPv4) and ::1 (IPv6) only, and the browser takes localhost for the other one.",
  "fix.loopback_family":
    "In the browser's address bar put 127.0.0.1 (or [::1]) in the place of localhost, leave the rest, and press Enter.\nLet the program listen on both addresses, and register the callback URL with 127.0.0.1 if the provider allows that.",
  "why.loopback_proxied":
    "The browser or the program sends requests for localhost through a proxy or VPN, where no program waits.",
  "fix.loopback_proxied":
    "Take localhost and 127.0.0.1 out of the proxy: NO_PROXY=localhost,127.0.0.1,::1, and the exceptions in the proxy settings of the system.\nBegin the login again.",
  "why.loopback_https":
    "The browser asks the callback on localhost by https, but the program speaks http: an address with https, or a rule (HSTS) that the browser remembers for localhost.",
  "fix.loopback_https":
    "In the address bar put http:// in the place of https:// and press Enter.\nTake localhost and 127.0.0.1 out of what forces https: the browser's HTTPS-only mode, an add-on, a virus scanner, or the entry under chrome://net-internals/#hsts.\nUse http://127.0.0.1 with the port as callback URL.\nIf the callback must be https, give the program a certificate for localhost.",
  "why.callback_unanswered":
    "The login was not finished in the browser while the program waited: the page was closed, or it took too long.",
  "fix.callback_unanswered":
    "Begin again and finish the login in the browser that opens.\nIf the browser shows that the page cannot be reached, it runs on another machine than the program: paste its address where the program waits.",
  "why.no_browser":
    "The program cannot open a browser here: there is no desktop, no browser, or no default one.",
  "fix.no_browser":
    "Open the printed address in a browser yourself, on any machine, and paste the address at the end where the program waits.\nOr use the device login, or log in with the program on a machine with a browser and move its token file here.\nIn WSL install xdg-utils and wslu, and set BROWSER=wslview.",
  "fix.no_browser.salesforce":
    "A desktop: set another default browser, or name one (sf org login web --browser firefox), and let it open windows.\nNo desktop: log in on a machine that has one, and use its auth URL here (sf org display --verbose --json: sfdxAuthUrl; sf org login sfdx-url), or sf org login jwt.\nIn WSL install xdg-utils and wslu, and set BROWSER=wslview.",
  "why.scheme_unregistered":
    "The system knows no app for the scheme of the callback (myapp://…), so the answer does not reach the app; or a library takes web addresses only (unknown protocol).",
  "fix.scheme_unregistered":
    "Register the scheme: CFBundleURLTypes on iOS and macOS, an intent filter on Android, app.setAsDefaultProtocolClient in Electron (installed app, not the development run).\nLinux: an AppImage registers none; install the package, or make a .desktop file with MimeType=x-scheme-handler/SCHEME; and run xdg-mime default NAME.desktop x-scheme-handler/SCHEME.\nThe scheme in the redirect URI must be spelt the same, in lower case.\nWith a library that takes web addresses only, use http://127.0.0.1:PORT/callback, or a claimed https link.",
  "why.error_on_page":
    "The provider shows the error on its own page and does not redirect, for instance because the callback URL is unknown.",
  "fix.error_on_page": "Read the page and its address, and paste its text here.",
  "why.keychain_locked":
    "There is no keychain in this session: no desktop, no D-Bus, no program that answers there for org.freedesktop.secrets, or it is locked (ssh, container, cron).",
  "fix.keychain_locked":
    "Use the program's file or environment storage where there is no desktop (Python: keyrings.alt; .NET and MSAL: the unprotected file cache).\nOn a desktop run gnome-keyring, or let KWallet answer: Exec=/usr/bin/kwalletd6 in /usr/share/dbus-1/services/org.freedesktop.secrets.service.\nOr start a keyring in the session: dbus-run-session, then gnome-keyring-daemon --unlock.\nmacOS: security unlock-keychain in the same session.",
  "fix.keychain_locked.salesforce":
    "Where there is no desktop let the Salesforce CLI keep its key in a file: SF_USE_GENERIC_UNIX_KEYCHAIN=true, for each command and at the login.\nOr start a keyring in the session: dbus-run-session, then gnome-keyring-daemon --unlock.\nmacOS: security unlock-keychain in the same session.",
  "fix.keychain_locked.github":
    "Where there is no desktop set GH_TOKEN, or let gh store the token in its own file (gh auth login without a keyring does so by itself).\nOr start a keyring in the session: dbus-run-session, then gnome-keyring-daemon --unlock.\nmacOS: security unlock-keychain in the same session.",
  "why.libsecret_missing":
    "The library or tool by which programs reach the keyring of Linux, libsecret, is not installed.",
  "fix.libsecret_missing":
    "Install it: apt-get install libsecret-1-0 libsecret-tools (Alpine: apk add libsecret; Fedora: dnf install libsecret), and a keyring such as gnome-keyring.\nIn a container or on a server use the program's file storage.",
  "why.keychain_denied":
    "The keychain refused: the user pressed Deny, the password was wrong, or the program's signature is another one since an update.",
  "fix.keychain_denied":
    "Try again and press Always Allow.\nmacOS: in Keychain Access open the entry > Access Control and allow the program again; after an update delete the entry and save it anew.",
  "why.keychain_entitlement":
    "The app may not use the keychain: it is not signed, or the capability Keychain Sharing (keychain-access-groups) is missing.",
  "fix.keychain_entitlement":
    "Xcode: Signing & Capabilities > add Keychain Sharing, for each target, and sign with a team.\nA command-line program without a signature must use the login keychain instead.",
  "why.keychain_empty":
    "The keychain has no entry under this name: there was no login on this machine or as this user (sudo), or the entry was deleted.",
  "fix.keychain_empty":
    "Run the program as the user that logged in, without sudo, on the same machine.\nIf the entry is gone, log in once.",
  "why.keychain_too_long":
    "The keychain cannot take the entry: the Windows Credential Manager holds 2560 bytes for each, which tokens can exceed, and has a limit for all.",
  "fix.keychain_too_long":
    'Let the program keep its tokens in a file: Git Credential Manager credential.credentialStore=dpapi, Codex cli_auth_credentials_store = "file", others by a setting of that kind; or update it.\nIf the program is yours: keep only a random key in the Credential Manager and the tokens in a file that is encrypted with it (DPAPI), or split the entry.\nIf it is full, delete old entries of other programs there (Control Panel > Credential Manager > Windows Credentials). Fewer scopes and groups make tokens shorter.',
  "why.keychain_duplicate":
    "The keychain already has an entry with this name, and the program adds instead of updating.",
  "fix.keychain_duplicate":
    "Update the entry in the program (SecItemUpdate), or delete the old one before adding.\nBy hand: delete the entry in Keychain Access once.",
  "why.keychain_no_logon":
    "Windows opens the Credential Manager only in a real logon: not over ssh, in a service, or in a task that stores no password.",
  "fix.keychain_no_logon":
    "Run the program in an interactive logon, or let the task run with a stored password.\nFor services use the program's file or environment storage.",
  "why.keychain_key":
    "The data was sealed with another key than the one in the keychain now: another machine or user, a restored backup, or a renewed keychain.",
  "fix.keychain_key":
    "Restore the key that belongs to the data; two versions of the program must use the same key storage.\nLook for a second configuration file with another key (n8n: encryptionKey in .n8n/config, or N8N_ENCRYPTION_KEY). If the key is made from settings such as client ID and secret, put the earlier ones back.\nOnly if the key is lost: delete the sealed data and connect once more.",
  "fix.keychain_key.microsoft":
    "Run the program as the user that logged in, not as administrator or another user.\nIf the key is gone (a reset password, a new machine), delete the cache and log in once: msal_token_cache.bin and msal_http_cache.bin in the folder .azure of your profile; for others AppData\\Local\\.IdentityService or AppData\\Local\\Microsoft\\IdentityCache.",
  "why.unwritable": "The token cannot be saved: the file system is read-only.",
  "fix.unwritable":
    "Mount a writable volume for the token file (readOnlyRootFilesystem, docker --read-only), or set its path to one.\nDo so before the next refresh: a token that rotates must be saved.",
  "why.disk_full": "The token cannot be saved: the disk, or the quota of the user, is full.",
  "fix.disk_full":
    "Make room before the next refresh: a token that rotates must be saved.\nLook at full disks with df -h, and at full tables of files with df -i.",
  "why.file_denied":
    "The program may not read or write its token file: another user owns it, often root after a run with sudo or in a container.",
  "fix.file_denied":
    "Give file and folder to the user that runs the program: chown -R, and chmod 600 for the file.\nIn a container set HOME or the path to a folder that its user may write.",
  "why.store_locked":
    "Another process holds the token store or its lock file, or died and left the lock behind.",
  "fix.store_locked":
    "Wait and try again; let only one process write.\nIf no other process runs, delete the lock file that the message names.",
  "why.store_damaged":
    "The file with the tokens or settings of the login is damaged: cut off or mixed up by two writes at once, a full disk, or an edit by hand.",
  "fix.store_damaged":
    "Keep a copy, then delete the file that the message or stack names, and log in once more.\nAzure CLI: az account clear, or delete ~/.azure/msal_token_cache.json; gcloud: gcloud auth revoke, or delete credentials.db; Force CLI: the folder .force/accounts in your profile; others: the token file in the program's folder.\nLet only one process write it at a time, and update the program: newer ones write to a second file and rename it.",
  "why.store_encoding":
    "The file with the credentials is not UTF-8, or begins with a byte order mark: PowerShell and some editors write UTF-16 or UTF-8 with BOM.",
  "fix.store_encoding":
    "Write it as UTF-8 without BOM: PowerShell 7, or in Windows PowerShell [IO.File]::WriteAllText(path, text) in place of > and Out-File; in an editor Save as UTF-8.\nOr convert it: iconv -f UTF-16 -t UTF-8 old.json > new.json.\nThe token in it is not touched.",
  "why.store_other_version":
    "The stored login was written by another version or program, and this one does not understand its form.",
  "fix.store_other_version":
    "Use one version everywhere: find the second one (which -a, where) and remove or update it.\nDelete the stored login (log out, or delete the token file) and log in once more with the version that stays.\nKeep the file until the new login works.",
  "why.login_not_saved":
    "The login worked, but it was not saved where the next command looks for it: a file or folder of another user (root after sudo), another HOME, or a container that forgets.",
  "fix.login_not_saved":
    "Look at the owner of the program's folder (ls -la) and give it to the user that runs it: sudo chown -R $USER ~/.NAME.\nRun login and commands as the same user, with the same HOME and settings (Windows: HOME, HOMEDRIVE and HOMEPATH may lead to a network drive); do not use sudo for one of them.\nIn a container or CI mount the folder, or give the token in an environment variable.",
} as const;

/** Sentences of `tokenwell use` in English. */
export const en = {
  "help.use": `Print the lines with which a tool draws its tokens from here, and try them.

  tokenwell use                       the tools
  tokenwell use msmtp [name]
  tokenwell use git acme --host git.example.com --write

    --write        put the lines in; what was there is copied beside it
    --no-try       without running anything
    --json         the same for programs
  Where the connection does not tell it
    --host HOST    git, docker: the server that gets the token
    --url URL      claude-code, vdirsyncer, curl: the address of the server
    --imap HOST    mail: or HOST:PORT; imap://HOST begins TLS on request
    --smtp HOST    mail: or HOST:PORT; smtp://HOST begins TLS on request
    --user NAME    the user there; default: the account
    --sasl M       mail: xoauth2 (default) or oauthbearer
    --id           kubectl, curl: the ID token

The lines hold no token: the tool runs tokenwell when it needs one. Lines in a
file stand between two comments; run it again and they are replaced there. Exit
code 1: a trial failed; then --write writes nothing.`,

  "use.group.salesforce": "Salesforce",
  "use.group.mail": "Mail and calendars",
  "use.group.mcp": "Clients of MCP",
  "use.group.other": "Others",
  "use.how": "tokenwell use TOOL [name]    any other program:  tokenwell help token",
  "use.for_file": "For {path}:",
  "use.failed": "Not so: {sentence}\n{detail}",
  "use.absent": "Not tried: {program} is not installed here.",
  "use.not_tried": "Not tried: {what}",
  "use.written": "{path} has the lines. What was there: {copy}",
  "use.written_new": "{path} has the lines. There was no such file.",
  "use.unchanged": "{path} had the lines already.",
  "use.write": "To put them in:  {command}",

  "use.try.token": "The command for the token prints one.",
  "use.try.reads": "{tool} reads the lines.",
  "use.try.mail": "The {protocol} server {host} accepts the token of {user}.",
  "use.try.mbsync": "mbsync logs in at {host} as {user} and lists the mailboxes.",
  "use.try.vdirsyncer": "vdirsyncer logs in at {host} and lists the collections.",
  "use.try.git": "git gets a password for {host}.",
  "use.try.curl": "curl sends the token to {host}, which does not answer 401.",
  "use.try.docker": "The helper answers a request for {host} as Docker sends it.",
  "use.try.kubectl": "kubectl takes the settings.",
  "use.try.library": "{library} is there.",
  "use.try.calls": "{library} calls the API at {host}.",

  "use.untried.mail_sent": "to send a mail.",
  "use.untried.terminal": "{tool} itself, which needs a terminal.",
  "use.untried.server": "whether {host} accepts the token.",
  "use.untried.kubectl": "whether your cluster accepts the token.",
  "use.untried.sf": "sf itself, because it would keep the login. The first line does it.",
  "use.untried.client": "{tool} itself.",

  "use.note.msmtp": "Send with it:  msmtp -a {name} taro@example.com < mail",
  "use.note.mbsync_plugin":
    "mbsync needs {mechanism} as a plugin of Cyrus SASL: on Debian the package libsasl2-modules-kdexoauth2.",
  "use.note.mbsync": "Fetch with it:  mkdir -p ~/Mail/{name} && mbsync {name}",
  "use.note.neomutt_long":
    "NeoMutt sends no OAUTHBEARER token of more than 512 characters. Leave out --sasl if yours is longer.",
  "use.note.aerc":
    "aerc asks for the token of IMAP once, when it starts. If the connection breaks after the token ended, start aerc again.",
  "use.note.vdirsyncer":
    "vdirsyncer 0.20 sends no Bearer token: here the token is the password, which your server must accept.",
  "use.note.docker_path": "Docker finds {program} only in a folder of PATH.",
  "use.note.kubectl":
    "Give your context this user:  kubectl config set-context --current --user={user}\nA cluster that trusts an OpenID provider wants the ID token: --id",
  "use.note.kubectl_version": "kubectl has --exec-interactive-mode since version 1.30.",
  "use.note.postman":
    "Postman's app runs no command. Paste what tokenwell token {name} prints in the field Token (Authorization, Bearer Token), again when it has ended.",
  "use.note.sf": "sf cannot renew the token. When it has ended, run the first line again.",
  "use.note.simple_salesforce":
    "When the token has ended, simple-salesforce raises SalesforceExpiredSession: call connect() again.",
  "use.note.restforce":
    "When the token has ended, restforce raises Restforce::UnauthorizedError: call connect again.",
  "use.note.data_loader":
    "Data Loader 67 takes a password or its own login in the browser, and no token in a documented way. The Salesforce CLI loads the same CSV files: these are its lines.",
  "use.note.claude_code":
    "Claude Code asks for the headers when it connects. If the token ends while it is connected, reconnect in /mcp, or use the bridge, which renews it:  claude mcp add {name} -- tokenwell mcp bridge {name}",
  "use.note.restart": "{tool} reads the file when it starts: start it again.",

  "error.unknown_tool": 'no tool "{given}"',
  "error.unknown_tool.more": "tokenwell use    lists them",
  "error.unknown_tool_did_you_mean": 'no tool "{given}"; did you mean {suggestion}?',
  "error.use_option": "{tool} takes no {option}",
  "error.use_option.more": "tokenwell help use",
  "error.use_needs_option": "{name} does not tell what {tool} needs: {option}",
  "error.use_needs_option.more": "tokenwell use {tool} {name} {option} {example}",
  "error.use_no_salesforce": "{tool} is for Salesforce, and {name} is a connection to another provider",
  "error.use_no_salesforce.more": "tokenwell login salesforce",
  "error.use_no_mail": "{tool} needs a mail account, and the provider of {name} has none",
  "error.use_no_mail.more": "{google}\n{microsoft}",
  "error.use_no_mcp": "{name} is no connection to an MCP server",
  "error.use_no_mcp.more": "tokenwell login https://mcp.example.com/mcp",
  "error.use_no_dav": "{tool} cannot use a token of {provider}",
  "error.use_no_dav.more": `vdirsyncer sends no Bearer token; its storage google_calendar logs in by itself.
https://github.com/pimutils/vdirsyncer/pull/1221 would change that.`,
  "error.use_no_mail_scope": "{name} may not read or send mail: {tool} needs the scope {scope}",
  "error.use_no_mail_scope.more": "{login}",
  "error.use_nothing_to_write":
    "{tool} has no file for --write: the lines are for your program or a terminal",
  "error.use_nothing_to_write.more": "Leave --write out.",
  "error.use_not_json": "{path} is not plain JSON, so tokenwell cannot change it without a loss",
  "error.use_not_json.more": "Put the lines in yourself. Nothing was changed.",
  "error.use_half_block": "{path} has only one of the two comments around the lines of tokenwell",
  "error.use_half_block.more": "Delete the rest of these lines there, then try again. Nothing was changed.",
  "error.use_not_written": "{path} was not changed ({reason})",
  "error.use_not_yours": "{path} belongs to another user",
  "error.use_not_yours.more": "Run the command as that user. Nothing was changed.",
  "error.use_failed": "{tool} cannot be used like this yet",
  "error.use_failed_unwritten": "{tool} cannot be used like this yet, so nothing was written",
  "error.use_failed_unwritten.more": "Write the lines all the same:  --write --no-try",
} as const;

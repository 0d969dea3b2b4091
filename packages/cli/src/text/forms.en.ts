/** Sentences of `token --as` and `run` in English. */
export const en = {
  "help.run": `Run a program with an access token in its environment, and nowhere else.

  tokenwell run [name] -- program argument…
  tokenwell run acme -- sh -c 'curl -H "Authorization: Bearer $ACCESS_TOKEN" …'
  tokenwell run acme --env SF_ACCESS_TOKEN -- sf org login access-token …

    --env VAR       the variable of the token (default ACCESS_TOKEN)
    --min-ttl 5m    must live at least so long (default 60s; 300, 5m, 1h)
    --refresh       refresh once now, which tests the refresh token
    --wait 60       seconds to wait for another program's refresh

INSTANCE_URL has the address of the API if the provider names it, as Salesforce
does. Nothing renews a token in the environment of a running program: one that
runs longer calls tokenwell token itself.
The exit code is that of the program; 127 if there is none of that name, 126 if
it cannot be started. Without a token it does not start.`,

  "token.foreign_host": "{name} has no token for {host}; if it may have it:  --allow-host {host}",
  "token.insecure_host": "{host} is asked over plain http, so it gets no token",
  "run.ends": "{variable} ends at {at} (in {left}); a running program gets no newer one.",

  "error.unknown_form": 'no form "{given}"',
  "error.unknown_form_did_you_mean": 'no form "{given}"; did you mean {suggestion}?',
  "error.unknown_form.more": "--as takes {forms}",
  "error.option_of_forms": "{option} is not for this form",
  "error.option_of_forms.more": "It goes with --as {forms}",
  "error.form_needs_action": "{form} is a protocol: the program that calls tokenwell adds {actions}",
  "error.form_needs_action.more": "tokenwell help token   shows the line for its configuration",
  "error.form_needs_user": "{form} names the user, and the account of {name} has no name",
  "error.form_needs_user.more": "tokenwell token {name} --as {form} --user taro@example.com",
  "error.form_cannot_carry_user":
    "{form} cannot carry this user name: a character in it would break the form",
  "error.form_cannot_carry_user.more": "Give another one:  --user NAME",
  "error.form_cannot_carry_token": "{form} cannot carry this token",
  "error.form_cannot_carry_token.more": `It is of another kind, or has a character that would break the form.
As it is:  tokenwell token`,
  "error.id_token_ended": "the ID token of {name} has ended, and a refresh brings no new one",
  "error.id_token_ended.more": "tokenwell renew {name}",
  "error.no_program": "run what?",
  "error.no_program.more": "tokenwell run {name} -- program",
  "error.program_not_found": "there is no program {file}",
  "error.program_not_started": "{file} cannot be started ({reason})",
  "takes.variable": "a name such as ACCESS_TOKEN: letters, digits and _",
} as const;

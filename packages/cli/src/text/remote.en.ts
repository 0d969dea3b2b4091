/** Sentences of `login --on`, `move` and `remote`, which work on another machine, in English. */
export const en = {
  "help.move": `Move a connection to another machine, which has tokenwell.

  tokenwell move acme ssh://taro@server        the way there: ssh
  tokenwell move acme docker://CONTAINER       … docker exec
  tokenwell move acme kubectl://NAMESPACE/POD  … kubectl exec

It is proven there by one refresh before its refresh token is erased here. A
token never has two owners: whatever stops the move, the same command goes on
with it, from here. To move it back, run it there.

    --back    keep it here, if it has not arrived there

Addresses, also for login --on
  ssh://[USER@]HOST[:PORT][/PATH/OF/tokenwell]
  docker://[USER@]CONTAINER[/PATH/OF/tokenwell]
  kubectl://[NAMESPACE/]POD     kubectl://NAMESPACE/POD/CONTAINER`,

  "help.remote": `Carry out what a tokenwell on another machine asks for, on stdin and stdout.

  ssh taro@server tokenwell remote

login --on and move start it. It opens no port, and ends with its stdin.`,

  "state.moved": "moved to {to}",
  "state.on_its_way": "on its way to {to}",
  "remote.connected": "Connected as {name}, on {place}",
  "move.ready": "{place} expects {name}",
  "move.there": "{place} has {name} already",
  "move.released": "{name} is not used here any more",
  "move.proven": "{name} is on {place}, proven by one refresh",
  "move.erased": "Its refresh token is erased here",
  "move.was_moved": "{name} was moved to {place} before",
  "move.is_here": "{name} is here, and not on its way",
  "move.back": "{name} has not arrived on {place}, and is used here again",
  "move.left":
    "{name} was on {place} and has left it, by a logout or another move. Its old refresh token is erased here.",
  "move.returned": "{place} did not keep {name}: it is used here, as before.",
  "move.unproven":
    "{name} is on {place}, which does not know yet whether the provider has replaced its token. Only {place} may find out: nothing uses the token here. To see how it ended:\ntokenwell move {name} {to}",
  "move.lost":
    "{name} is on {place}, and its login is over: the answer to a refresh was lost there. Log in there again.",

  "error.remote_address": '"{given}" is no address of another machine',
  "error.remote_address.more":
    "One of these:\n  ssh://taro@server\n  docker://CONTAINER\n  kubectl://NAMESPACE/POD",
  "error.move_where": "move needs the address of a machine",
  "error.move_where.more": "tokenwell move {name} ssh://taro@server",
  "error.remote_by_hand": "remote is for a tokenwell on another machine, not for a terminal",
  "error.remote_by_hand.more": "tokenwell help remote",
  "error.secret_is_there": "the client secret is on the other machine and does not come here",
  "error.no_carrier": "{program} is not installed here",
  "error.remote_unreachable": "{program} does not reach tokenwell on {place}",
  "error.remote_unreachable.more": "What {program} says stands above.",
  "error.remote_without_tokenwell": "there is no tokenwell on {place}",
  "error.remote_without_tokenwell.more":
    "Install it there:  {typed} npm install --global tokenwell\nIf it is there, but not on the PATH of a command without a terminal, name it:\n  ssh://taro@server/usr/local/bin/tokenwell",
  "error.remote_version": "{place} has tokenwell {there}, which this one ({here}) cannot speak to",
  "error.remote_version.more": "Install the same version on both machines.",
  "error.remote_version_unknown": "the tokenwell on {place} is too old for this one ({here})",
  "error.remote_version_unknown.more": "Install the same version on both machines.",
  "error.remote_garbled": "{place} answers with something that is not of tokenwell",
  "error.remote_garbled.more":
    "Nothing of it is shown. Does a file that the shell reads there print text? It must not, without a terminal.",
  "error.remote_gone": "the connection to {place} ended",
  "error.remote_gone.more": "What had begun there was finished or undone. Run the command again.",
  "error.remote_failed": "tokenwell on {place} failed unexpectedly: {what}",
  "error.move_name_taken": "{place} has a connection {name} already",
  "error.move_name_taken.more":
    "{name} stays here, as it was. First log the other one out, there:\n{typed} logout {name}",
  "error.move_unfinished": "{name} is on its way to {place}",
  "error.move_unfinished.more":
    "Nothing is lost, and nothing uses its token here. To finish:\ntokenwell move {name} {to}\nTo keep it here, if it has not arrived:\ntokenwell move {name} {to} --back",
  "error.move_not_back": "{name} has arrived on {place} and stays there",
  "error.move_not_back.more": "To move it here, run tokenwell move there.",
  "error.move_not_back_gone": "{name} was on {place} and has left it, by a logout or another move",
  "error.move_not_back_gone.more": "To log in here again:  tokenwell renew {name}",
} as const;

/** The sentences of `tokenwell mcp` in English. */
export const en = {
  "help.mcp": `Keep the logins of MCP servers alive, and let an agent use your connections.

  tokenwell mcp bridge NAME    stands before one remote MCP server
  tokenwell mcp                three tools: connections, request, connect

The bridge: log in once, then name it in each client in place of the address.
All of them share the login; none of them logs another one out.

  tokenwell login https://mcp.example.com/mcp docs
  claude mcp add docs -- tokenwell mcp bridge docs

The tools: an agent calls APIs without ever seeing a token. It reads only, with
GET and HEAD, unless you allow more:

  claude mcp add tokenwell -- tokenwell mcp --allow "POST /crm/*"

    --allow "METHOD /PATH"    repeat it for more; * stands for any characters

Both speak MCP on stdin and stdout and run until their client ends.`,
  "error.mcp_word": 'mcp knows "bridge" only, not {given}',
  "error.mcp_word.more": "tokenwell help mcp",
  "error.mcp_allow": "not a method and a path: {given}",
  "error.mcp_allow.more": 'Such as  --allow "POST /crm/*"',
  "login.registered": "Registered at {host}",
  "next.bridge": "what a client runs",
  "next.client": "such as Claude Code",
  "mcp.waiting": "The bridge to {address} speaks MCP on stdin and stdout. A client runs it:",
  "mcp.tools_waiting": "The tools speak MCP on stdin and stdout. A client runs them:",
  "mcp.refused": "{host} refuses the access token of {name}. If it still does in 30 seconds:  {command}",
  "mcp.scope": "{host} asks for more than the login of {name} allows:  {command}",
  "mcp.session": "{host} has ended the session. Restart this MCP server in your client.",
  "mcp.status": "{host} answered with HTTP {status}{said}",
  "mcp.redirect": "{host} redirects to {target}, which does not get the token. Log in at the new address.",
  "mcp.not_mcp": "{host} answered with {type}, which is not MCP. Check the address:  {address}",
  "mcp.broken": "{host} broke off before it had answered. Try again.",
} as const;

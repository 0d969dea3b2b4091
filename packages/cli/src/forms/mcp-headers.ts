import { bearer, type Form } from "./form.ts";

/**
 * Headers as an object of JSON, for clients of MCP that run a command for them, such as `headersHelper` of Claude Code.
 *
 * @see https://code.claude.com/docs/en/mcp#use-dynamic-headers-for-custom-authentication (read 2026-11-28)
 */
export const mcpHeaders: Form = {
  takesIdToken: true,
  print: ({ token }) => `${JSON.stringify({ Authorization: bearer(token) })}\n`,
};

import { curlConfig } from "./curl-config.ts";
import { dockerCredential } from "./docker-credential.ts";
import { dotenv } from "./dotenv.ts";
import { execCredential } from "./exec-credential.ts";
import type { Form } from "./form.ts";
import { gitCredential } from "./git-credential.ts";
import { header } from "./header.ts";
import { json } from "./json.ts";
import { mcpHeaders } from "./mcp-headers.ts";
import { oauthbearer } from "./oauthbearer.ts";
import { sfAccessToken } from "./sf-access-token.ts";
import { xoauth2 } from "./xoauth2.ts";

/** The forms by the names that `--as` takes, in the order of the help. */
export const forms = {
  header,
  "curl-config": curlConfig,
  json,
  dotenv,
  "exec-credential": execCredential,
  "git-credential": gitCredential,
  "docker-credential": dockerCredential,
  xoauth2,
  oauthbearer,
  "mcp-headers": mcpHeaders,
  "sf-access-token": sfAccessToken,
} as const satisfies Readonly<Record<string, Form>>;

/** A name that `--as` takes. */
export type FormName = keyof typeof forms;

export const formNames = Object.keys(forms) as readonly FormName[];

/** Whether `--as` takes a name. */
export const isFormName = (name: string): name is FormName => Object.hasOwn(forms, name);

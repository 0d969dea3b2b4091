import { aerc } from "./aerc.ts";
import { claudeCode } from "./claude-code.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import { codex } from "./codex.ts";
import { curl } from "./curl.ts";
import { cursor } from "./cursor.ts";
import { dataLoader } from "./data-loader.ts";
import { docker } from "./docker.ts";
import { gemini } from "./gemini.ts";
import { git } from "./git.ts";
import { jsforce } from "./jsforce.ts";
import { kubectl } from "./kubectl.ts";
import { mbsync } from "./mbsync.ts";
import { msmtp } from "./msmtp.ts";
import { neomutt } from "./neomutt.ts";
import { postman } from "./postman.ts";
import { restforce } from "./restforce.ts";
import { sf } from "./sf.ts";
import { simpleSalesforce } from "./simple-salesforce.ts";
import type { Tool } from "./tool.ts";
import { vdirsyncer } from "./vdirsyncer.ts";
import { vscode } from "./vscode.ts";

export { blockOf, withBlock } from "./block.ts";
export { type MailProvider, mailLogin, mailProviders, scopesFor } from "./mail.ts";
export { shellLine } from "./quoting.ts";
export * from "./tool.ts";

/** Every tool, in the order in which the command lists them. */
export const tools: readonly Tool[] = [
  ...[sf, jsforce, simpleSalesforce, restforce, dataLoader],
  ...[msmtp, mbsync, neomutt, aerc, vdirsyncer],
  ...[claudeCode, claudeDesktop, cursor, codex, gemini, vscode],
  ...[git, kubectl, curl, docker, postman],
];

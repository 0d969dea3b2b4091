// What the Salesforce CLI is built on, as it logs in, in a process of its own: it keeps its connections in the home folder.
// Prints what it saw as one line of JSON. Argument: the emulator's hosts, as JSON.
import { AuthInfo, AuthRemover, Connection, WebOAuthServer } from "@salesforce/core";
import { Visitor } from "@tokenwell/emulator";

const hosts = JSON.parse(process.argv[2] ?? "{}");
const loginUrl = hosts.login.origin;
const control = (resource, body) =>
  fetch(`${loginUrl}/emulator/${resource}`, { method: "POST", body: JSON.stringify(body) });

const server = await WebOAuthServer.create({
  oauthConfig: { loginUrl, clientId: "cli", scope: "refresh_token api id" },
});
await server.start();
const authorized = server.authorizeAndSave();
const url = server.getAuthorizationUrl();
const callback = new URL(url).searchParams.get("redirect_uri");
await new Visitor([...Object.values(hosts).map(({ origin }) => origin), callback]).authorize(url);
const { instanceUrl, orgId, username } = (await authorized).getFields();

const connection = await Connection.create({ authInfo: await AuthInfo.create({ username }) });
let accounts = null;
for (let round = 0; round < 3; round += 1) {
  await control("expire", {});
  accounts = (await connection.query("SELECT Id, Name FROM Account")).totalSize;
}
// A second process of the same person, as the next command is: it starts from what the first one kept.
const again = await Connection.create({ authInfo: await AuthInfo.create({ username }) });
await control("expire", {});
const { records } = await again.query("SELECT Username FROM User");

const { refreshToken } = (await AuthInfo.create({ username })).getFields(true);
await (await AuthRemover.create()).removeAuth(username);
await again.oauth2.revokeToken(refreshToken);
process.stdout.write(
  `${JSON.stringify({ username, orgId, instanceUrl, accounts, user: records[0].Username })}\n`,
);
process.exit(0);

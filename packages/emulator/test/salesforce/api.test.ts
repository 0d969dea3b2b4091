import { expect, test } from "vitest";
import { start } from "../starting.ts";
import { SalesforceApp } from "./app.ts";

const options = { personality: "salesforce", rotation: "static" } as const;

async function scene() {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator);
  const body = await app.connect();
  const get = async (path: string, token = body.access_token) => {
    const { status, text } = await app.get(`${body.instance_url}${path}`, token);
    return { status, body: JSON.parse(text) };
  };
  return { emulator, app, body, get };
}

test("the versions are listed to everybody", async () => {
  const { emulator } = await scene();
  const response = await fetch(`${emulator.hosts.myDomain?.origin}/services/data/`);
  expect(await response.text()).toMatch(
    /^\[\{"label":"Winter '20","url":"\/services\/data\/v47\.0","version":"47\.0"\},\{"label":"Spring '20"/,
  );
});

test("queries as clients send them when they connect", async () => {
  const { body, get } = await scene();
  const userId = body.id?.split("/").at(-1);
  const query = async (text: string, more = "") =>
    (await get(`/services/data/v51.0/query?q=${encodeURIComponent(text)}${more}`)).body;
  expect(await query("SELECT Id, Name FROM Account LIMIT 2")).toMatchObject({
    totalSize: 2,
    done: true,
    records: [
      {
        attributes: {
          type: "Account",
          url: expect.stringMatching(/^\/services\/data\/v51\.0\/sobjects\/Account\/001/),
        },
        Name: "Acme",
      },
      { Name: "Global Media" },
    ],
  });
  expect(await query(`select username from user where id = '${userId}'`)).toMatchObject({
    records: [{ Username: "alice@emulator.example" }],
  });
  expect(await query("SELECT Name, InstanceName, IsSandbox FROM Organization")).toMatchObject({
    records: [{ Name: "Emulator", InstanceName: "localhost", IsSandbox: false }],
  });
  expect(await query("SELECT Id, Name FROM Account", "&columns=true")).toMatchObject({
    columnMetadata: [{ columnName: "Id" }, { columnName: "Name" }],
    entityName: "Account",
  });
  expect(await query("SELECT COUNT() FROM Account")).toEqual({ totalSize: 3, done: true, records: [] });
  expect(await query("SELECT Id FROM ScratchOrgInfo")).toMatchObject([{ errorCode: "INVALID_TYPE" }]);
  expect(await query("SELECT Colour FROM Account")).toMatchObject([{ errorCode: "INVALID_FIELD" }]);
  expect(await query("DELETE Account")).toMatchObject([{ errorCode: "MALFORMED_QUERY" }]);
});

test("one record, limits, resources and what is not there", async () => {
  const { body, get } = await scene();
  const userId = body.id?.split("/").at(-1);
  expect((await get(`/services/data/v68.0/sobjects/User/${userId}`)).body).toMatchObject({
    attributes: { type: "User" },
    Username: "alice@emulator.example",
  });
  expect((await get("/services/data/v68.0/limits")).body.DailyApiRequests.Max).toBe(15_000);
  for (const path of ["/services/data/v68.0/", "//services/data/v68.0"])
    expect((await get(path)).body.query).toBe("/services/data/v68.0/query");
  expect(await get("/services/data/v68.0/sobjects/User/005none")).toEqual({
    status: 404,
    body: [{ message: "The requested resource does not exist", errorCode: "NOT_FOUND" }],
  });
});

test("a bad access token, one of another org and one without the scope api", async () => {
  const { app, emulator, get } = await scene();
  const dead = {
    status: 401,
    body: [{ message: "Session expired or invalid", errorCode: "INVALID_SESSION_ID" }],
  };
  expect(await get("/services/data/v68.0/limits", "00Dnone")).toEqual(dead);
  const { access_token: sandboxToken } = await app.at("test").connect();
  expect(await get("/services/data/v68.0/limits", sandboxToken)).toEqual(dead);
  expect(await app.api(sandboxToken, "sandbox")).toBe(200);
  const { access_token: narrow } = await app.connect({ scope: "id" });
  expect((await get("/services/data/v68.0/limits", narrow)).body).toEqual([
    {
      message: "This session is not valid for use with the REST API",
      errorCode: "INVALID_SESSION_ID",
    },
  ]);
  expect((await fetch(`${emulator.issuer}/services/data/v68.0/limits`)).status).toBe(401);
});

test("userinfo and the identity URL say who it is", async () => {
  const { app, body } = await scene();
  const info = await app.get(`${app.base}/services/oauth2/userinfo`, body.access_token);
  expect(JSON.parse(info.text)).toMatchObject({
    sub: body.id,
    preferred_username: "alice@emulator.example",
    organization_id: body.id?.split("/").at(-2),
    email_verified: true,
  });
  const identity = await app.get(body.id ?? "", body.access_token);
  expect(JSON.parse(identity.text)).toMatchObject({
    id: body.id,
    username: "alice@emulator.example",
    urls: { rest: `${body.instance_url}/services/data/v{version}/` },
  });
  const latest = await app.get(`${body.id}?version=latest`, body.access_token);
  expect(JSON.parse(latest.text).urls.rest).toBe(`${body.instance_url}/services/data/v68.0/`);
});

test("identity is refused with a bare word", async () => {
  const { app, body } = await scene();
  const userinfo = `${app.base}/services/oauth2/userinfo`;
  expect(await app.get(userinfo, "00Dnone")).toEqual({ status: 403, text: "Bad_OAuth_Token" });
  expect(await app.get(body.id ?? "", "00Dnone")).toEqual({ status: 403, text: "Bad_OAuth_Token" });
  const { access_token: narrow } = await app.connect({ scope: "refresh_token" });
  expect(await app.get(userinfo, narrow)).toEqual({ status: 403, text: "Bad_OAuth_Token" });
  const { access_token: wide } = await app.connect({ scope: "api" });
  expect(await app.get(userinfo, wide)).toMatchObject({ status: 200 });
  const otherUser = await app.get(body.id?.replace(/005.*/, "005none") ?? "", body.access_token);
  expect(otherUser).toEqual({ status: 404, text: "Bad_Id" });
  const otherOrg = await app.get(body.id?.replace(/00D\w+/, "00Dnone") ?? "", body.access_token);
  expect(otherOrg).toEqual({ status: 403, text: "Wrong_Org" });
  const bare = await fetch(userinfo);
  expect([bare.status, await bare.text()]).toEqual([403, "Missing_OAuth_Token"]);
});

test("introspection needs the app's secret and knows its own tokens only", async () => {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator, "login", "web");
  const client = { client_secret: "CANARY_client_secret_of_web" };
  const { body } = await app.exchange(await app.code(), client);
  const introspect = async (token: string | undefined, form = client) => {
    const response = await app.post("/services/oauth2/introspect", { token, ...form });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const { body: told } = await introspect(body.access_token);
  expect(told).toMatchObject({
    active: true,
    client_id: "web",
    username: "alice@emulator.example",
    sub: body.id,
    token_type: "access_token",
  });
  expect(told.exp - told.iat).toBe(7200);
  expect((await introspect(body.refresh_token)).body).toMatchObject({
    active: true,
    token_type: "refresh_token",
  });
  expect((await introspect("none")).body).toEqual({ active: false });
  const { access_token: foreign } = await new SalesforceApp(emulator).connect();
  expect((await introspect(foreign)).body).toEqual({ active: false });
  expect((await introspect(body.access_token, { client_secret: "wrong" })).status).toBe(401);
});

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { adoptChild } from "../children.ts";
import { installOnSystem } from "./debian.ts";
import { PersonWithTools } from "./person-with-tools.ts";

// Tools of others, unmodified, with the lines that `tokenwell use` writes.
const run = promisify(execFile);

async function listening(server: Server, port = 0): Promise<number> {
  server.listen(port, "localhost");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Serves a repository by `git http-backend` to those whose password the provider accepts for a token. */
async function serveRepository(person: PersonWithTools): Promise<string> {
  const root = join(person.home, "served");
  await run("git", ["init", "--quiet", "--bare", join(root, "project.git")]);
  const server = createServer(async (request, response) => {
    const [, basic = ""] = /^Basic (.*)$/.exec(request.headers.authorization ?? "") ?? [];
    const [, token = ""] = /^[^:]+:(.+)$/s.exec(Buffer.from(basic, "base64").toString()) ?? [];
    if (token === "" || !(await person.provider.accepts(token))) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const backend = spawn("git", ["http-backend"], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: "1",
        PATH_INFO: pathname,
        QUERY_STRING: searchParams.toString(),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers["content-type"] ?? "",
      },
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    for await (const chunk of backend.stdout) chunks.push(chunk);
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf("\r\n\r\n");
    const type = /^content-type: (.*)$/im.exec(answer.subarray(0, end).toString())?.[1] ?? "";
    response.writeHead(200, { "content-type": type.trim() }).end(answer.subarray(end + 4));
  });
  return `localhost:${await listening(server)}`;
}

describe("With the lines of tokenwell use,", () => {
  test("git clones from a server that takes the token for a password", async () => {
    const person = await PersonWithTools.connected();
    const host = await serveRepository(person);
    await person.uses("git", "--host", `http://${host}`, "--write");
    await person.does("git", ["clone", "--quiet", `http://${host}/project.git`, join(person.home, "mine")]);
    expect(existsSync(join(person.home, "mine/.git/HEAD"))).toBe(true);
  });

  test("kubectl sends the token to its cluster, and the copy has its settings of before", async (context) => {
    const flags = await run("kubectl", ["config", "set-credentials", "--help"]).catch(() => ({ stdout: "" }));
    if (!flags.stdout.includes("--exec-interactive-mode"))
      context.skip("there is no kubectl of version 1.30 or later");
    const person = await PersonWithTools.connected();
    const [key, certificate] = [join(person.home, "key.pem"), join(person.home, "cert.pem")];
    await run("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
    ]);
    const seen: (string | undefined)[] = [];
    const server = createTlsServer(
      { key: readFileSync(key), cert: readFileSync(certificate) },
      (request, response) => {
        seen.push(request.headers.authorization);
        response.setHeader("content-type", "application/json").end('{"ok":true}');
      },
    );
    const port = await listening(server);
    const cluster = ["--server", `https://localhost:${port}`, "--certificate-authority", certificate];
    await person.does("kubectl", ["config", "set-cluster", "here", ...cluster]);
    await person.does("kubectl", [
      "config",
      "set-context",
      "here",
      "--cluster",
      "here",
      "--user",
      "tokenwell-acme",
    ]);
    await person.does("kubectl", ["config", "use-context", "here"]);
    const before = readFileSync(join(person.home, ".kube/config"), "utf8");
    const { stderr } = await person.uses("kubectl", "--write");
    const [, copy = ""] = /What was there:\s+~\/(\S+)/.exec(stderr) ?? [];
    expect(readFileSync(join(person.home, copy), "utf8")).toBe(before);
    expect((await person.does("kubectl", ["get", "--raw", "/version"])).stdout).toContain('"ok":true');
    expect(seen).toContain(`Bearer ${await person.scene.token(["acme"])}`);
    expect((await person.uses("kubectl", "--write")).stderr).toContain("had the lines already");
  });

  describe("of programs of Debian,", () => {
    let reason: string | undefined;
    beforeEach(async (context) => {
      ({ reason } = await installOnSystem(
        ["vdirsyncer", "radicale"],
        ["/usr/bin/vdirsyncer", "/usr/bin/radicale"],
      ));
      if (reason !== undefined) context.skip(reason);
    });

    test("vdirsyncer fetches a calendar of a server that takes the token for a password", async () => {
      const person = await PersonWithTools.connected();
      const users = join(person.home, "users");
      writeFileSync(users, `alice:${await person.scene.token(["acme"])}\n`);
      const collection = join(person.home, "dav/collection-root/alice/calendar");
      mkdirSync(collection, { recursive: true });
      writeFileSync(join(collection, ".Radicale.props"), '{"tag": "VCALENDAR"}');
      const event =
        "BEGIN:VEVENT\nUID:1\nDTSTAMP:20261128T000000Z\nDTSTART:20261128T000000Z\nSUMMARY:Tea\nEND:VEVENT\n";
      writeFileSync(
        join(collection, "1.ics"),
        `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n${event}END:VCALENDAR\n`,
      );
      const port = await freePort();
      const server = spawn("/usr/bin/radicale", [
        ...[
          "--config",
          "",
          "--server-hosts",
          `localhost:${port}`,
          "--storage-filesystem-folder",
          join(person.home, "dav"),
        ],
        ...[
          "--auth-type",
          "htpasswd",
          "--auth-htpasswd-filename",
          users,
          "--auth-htpasswd-encryption",
          "plain",
        ],
        ...["--rights-type", "owner_only", "--logging-level", "info"],
      ]);
      adoptChild(server);
      onTestFinished(() => void server.kill());
      for await (const line of server.stderr) if (String(line).includes("ready")) break;
      await person.uses("vdirsyncer", "--url", `http://localhost:${port}/`, "--user", "alice", "--write");
      await person.does("vdirsyncer", ["discover", "acme"], "y\n");
      await person.does("vdirsyncer", ["sync", "acme"]);
      const file = join(person.home, ".local/share/vdirsyncer/acme/calendar/1.ics");
      expect(readFileSync(file, "utf8")).toContain("SUMMARY:Tea");
    });
  });
});

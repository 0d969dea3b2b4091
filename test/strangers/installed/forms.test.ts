import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Holder, oddToken } from "../holder.ts";
import type { Ended } from "../running.ts";
import { type Installed, installOnce } from "./cache.ts";
import { unpackOnce } from "./debian.ts";
import { dovecotPackages, startDovecot } from "./dovecot.ts";
import { installSalesforceCli, salesforceCli, salesforceCliEnv } from "./salesforce-cli.ts";

// The forms of `token --as`, read by the programs and libraries that they are for. See ../forms.test.ts for those that a
// usual machine has.

const npmPackages = ["@kubernetes/client-node@2.0.1", "dotenv@18.0.10", "smtp-server@3.21.6"];
const tls = (name: string): string => fileURLToPath(new URL(`../tls/${name}`, import.meta.url));
const user = "taro@acme.example";

let holder: Holder;
let npm: Installed;
let debian: Installed;
beforeAll(async () => {
  holder = await Holder.open();
  npm = await installOnce(
    `forms-${npmPackages.map((name) => name.split("@").at(-1)).join("-")}`,
    async (folder) => {
      const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
      await promisify(execFile)("npm", [...args, ...npmPackages]);
    },
  );
  debian = await unpackOnce(
    "debian-forms",
    ["docker.io", "msmtp", "python3-dotenv", "python3-requests-oauthlib", "python3-docker"],
    /^(docker\.io|msmtp|python3-[\w.+-]+|lib(?!c6$|c-bin|gcc|stdc|perl|python)[\w.+-]*)$/,
  );
});
afterAll(() => holder.close());

const load = (name: string) => createRequire(join(npm.folder ?? "", "x.js"))(name);

/** Runs a line with the programs of Debian. */
function withDebian(line: string): Promise<Ended> {
  const root = debian.folder ?? "";
  return holder.shell(`PATH="${root}/usr/bin:$PATH"\n${line}`, {
    PYTHONPATH: `${root}/usr/lib/python3/dist-packages`,
    LD_LIBRARY_PATH: `${root}/usr/lib/x86_64-linux-gnu:${root}/usr/lib/aarch64-linux-gnu`,
  });
}

/** A server of TLS that the tests' authority vouches for, at `localhost`. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const options = { key: readFileSync(tls("test-front-key.pem")), cert: readFileSync(tls("test-front.pem")) };
  const server = createServer(options, answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe("Kubernetes", () => {
  /** A configuration whose user is this connection. */
  const config = (port: number): string =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "c",
          cluster: { server: `https://localhost:${port}`, "certificate-authority": tls("test-ca.pem") },
        },
      ],
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      "current-context": "c",
      users: [
        {
          name: "u",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1",
              command: "tokenwell",
              args: ["token", "acme", "--as", "exec-credential", "--min-ttl", "5m"],
              interactiveMode: "Never",
            },
          },
        },
      ],
    });

  test("kubectl sends the token as it is", async (context) => {
    const { stdout = "" } = spawnSync("kubectl", ["version", "--client"], { encoding: "utf8" });
    const minor = Number(/v1\.(\d+)/.exec(stdout)?.[1] ?? 0);
    // Debian 12 has version 1.20, which does not know v1 of the protocol.
    if (minor < 22) context.skip("there is no kubectl of version 1.22 or later");
    await holder.hold(oddToken);
    let authorization: string | undefined;
    const port = await serve((request, response) => {
      authorization = request.headers.authorization;
      response.setHeader("content-type", "application/json").end("{}");
    });
    writeFileSync(join(holder.folder, "kubeconfig"), config(port));
    const ended = await holder.shell("kubectl --kubeconfig kubeconfig get --raw /version");
    expect(ended).toMatchObject({ code: 0, stdout: "{}" });
    expect(authorization).toBe(`Bearer ${oddToken}`);
  });

  test("@kubernetes/client-node sends the token as it is", async (context) => {
    if (npm.folder === undefined) context.skip(npm.reason);
    await holder.hold(oddToken);
    writeFileSync(join(holder.folder, "kubeconfig"), config(1));
    const program = `
      const { KubeConfig } = require(${JSON.stringify(join(npm.folder ?? "", "node_modules/@kubernetes/client-node"))});
      const config = new KubeConfig();
      config.loadFromFile("kubeconfig");
      const options = { headers: {} };
      config.applyToHTTPSOptions(options).then(() => process.stdout.write(options.headers.Authorization));`;
    writeFileSync(join(holder.folder, "kube.cjs"), program);
    expect(await holder.shell("node kube.cjs")).toMatchObject({ code: 0, stdout: `Bearer ${oddToken}` });
  });
});

describe("Docker", () => {
  beforeAll(() => {
    const script = join(holder.folder, "bin/docker-credential-acme");
    writeFileSync(script, '#!/bin/sh\nexec tokenwell token acme --as docker-credential "$@" $MORE\n');
    chmodSync(script, 0o755);
    mkdirSync(join(holder.folder, ".docker"));
  });

  const configure = (server: string): void =>
    writeFileSync(
      join(holder.folder, ".docker/config.json"),
      JSON.stringify({ credHelpers: { [server]: "acme" } }),
    );

  test("docker sends the token to the registry as a password", async (context) => {
    if (debian.folder === undefined) context.skip(debian.reason);
    await holder.hold(oddToken);
    const seen: string[] = [];
    const port = await serve((request, response) => {
      const { authorization } = request.headers;
      if (authorization !== undefined) seen.push(authorization);
      response.setHeader("docker-distribution-api-version", "registry/2.0");
      response.setHeader("www-authenticate", 'Basic realm="registry"');
      response.writeHead(authorization === undefined ? 401 : 404);
      response.end();
    });
    const server = `localhost:${port}`;
    configure(server);
    const line = `docker manifest inspect --insecure ${server}/image:latest`;
    const refused = await withDebian(`MORE= ${line}`);
    expect(refused.stderr).toContain(`--allow-host ${server}`);
    expect(seen).toEqual([]);
    await withDebian(`export MORE="--allow-host ${server} --user taro"; ${line}`);
    const expected = `Basic ${Buffer.from(`taro:${oddToken}`).toString("base64")}`;
    expect(new Set(seen)).toEqual(new Set([expected]));
  });

  test("Docker's library for Python reads the user and the token as they are, and knows when there is none", async (context) => {
    if (debian.folder === undefined) context.skip(debian.reason);
    await holder.hold(oddToken);
    const program = [
      "import json, docker.credentials as c",
      'store = c.Store("acme")',
      'got = store.get("https://registry.example.com")',
      'print(json.dumps([got["Username"], got["Secret"], store.list()]))',
      "try: store.get('other.example.com')",
      "except c.CredentialsNotFound: print('none')",
      "try: store.store('registry.example.com', 'a', 'b')",
      "except c.StoreError as error: print(error)",
    ].join("\n");
    writeFileSync(join(holder.folder, "store.py"), program);
    const { stdout } = await withDebian(
      'export MORE="--allow-host registry.example.com"; /usr/bin/python3 store.py 2>/dev/null',
    );
    const [first = "", second, third] = stdout.split("\n");
    expect(JSON.parse(first)).toEqual(["oauth2", oddToken, {}]);
    expect(second).toBe("none");
    expect(third).toContain("tokenwell stores no passwords: it draws tokens");
  });
});

describe("mail", () => {
  const sasl = async (form: string, name: string): Promise<string> => {
    const { code, stdout } = await holder.shell(`tokenwell token acme --as ${form} --user '${name}'`);
    expect(code).toBe(0);
    return stdout.trimEnd();
  };

  /** An SMTP server of ours, which only records: it returns what stands behind AUTH. */
  async function recorder(mechanism: string): Promise<{ port: number; said: () => string | undefined }> {
    let said: string | undefined;
    const answer = (socket: Socket): void => {
      socket.setEncoding("utf8").write("220 localhost ESMTP\r\n");
      socket.on("data", (text) => {
        const line = String(text);
        if (line.startsWith("EHLO")) socket.write(`250-localhost\r\n250 AUTH ${mechanism}\r\n`);
        else if (line.trimEnd() === `AUTH ${mechanism}`) socket.write("334 \r\n");
        else if (!line.startsWith("QUIT")) {
          said = line.trimEnd().split(" ").at(-1);
          socket.write("535 5.7.8 enough\r\n");
        } else socket.end("221 bye\r\n");
      });
      socket.on("error", () => undefined);
    };
    const server = createTcpServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    return { port: (server.address() as AddressInfo).port, said: () => said };
  }

  /** What msmtp makes of the same user and token. */
  async function saidByMsmtp(mechanism: string): Promise<string> {
    const { port, said } = await recorder(mechanism);
    const account = `--host=localhost --port=${port} --tls=off --from=${user} --user=${user}`;
    const auth = `--auth=${mechanism.toLowerCase()} --passwordeval='tokenwell token acme'`;
    await withDebian(`echo | msmtp --file=/dev/null ${account} ${auth} to@acme.example`);
    return said() ?? "";
  }

  test("xoauth2 is byte for byte what msmtp sends", async (context) => {
    if (debian.folder === undefined) context.skip(debian.reason);
    await holder.hold(oddToken);
    expect(await saidByMsmtp("XOAUTH2")).toBe(await sasl("xoauth2", user));
  });

  test("oauthbearer is byte for byte what msmtp sends, but for host and port, which only it knows", async (context) => {
    if (debian.folder === undefined) context.skip(debian.reason);
    await holder.hold(oddToken);
    const sent = Buffer.from(await saidByMsmtp("OAUTHBEARER"), "base64").toString();
    const ours = Buffer.from(await sasl("oauthbearer", user), "base64").toString();
    expect(sent).toContain("host=localhost");
    const parts = sent.split("\u0001").filter((part) => !/^(host|port)=/.test(part));
    expect(parts.join("\u0001")).toBe(ours);
  });

  test("smtp-server of Nodemailer reads the user and the token of xoauth2 as they are", async (context) => {
    if (npm.folder === undefined) context.skip(npm.reason);
    await holder.hold(oddToken);
    const { SMTPServer } = load("smtp-server");
    const seen: unknown[] = [];
    const server = new SMTPServer({
      authMethods: ["XOAUTH2"],
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      onAuth: (
        { method, username, accessToken }: Record<string, string>,
        _session: unknown,
        done: (error: null, result: { readonly user: string | undefined }) => void,
      ) => {
        seen.push({ method, username, accessToken });
        done(null, { user: username });
      },
    });
    const listener = server.listen(0, "127.0.0.1");
    await once(listener, "listening");
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const name = 'o"hara 100%@acme.example';
    const string = await sasl("xoauth2", name);
    const port = (listener.address() as AddressInfo).port;
    const program = `
      const socket = require("node:net").connect(${port}, "127.0.0.1").setEncoding("utf8");
      let step = 0;
      socket.on("data", (text) => {
        const lines = ["EHLO localhost", "AUTH XOAUTH2 ${string}", "QUIT"];
        process.stdout.write(text);
        if (step < lines.length) socket.write(lines[step++] + "\\r\\n");
      });`;
    const { stdout } = await holder.shell(`node -e '${program}'`);
    expect(stdout).toContain("235 Authentication successful");
    expect(seen).toEqual([{ method: "XOAUTH2", username: name, accessToken: oddToken }]);
  });

  test.for(["xoauth2", "oauthbearer"])(
    "Dovecot reads the user and the token of %s as they are",
    async (form, context) => {
      const root = await unpackOnce("debian-dovecot", dovecotPackages.packages, dovecotPackages.wanted);
      if (root.folder === undefined) return context.skip(root.reason);
      await holder.hold(oddToken);
      const name = 'o"hara, a=b 100%@acme.example';
      const dovecot = await startDovecot(root.folder, name);
      const answer = await dovecot.authenticate(form.toUpperCase(), await sasl(form, name));
      expect(answer).toMatch(/^a OK/);
      expect(dovecot.asked).toEqual([`Bearer ${oddToken}`]);
      const other = await dovecot.authenticate(form.toUpperCase(), await sasl(form, "other@acme.example"));
      expect(other).toMatch(/^a NO/);
    },
  );
});

describe("Salesforce", () => {
  test.for([
    [
      "piped",
      "tokenwell token acme --as sf-access-token | sf org login access-token --instance-url $URL --alias acme --json",
    ],
    [
      "in its environment",
      `tokenwell run acme --env SF_ACCESS_TOKEN -- sh -c 'sf org login access-token --no-prompt --instance-url "$INSTANCE_URL" --alias acme --json'`,
    ],
  ] as const)("sf org login access-token takes the token, %s", async ([, line], context) => {
    const sf = await installSalesforceCli();
    if (sf.folder === undefined) context.skip(sf.reason);
    const salesforce = await Holder.openSalesforce();
    onTestFinished(() => salesforce.close());
    const { machine, provider } = salesforce.scene;
    const script = join(machine.folder, "bin/sf");
    writeFileSync(script, `#!/bin/sh\nexec node '${salesforceCli(sf.folder ?? "")}' "$@"\n`, { mode: 0o755 });
    const env = { ...salesforceCliEnv, URL: provider.hosts.myDomain?.origin ?? "" };
    const loggedIn = await salesforce.shell(line, env);
    // It asks Salesforce whose token it is.
    expect(loggedIn.code).toBe(0);
    expect(JSON.parse(loggedIn.stdout).result).toMatchObject({
      username: "alice@emulator.example",
      instanceUrl: expect.stringContaining(env.URL),
    });
  });
});

describe("files and libraries", () => {
  test.each(["plain-token.~+/=", `a"b c$d#e\`f`, "a'b c#d", "00D000000000001!AQ4AQ"])(
    "an .env file holds the token %s for dotenv of npm and of Python, and one that needs no quotes for docker",
    async (token) => {
      await holder.hold(token);
      expect((await holder.shell("tokenwell token acme --as dotenv > .env")).code).toBe(0);
      const file = join(holder.folder, ".env");
      if (npm.folder !== undefined)
        expect(load("dotenv").parse(readFileSync(file))).toEqual({ ACCESS_TOKEN: token });
      if (debian.folder === undefined) return;
      const script = "import dotenv, sys; sys.stdout.write(dotenv.dotenv_values('.env')['ACCESS_TOKEN'])";
      expect(await withDebian(`/usr/bin/python3 -c "${script}"`)).toMatchObject({ code: 0, stdout: token });
      if (/["' ]/.test(token)) return;
      // `docker run --env-file` takes each line as it is.
      expect(readFileSync(file, "utf8")).toBe(`ACCESS_TOKEN=${token}\n`);
    },
  );

  test("requests-oauthlib takes the JSON as its token, and knows when it ends", async (context) => {
    if (debian.folder === undefined) context.skip(debian.reason);
    await holder.hold(oddToken);
    const program = [
      "import json, subprocess, sys, time",
      "from requests_oauthlib import OAuth2Session",
      'printed = subprocess.check_output(["tokenwell", "token", "acme", "--as", "json"])',
      "session = OAuth2Session('demo', token=json.loads(printed))",
      "client = session._client",
      "print(client.add_token('https://api.acme.example/')[1]['Authorization'])",
      "print(3500 < client._expires_at - time.time() <= 3600)",
    ].join("\n");
    writeFileSync(join(holder.folder, "session.py"), program);
    const { stdout, stderr } = await withDebian("unset LD_LIBRARY_PATH; /usr/bin/python3 session.py");
    expect([stdout, stderr]).toEqual([`Bearer ${oddToken}\nTrue\n`, ""]);
  });
});

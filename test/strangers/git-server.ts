import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A server of git over HTTP: git's own `http-backend` behind Basic authentication. */
export interface GitServer {
  /** `host:port`. */
  readonly host: string;
  /** The `user:password` that it takes. */
  allowed: string;
  /** The `user:password` of each request that had one. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/** Starts a server with the repository `acme.git`, which has one commit. */
export async function startGitServer(folder: string): Promise<GitServer> {
  const repository = join(folder, "acme.git");
  const identity = ["-c", "user.name=a", "-c", "user.email=a@acme.example"];
  const git = (...args: string[]): string =>
    execFileSync("git", args, {
      encoding: "utf8",
      cwd: folder,
      env: { PATH: "/usr/bin:/bin", HOME: folder },
    });
  git("init", "--quiet", "--bare", repository);
  const tree = git("-C", repository, "hash-object", "-t", "tree", "-w", "/dev/null").trim();
  const commit = git(...identity, "-C", repository, "commit-tree", tree, "-m", "first").trim();
  git("-C", repository, "update-ref", git("-C", repository, "symbolic-ref", "HEAD").trim(), commit);

  const seen: string[] = [];
  const listener = createServer((request, response) => {
    const [, encoded] = /^Basic (.+)$/.exec(request.headers.authorization ?? "") ?? [];
    const given = encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
    if (given !== undefined) seen.push(given);
    if (given === server.allowed) return void serve(folder, request, response);
    response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const server: GitServer = {
    host: `localhost:${(listener.address() as AddressInfo).port}`,
    allowed: "",
    seen,
    close: async () => {
      listener.closeAllConnections();
      listener.close();
      await once(listener, "close");
    },
  };
  return server;
}

/** Answers a request by `git http-backend`, as a web server does by CGI. */
async function serve(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const child = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "ignore"],
    env: {
      PATH: "/usr/bin:/bin",
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      REQUEST_METHOD: request.method,
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers["content-type"],
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"],
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
  });
  request.pipe(child.stdin);
  const answer = Buffer.concat(await child.stdout.toArray());
  const end = answer.indexOf("\r\n\r\n");
  const headers = answer
    .subarray(0, end)
    .toString()
    .split("\r\n")
    .map((line) => line.split(": "));
  const { Status = "200", ...others } = Object.fromEntries(headers);
  response.writeHead(Number.parseInt(Status, 10), others).end(answer.subarray(end + 4));
}

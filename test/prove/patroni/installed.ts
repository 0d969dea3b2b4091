import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const packages = "patroni etcd-server haproxy postgresql-15";
const needed = [
  "/usr/bin/patroni",
  "/usr/bin/etcd",
  "/usr/sbin/haproxy",
  "/usr/lib/postgresql/15/bin/postgres",
];

/** Says why no cluster can run here; `undefined` if one can. */
export function missingPatroni(): string | undefined {
  if (process.platform !== "linux") return "Patroni's cluster needs Linux";
  const missing = needed.find((file) => !existsSync(file));
  if (missing !== undefined) return `no ${missing}: apt-get install ${packages}`;
  const { status } = spawnSync("unshare", ["--pid", "--ipc", "--mount-proc", "--fork", "true"]);
  return status === 0 ? undefined : "a node needs namespaces of its own: run as root";
}

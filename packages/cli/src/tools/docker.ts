import { join } from "node:path";
import { shellLine } from "./quoting.ts";
import { ownAnywhere, type Tool } from "./tool.ts";

/** Docker calls a program of this name and adds `get`, `store`, `erase` or `list`. */
export const docker: Tool = {
  id: "docker",
  title: "Docker",
  group: "other",
  options: ["host", "user"],
  required: ["host"],
  source: {
    url: "https://docs.docker.com/reference/cli/docker/login/#credential-helpers",
    read: "2026-11-28",
  },
  setUp(values) {
    const { host, name, places, user } = values;
    const registry = new URL(host).host;
    const asked = user === "" ? [] : ["--user", user];
    const words = ["token", name, "--as", "docker-credential", "--allow-host", registry, ...asked];
    const script = `#!/bin/sh\nexec ${shellLine(ownAnywhere(values, ...words))} "$@"`;
    const program = `docker-credential-tokenwell-${name}`;
    const folder = places.env.DOCKER_CONFIG || join(places.home, ".docker");
    return {
      parts: [
        { kind: "program", file: join(places.home, ".local", "bin", program), text: script },
        {
          kind: "json",
          file: join(folder, "config.json"),
          at: ["credHelpers", registry],
          value: `tokenwell-${name}`,
        },
      ],
      trials: [
        {
          says: { key: "use.try.docker", facts: { host: registry } },
          argv: ["sh", "{folder}/program", "get"],
          files: { program: script },
          input: registry,
          succeeds: ({ code, stdout }) => code === 0 && /"Secret":"./.test(stdout),
        },
      ],
      untried: [{ key: "use.untried.server", facts: { host: registry } }],
      notes: [{ key: "use.note.docker_path", facts: { program } }],
    };
  },
};

import { join } from "node:path";
import { own, type Tool } from "./tool.ts";

/** kubectl runs the plugin without a shell, and keeps the token until it ends. Its own command writes its YAML. */
export const kubectl: Tool = {
  id: "kubectl",
  title: "kubectl",
  group: "other",
  options: ["id"],
  source: {
    url: "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins",
    read: "2026-11-28",
  },
  setUp(values) {
    const { env, id, name, places } = values;
    const [command = "", ...args] = own(
      values,
      "token",
      name,
      "--as",
      "exec-credential",
      ...(id ? ["--id"] : []),
    );
    const user = `tokenwell-${name}`;
    const variables = Object.entries(env);
    const set = (...more: readonly string[]): [string, ...string[]] => [
      ...(["kubectl", ...more, "config", "set-credentials", user] as const),
      "--exec-api-version=client.authentication.k8s.io/v1",
      "--exec-interactive-mode=Never",
      `--exec-command=${command}`,
      ...args.map((arg) => `--exec-arg=${arg}`),
      ...variables.map(([key, value]) => `--exec-env=${key}=${value}`),
    ];
    const file =
      places.env.KUBECONFIG?.split(":").find((one) => one !== "") ?? join(places.home, ".kube", "config");
    const wanted = pluginOf({ command, args, env: variables.map(([key, value]) => ({ name: key, value })) });
    return {
      parts: [
        {
          kind: "command",
          file,
          argv: set(),
          current: ["kubectl", "config", "view", "--raw", "--output=json"],
          isDone: (current) => pluginIn(current, user) === wanted,
        },
      ],
      tokenCommand: { argv: [command, ...args], env },
      trials: [
        {
          says: { key: "use.try.kubectl" },
          argv: set("--kubeconfig={folder}/config"),
          remedy: { key: "use.note.kubectl_version" },
        },
      ],
      untried: [{ key: "use.untried.kubectl" }],
      notes: [{ key: "use.note.kubectl", facts: { user } }],
    };
  },
};

/** A plugin in kubectl's configuration. */
interface Plugin {
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly interactiveMode?: string;
}

const pluginOf = ({ command, args, env, interactiveMode = "Never" }: Plugin): string =>
  JSON.stringify([command, args ?? [], (env ?? []).map(({ name, value }) => [name, value]), interactiveMode]);

/** Returns the plugin of a user, as {@link pluginOf} writes it. */
function pluginIn(config: string, user: string): string | undefined {
  const { users } = JSON.parse(config) as {
    readonly users?: readonly { readonly name: string; readonly user?: { readonly exec?: Plugin } }[] | null;
  };
  const plugin = users?.find(({ name }) => name === user)?.user?.exec;
  return plugin && pluginOf({ interactiveMode: "", ...plugin });
}

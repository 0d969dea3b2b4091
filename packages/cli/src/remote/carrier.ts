import { UsageError } from "../errors.ts";

/** A way to run a command of ours on another machine: the program that stands in front of it. */
export interface Carrier {
  /** The address as the user gave it. */
  readonly address: string;
  /** The machine, for sentences: `taro@server`. */
  readonly place: string;
  /** The program in front, and its arguments up to our command. */
  readonly program: string;
  readonly args: readonly string[];
  /** The words that a person types in front of our command there. */
  readonly typed: string;
  /** Whether a shell there reads our command. */
  readonly hasShell: boolean;
  /** Our command there. */
  readonly command: string;
}

/** Text that no carrier takes for an option or reads as more than one word. */
const plainWord = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const plainHost = /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\])$/;

/** Whether a word is the address of another machine. */
export const isRemoteAddress = (given: string): boolean => /^(?:ssh|docker|kubectl):\/\//i.test(given);

/**
 * Reads the address of another machine:
 *
 * - `ssh://[user@]host[:port][/path/of/tokenwell]`
 * - `docker://[user@]container[/path/of/tokenwell]`
 * - `kubectl://pod`, `kubectl://namespace/pod`, `kubectl://namespace/pod/container`
 *
 * @throws {UsageError} `remote_address`
 */
export function readCarrier(address: string): Carrier {
  const [, scheme = "", rest = ""] = /^([a-z]+):\/\/(.*)$/is.exec(address) ?? [];
  const read = { ssh, docker, kubectl }[scheme.toLowerCase()];
  const carrier = read?.(rest);
  if (carrier === undefined) throw new UsageError("remote_address", { given: address.slice(0, 100) });
  return { address, ...carrier };
}

type Read = (rest: string) => Omit<Carrier, "address"> | undefined;

/** Splits `[user@]place[:port][/path]`; `undefined` if a part could be mistaken for anything else. */
function split(rest: string) {
  const [, user, host = "", port, path] =
    /^(?:([^@/]*)@)?(\[[^\]]*\]|[^:/]*)(?::(\d{1,5}))?(\/.*)?$/s.exec(rest) ?? [];
  if (!plainHost.test(host) || (user !== undefined && !plainWord.test(user))) return undefined;
  // A path with anything else would need the quotes of a shell that we do not know.
  if (path !== undefined && !/^\/[\w./+@-]*[\w+-]$/.test(path)) return undefined;
  return { user, host, port, command: path ?? "tokenwell" };
}

const ssh: Read = (rest) => {
  const parts = split(rest);
  if (!parts) return undefined;
  const { user, host, port, command } = parts;
  const bare = host.replace(/^\[|\]$/g, "");
  const place = user === undefined ? bare : `${user}@${bare}`;
  const ports = port === undefined ? [] : ["-p", port];
  return {
    place,
    program: "ssh",
    // No terminal there: it would echo what we send.
    args: ["-T", ...ports, "--", place],
    typed: ["ssh", ...ports, place].join(" "),
    hasShell: true,
    command,
  };
};

const docker: Read = (rest) => {
  const parts = split(rest);
  if (!parts || parts.port !== undefined || !plainWord.test(parts.host)) return undefined;
  const { user, host, command } = parts;
  const users = user === undefined ? [] : ["-u", user];
  return {
    place: host,
    program: "docker",
    args: ["exec", "-i", ...users, host],
    typed: ["docker exec", ...users, host].join(" "),
    hasShell: false,
    command,
  };
};

const kubectl: Read = (rest) => {
  const words = rest.split("/");
  if (words.length > 3 || !words.every((word) => plainWord.test(word))) return undefined;
  const [namespace, pod = "", container] = words.length === 1 ? [undefined, ...words] : words;
  const options = [
    ...(namespace === undefined ? [] : ["-n", namespace]),
    pod,
    ...(container === undefined ? [] : ["-c", container]),
  ];
  return {
    place: rest,
    program: "kubectl",
    args: ["exec", "-i", ...options, "--"],
    typed: ["kubectl exec", ...options, "--"].join(" "),
    hasShell: false,
    command: "tokenwell",
  };
};

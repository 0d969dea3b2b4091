import {
  type ConnectionStatus,
  InputError,
  isProviderId,
  type KnownApp,
  type LoginOptions,
  type LoginProgress,
  type LoginResult,
  type PendingLogin,
  type ProtectedResource,
  type RegistrationOptions,
  type Rotation,
  Secret,
} from "@tokenwell/core";
import { OutcomeError, UsageError } from "../errors.ts";
import type { LoginPlace } from "../login/target.ts";
import type { Link } from "./link.ts";
import { LoginThere } from "./login-there.ts";
import { isMembers, type Members, membersOf, textOf } from "./messages.ts";

/** A client secret that the other machine has, in its store or in a file. It cannot be opened here. */
const secretsThere = new WeakMap<Secret, Members>();

function secretThere(where: Members): Secret {
  const secret = Secret.lazy(() => {
    throw new UsageError("secret_is_there");
  });
  secretsThere.set(secret, where);
  return secret;
}

/** Names a file of the other machine with a client secret, which only that machine reads. */
export const secretInFileThere = (file: string): Secret => secretThere({ file });

/** The questions of a login to the store of another machine. No secret of that store comes here. */
export class TokenwellThere implements LoginPlace {
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
  }

  async names(): Promise<readonly string[]> {
    return listOf(await this.#link.call("names")).map((name) => textOf(name, 80));
  }

  async status(
    name: string,
  ): Promise<readonly Pick<ConnectionStatus, "apiBase" | "app" | "issuer" | "name" | "provider">[]> {
    return listOf(await this.#link.call("status", { name })).map((one) => {
      const { name: own, provider, issuer, clientId, apiBase } = membersOf(one);
      return {
        name: textOf(own, 80),
        provider: providerIn(provider, this.#link),
        issuer: textOf(issuer),
        apiBase: textOf(apiBase),
        app: { clientId: textOf(clientId), authMethod: "none", also: [] },
      };
    });
  }

  async apps(): Promise<readonly KnownApp[]> {
    return listOf(await this.#link.call("apps")).map((one) => {
      const { provider, clientId, issuer, redirectUri, hasSecret, usedBy } = membersOf(one);
      return {
        provider: providerIn(provider, this.#link),
        clientId: textOf(clientId),
        issuer: textOf(issuer),
        redirectUri: textOf(redirectUri),
        clientSecret: hasSecret === true ? secretThere({ known: true }) : null,
        usedBy: listOf(usedBy).map((name) => textOf(name, 80)),
      };
    });
  }

  async protectedResource(address: string): Promise<ProtectedResource | null> {
    const found = await this.#link.call("protectedResource", { address });
    if (found === null) return null;
    const { resource, apiBase, issuer, scope, canRegister, acceptsClientMetadata } = membersOf(found);
    return {
      resource: textOf(resource),
      apiBase: textOf(apiBase),
      issuer: textOf(issuer),
      scope: scope === null ? null : textOf(scope),
      canRegister: canRegister === true,
      acceptsClientMetadata: acceptsClientMetadata === true,
    };
  }

  async register(issuer: string, options: RegistrationOptions): ReturnType<LoginPlace["register"]> {
    const { clientId, hasSecret } = membersOf(await this.#link.call("register", { issuer, options }));
    return {
      clientId: textOf(clientId),
      clientSecret: hasSecret === true ? secretThere({ known: true }) : null,
    };
  }

  async login(address: string, options: LoginOptions): Promise<PendingLogin> {
    const { clientSecret, onProgress, chooseName, language, ...rest } = options;
    const secret =
      clientSecret === null ? null : (secretsThere.get(clientSecret) ?? { value: clientSecret.expose() });
    const begun = membersOf(
      await this.#link.call("login", {
        address,
        options: { ...rest, asksForName: chooseName !== undefined },
        secret,
      }),
    );
    const url = URL.parse(textOf(begun.url, 20_000));
    // A browser opens it: no other scheme may be in it.
    if (url?.protocol !== "https:" && url?.protocol !== "http:")
      throw new OutcomeError("remote_garbled", { place: this.#link.carrier.place });
    const provider = providerIn(begun.provider, this.#link);
    return new LoginThere(
      {
        url: url.href,
        redirectUri: textOf(begun.redirectUri),
        canListen: begun.canListen === true,
        waitSeconds: Math.min(Math.max(Number(begun.waitSeconds) || 0, 1), 3_600),
        provider: { id: provider, label: textOf(begun.label, 200) },
        language: language ?? "en",
      },
      {
        answer: async (text) => {
          const result = await this.#link.call(
            "answer",
            { text },
            {
              onStep: (step) => onProgress?.(progressOf(step)),
              onAsk: async (taken) =>
                (await chooseName?.({
                  name: textOf(taken.name, 80),
                  owner: textOf(taken.owner, 200),
                  account: textOf(taken.account, 200),
                })) ?? null,
            },
          );
          return loginResultOf(result, this.#link);
        },
        isOver: async () => (await this.#link.call("isOver")) !== false,
        cancel: async () => void (await this.#link.call("cancel")),
      },
    );
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, 10_000) : []);

function providerIn(given: unknown, { carrier: { place } }: Link): KnownApp["provider"] {
  if (typeof given === "string" && isProviderId(given)) return given;
  throw new OutcomeError("remote_garbled", { place });
}

const rotations: readonly Rotation[] = ["static", "sliding", "grace", "strict", "unknown"];
const rotationOf = (given: unknown): Rotation => rotations.find((one) => one === given) ?? "unknown";

function progressOf({ kind, account, isNamed, rotation }: Members): LoginProgress {
  if (kind === "allowed")
    return { kind, account: account === null ? null : textOf(account, 200), isNamed: isNamed === true };
  return kind === "stored" ? { kind } : { kind: "tested", rotation: rotationOf(rotation) };
}

function loginResultOf(value: unknown, link: Link): LoginResult {
  if (!isMembers(value)) throw new OutcomeError("remote_garbled", { place: link.carrier.place });
  const { name, provider, account, apiBase, scope, rotation } = value;
  const lives = membersOf(value.lives);
  const known = providerIn(provider, link);
  if (!/^[A-Za-z0-9._-]+$/.test(textOf(name)))
    throw new InputError("invalid_name", { name: textOf(name, 63) });
  return {
    name: textOf(name, 80),
    provider: known,
    account: account === null ? null : textOf(account, 200),
    apiBase: textOf(apiBase),
    scope: textOf(scope),
    rotation: rotationOf(rotation),
    lives: {
      until: dateOf(lives.until),
      untilSource: lives.untilSource === "setting" ? "setting" : "assumed",
      idleSeconds: typeof lives.idleSeconds === "number" ? lives.idleSeconds : null,
      idleUntil: dateOf(lives.idleUntil),
      keepAliveAt: dateOf(lives.keepAliveAt),
    },
  };
}

function dateOf(given: unknown): Date | null {
  const date = typeof given === "string" ? new Date(given) : null;
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}

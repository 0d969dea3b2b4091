import type { AsyncEntry } from "@napi-rs/keyring";
import { StoreError } from "../../errors.ts";

/** Name of our entries in the keychain. */
const service = "tokenwell";

/**
 * Entry of the operating system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux.
 * Pinned to the Secret Service there: without that, `@napi-rs/keyring` falls back silently to a keyring of the kernel,
 * which a restart empties.
 *
 * @see https://specifications.freedesktop.org/secret-service-spec/latest/
 */
export class KeychainEntry {
  readonly #entry: AsyncEntry;

  private constructor(entry: AsyncEntry) {
    this.#entry = entry;
  }

  /**
   * Returns the entry of an account, which need not exist.
   *
   * @throws StoreError `keychain_not_installed`, `keychain_unavailable`
   */
  static async of(account: string): Promise<KeychainEntry> {
    const keyring = await load();
    try {
      return new KeychainEntry(
        new keyring.AsyncEntry(service, account, { linux: { store: "secret-service" } }),
      );
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** Returns the content, `null` if there is none or the keychain is locked. Throws `keychain_unavailable`. */
  async read(): Promise<string | null> {
    return await this.#entry.getPassword().catch((error: unknown) => Promise.reject(unavailable(error)));
  }

  /** Writes the content. Throws `keychain_unavailable`. */
  async write(text: string): Promise<void> {
    await this.#entry.setPassword(text).catch((error: unknown) => Promise.reject(unavailable(error)));
  }

  /** Removes the entry, if it is there. Throws `keychain_unavailable`. */
  async remove(): Promise<void> {
    await this.#entry.deleteCredential().catch((error: unknown) => Promise.reject(unavailable(error)));
  }
}

async function load(): Promise<typeof import("@napi-rs/keyring")> {
  try {
    // A bundler would not find the binary in it.
    return await import(/* turbopackIgnore: true */ /* webpackIgnore: true */ "@napi-rs/keyring");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
    throw isMissing ? new StoreError("keychain_not_installed") : unavailable(error);
  }
}

/** Quotes the first line of what the keychain says. Its errors hold no content of entries. */
function unavailable(error: unknown): StoreError {
  const [reason = ""] = String(error instanceof Error ? error.message : error).split("\n");
  return new StoreError("keychain_unavailable", { reason: reason.slice(0, 300) }, error);
}

import { EmulatorError } from "./errors.ts";

/** When a fault strikes: `before` the provider processes the request, or `after`. */
export type FaultMoment = "before" | "after";

/**
 * What can be done to a token request.
 *
 * - `drop-before`: the connection breaks and the provider never processed it.
 * - `drop-after`: the provider processed it and the connection breaks without an answer.
 * - `status`: another answer, by default before processing. `retryAfter` is the header's text, in seconds or a date.
 * - `html`: 200 with a web page, as a captive portal or a proxy does, by default before processing.
 * - `truncate`: processed, and the connection breaks after `bytes` bytes of the body.
 * - `hold`: processed, and the answer waits for {@link Faults.release}.
 */
export type Fault =
  | { readonly fault: "drop-before" | "drop-after" | "hold" }
  | {
      readonly fault: "status";
      /** 200 to 599. */
      readonly status: number;
      readonly where?: FaultMoment;
      readonly retryAfter?: string;
      /** Default: `{"error":"temporarily_unavailable"}`. */
      readonly body?: string;
      /** Default: application/json. */
      readonly contentType?: string;
    }
  | { readonly fault: "html"; readonly where?: FaultMoment }
  | { readonly fault: "truncate"; readonly bytes: number };

/** A fault, and which token requests it strikes. */
export type ArmedFault = Fault & {
  /** How many token requests pass unharmed first. Default: 0. */
  readonly skip?: number;
  /** How many it strikes then. Default: 1. */
  readonly times?: number;
};

/** The faults that wait for token requests. They strike in the order in which they were armed. */
export class Faults {
  readonly #armed: { fault: ArmedFault; skip: number; times: number }[] = [];
  readonly #held = new Set<() => void>();
  #watchers: (() => void)[] = [];

  /**
   * Arms one more fault, behind those that are armed already.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  arm(fault: ArmedFault): void {
    const checked = parseFault(fault);
    this.#armed.push({ fault: checked, skip: checked.skip ?? 0, times: checked.times ?? 1 });
  }

  /** Disarms all and releases what is held. */
  clear(): void {
    this.#armed.length = 0;
    this.release();
  }

  /** Lets every held answer go; says how many there were. */
  release(): number {
    const releases = [...this.#held];
    this.#held.clear();
    for (const release of releases) {
      release();
    }
    return releases.length;
  }

  /** What is still armed, the next one first. */
  list(): readonly ArmedFault[] {
    return this.#armed.map(({ fault, skip, times }) => ({ ...fault, skip, times }));
  }

  /** How many answers are held now. */
  heldCount(): number {
    return this.#held.size;
  }

  /** Resolves as soon as at least `count` answers are held. */
  async whenHeld(count = 1): Promise<void> {
    while (this.#held.size < count) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** The fault that strikes the token request which has just arrived, if any. */
  take(): Fault | undefined {
    const next = this.#armed[0];
    if (next === undefined) {
      return undefined;
    }
    if (next.skip > 0) {
      next.skip -= 1;
      return undefined;
    }
    next.times -= 1;
    if (next.times === 0) {
      this.#armed.shift();
    }
    return next.fault;
  }

  /** Resolves with {@link release}. */
  hold(): Promise<void> {
    return new Promise((resolve) => {
      this.#held.add(resolve);
      const watchers = this.#watchers;
      this.#watchers = [];
      for (const watcher of watchers) {
        watcher();
      }
    });
  }
}

/** Whether a fault keeps its request from the provider. */
export function strikesBefore(fault: Fault): boolean {
  if (fault.fault === "status" || fault.fault === "html") {
    return fault.where !== "after";
  }
  return fault.fault === "drop-before";
}

/**
 * Checks what came from outside.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function parseFault(input: unknown): ArmedFault {
  if (!isFault(input)) {
    throw new EmulatorError(
      "invalid_option",
      'A fault looks like {"fault":"drop-after"}, {"fault":"status","status":503}, {"fault":"truncate","bytes":20}; ' +
        '"fault" is one of drop-before, drop-after, status, html, truncate, hold; ' +
        '"skip" is a whole number from 0 and "times" one from 1; "where" is before or after.',
    );
  }
  return input;
}

function isFault(input: unknown): input is ArmedFault {
  if (typeof input !== "object" || input === null) {
    return false;
  }
  const fault: Readonly<Record<string, unknown>> = { ...input };
  return (
    isWhole(fault.skip ?? 0, 0) &&
    isWhole(fault.times ?? 1, 1) &&
    [undefined, "before", "after"].some((known) => known === fault.where) &&
    [fault.retryAfter, fault.body, fault.contentType].every(isTextOrAbsent) &&
    hasItsFields(fault)
  );
}

function hasItsFields({ fault, status, bytes }: Readonly<Record<string, unknown>>): boolean {
  switch (fault) {
    case "drop-before":
    case "drop-after":
    case "hold":
    case "html":
      return true;
    case "status":
      return isWhole(status, 200) && status <= 599;
    case "truncate":
      return isWhole(bytes, 0);
    default:
      return false;
  }
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least;
}

import { type Answer, last, running, type Sql, type Statement, type Step } from "../tables/sql.ts";
import { combine } from "./combine.ts";
import { isGone } from "./errors.ts";

/** Most transactions in one group: their rows stay locked while this process works on all of them. */
const most = 16;

/** Runs work in a transaction, and calls it again if it runs the transaction again. */
type Run = <T>(work: () => Sql<T>) => Promise<T>;

/** Result of a transaction of a group; `null` if it must run by itself. */
type Result = { readonly value: unknown } | null;

/** Makes one work of several. */
export type Together = (works: readonly Sql<unknown>[]) => Sql<readonly Result[]>;

interface Member {
  readonly connection: string;
  readonly work: () => Sql<unknown>;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Combines transactions on different connections that wait at the same time into one: their statements travel together,
 * and the server commits once. While a connection to the server is free, none waits longer than one turn of the event loop.
 */
export class Group {
  readonly #run: Run;
  readonly #together: Together;
  #waiting: Member[] = [];
  /** Whether a transaction is about to take those that wait. */
  #isComing = false;

  constructor(run: Run, together: Together) {
    this.#run = run;
    this.#together = together;
  }

  /** Adds a transaction on a connection, given by its id, name or session. Resolves with its result when it has ended. */
  join<T>(connection: string, work: () => Sql<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = (result: unknown): void => resolve(result as T);
      this.#waiting.push({ connection, work, done, failed: reject });
      if (!this.#isComing) this.#come();
    });
  }

  #come(): void {
    this.#isComing = true;
    setImmediate(() => void this.#runTogether());
  }

  async #runTogether(): Promise<void> {
    let members: readonly Member[] | undefined;
    try {
      const results = await this.#run(() => {
        members ??= this.#take();
        return this.#together(members.map(({ work }) => work()));
      });
      members?.forEach((member, index) => {
        const result = results[index];
        if (result) member.done(result.value);
        else void this.#runAlone(member);
      });
    } catch (error) {
      members ??= this.#take();
      // Another try would not reach the server either; and a member without others has failed by itself.
      const isOver = members.length === 1 || isGone(error);
      for (const member of members) {
        if (isOver) member.failed(error);
        else void this.#runAlone(member);
      }
    }
  }

  /** Takes those that wait, at most one for each connection, in an order in which two groups cannot wait for each other. */
  #take(): readonly Member[] {
    const taken = new Map<string, Member>();
    const left: Member[] = [];
    for (const member of this.#waiting) {
      if (taken.size === most || taken.has(member.connection)) left.push(member);
      else taken.set(member.connection, member);
    }
    this.#waiting = left;
    if (left.length > 0) this.#come();
    else this.#isComing = false;
    return [...taken.values()].toSorted((one, other) => (one.connection < other.connection ? -1 : 1));
  }

  async #runAlone({ work, done, failed }: Member): Promise<void> {
    try {
      done(await this.#run(work));
    } catch (error) {
      failed(error);
    }
  }
}

/** Work of a member, with the statements that it asks for now, or its result. */
interface Running {
  readonly work: Sql<unknown>;
  step: IteratorResult<Step, unknown>;
}

/** Runs reading works together to their end. */
export function* readTogether(works: readonly Sql<unknown>[]): Sql<readonly Result[]> {
  const members = works.map(begun);
  while (members.some(({ step }) => !step.done)) yield* advance(members);
  return members.map(resultOf);
}

/**
 * Runs writing works together: the reading step of each, then the last step of each. A work that asks for another step has
 * changed nothing yet, and must run by itself.
 */
export function* writeTogether(works: readonly Sql<unknown>[]): Sql<readonly Result[]> {
  const [only] = works;
  if (works.length === 1 && only !== undefined) return [{ value: yield* only }];
  const members = works.map(begun);
  yield* advance(members, [lockLimit]);
  yield* advance(members.filter(({ step }) => !step.done && step.value.isLast));
  return members.map(resultOf);
}

/** Limits the wait for a row, in milliseconds: the transaction that needs it then runs by itself, and so do the others. */
const lockLimit = running("SET LOCAL lock_timeout = 250", {});

/** Sends what works ask for together, and gives each its answers. */
function* advance(members: readonly Running[], before: readonly Statement[] = []): Sql<void> {
  const asking = members.flatMap((member) =>
    member.step.done ? [] : [{ member, asked: member.step.value }],
  );
  if (asking.length === 0) return;
  const { statements, answers } = combine([...before, ...asking.flatMap(({ asked }) => asked)]);
  const given = answers(yield asking.every(({ asked }) => asked.isLast) ? last(statements) : statements);
  for (const { member, asked } of asking)
    member.step = member.work.next(asked.map((statement) => given.get(statement) ?? nothing));
}

const nothing: Answer = { rows: [], changes: 0 };

const begun = (work: Sql<unknown>): Running => ({ work, step: work.next([]) });

const resultOf = ({ step }: Running): Result => (step.done ? { value: step.value } : null);

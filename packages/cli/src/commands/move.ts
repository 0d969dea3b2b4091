import { type Departure, InputError, LoginNeededError } from "@tokenwell/core";
import { chosenName } from "../chosen-connection.ts";
import type { CommonOptions, Context } from "../context.ts";
import { exitCodeOf } from "../error-text.ts";
import { OutcomeError, UsageError } from "../errors.ts";
import { writeJson } from "../output.ts";
import { type Carrier, isRemoteAddress, readCarrier } from "../remote/carrier.ts";
import { Link } from "../remote/link.ts";
import { errorOf, membersOf } from "../remote/messages.ts";
import type { WordKey } from "../text/en.ts";

/** The options of `tokenwell move`. */
export interface MoveCommandOptions extends CommonOptions {
  readonly back?: boolean;
}

/** Runs `tokenwell move [name] <address>`: moves a connection to another machine, or goes on with a move. */
export async function move(
  context: Context,
  words: readonly string[],
  options: MoveCommandOptions,
): Promise<number> {
  const [given, address] =
    words.length === 1 && isRemoteAddress(words[0] ?? "") ? [undefined, words[0]] : words;
  if (address === undefined) throw new UsageError("move_where", { name: given ?? "NAME" });
  const carrier = readCarrier(address);
  const tokenwell = await context.open();
  const name = await chosenName(context, tokenwell, given);
  const departure = await tokenwell.transfers.depart(name, carrier.address);
  const work: Move = { context, carrier, departure, asJson: options.json === true };
  try {
    if (departure.state === "gone") return await report(work, "move.was_moved");
    if (options.back && departure.state === "here") return await report(work, "move.is_here");
    const link = await Link.open(context, carrier);
    try {
      return options.back ? await bringBack(work, link) : await bringThere(work, link);
    } finally {
      link.close();
    }
  } finally {
    departure.close();
  }
}

/** A move in one process. */
interface Move {
  readonly context: Context;
  readonly carrier: Carrier;
  readonly departure: Departure;
  readonly asJson: boolean;
}

const factsOf = ({ carrier: { address, place }, departure: { name } }: Move) => ({
  name,
  place,
  to: address,
});

/** Says how the connection stands, and where it is used. */
async function report(
  work: Move,
  key: "move.was_moved" | "move.is_here" | "move.erased" | "move.left" | "move.back",
): Promise<number> {
  const { context, carrier, departure, asJson } = work;
  const { ui, io } = context;
  const isHere = key === "move.is_here" || key === "move.back";
  tell(work, key, key === "move.left" ? "warning" : "done");
  if (asJson) await writeJson(io.stdout, { name: departure.name, place: isHere ? null : carrier.address });
  else if (!isHere && key !== "move.left")
    ui.table([[`${carrier.typed} ${carrier.command} token ${departure.name}`]], 2);
  return 0;
}

/** Reports a step, unless a program reads the result. */
function tell(work: Move, key: WordKey, mark: "done" | "warning" = "done"): void {
  const { ui } = work.context;
  if (!work.asJson) ui.mark(mark, ui.words(key, factsOf(work)));
}

/** Moves the connection there, from wherever an earlier process stopped. */
async function bringThere(work: Move, link: Link): Promise<number> {
  const { context, departure } = work;
  const { ui } = context;
  const { manifest } = departure;
  const { state } = membersOf(await link.call("expect", { manifest }).catch(asNameTaken(work)));
  // A machine that has not been sent a token cannot have it.
  if (departure.state === "here" && state !== "expected")
    throw new OutcomeError("remote_garbled", factsOf(work));
  if (state === "gone") {
    await departure.complete();
    return await report(work, "move.left");
  }
  if (state !== "expected" && state !== "here") throw new OutcomeError("remote_garbled", factsOf(work));
  tell(work, state === "here" ? "move.there" : "move.ready");
  let accepted: Accepted;
  try {
    if (state === "here") accepted = await accept(work, link.call("verify"));
    else {
      const parcel = await departure.release();
      tell(work, "move.released");
      accepted = await accept(work, link.call("accept", { parcel: parcel.expose() }));
    }
  } catch (error) {
    if (departure.state === "here" && !(error instanceof Unfinished)) throw error;
    ui.error(error instanceof Unfinished ? error.why : error, "dialogue");
    throw new OutcomeError("move_unfinished", factsOf(work));
  }
  return await end(work, accepted);
}

/** Says of a name that is in use there what to do there. */
const asNameTaken = (work: Move) => (error: unknown) => {
  if (!(error instanceof InputError && error.code === "name_taken")) throw error;
  const { command, typed } = work.carrier;
  throw new OutcomeError("move_name_taken", { ...factsOf(work), typed: `${typed} ${command}` });
};

/** Thrown when the connection may be there. */
class Unfinished extends Error {
  readonly why: unknown;

  constructor(why: unknown) {
    super("unfinished");
    this.why = why;
  }
}

/** The result of an arrival, as the other machine tells it. */
interface Accepted {
  readonly result: unknown;
  readonly problem: Error;
}

async function accept({ carrier: { place } }: Move, call: Promise<unknown>): Promise<Accepted> {
  try {
    const { result, problem } = membersOf(await call);
    return { result, problem: errorOf(problem, place) };
  } catch (error) {
    throw new Unfinished(error);
  }
}

async function end(work: Move, { result, problem }: Accepted): Promise<number> {
  const { context, departure } = work;
  const { ui } = context;
  if (result === "proven") {
    tell(work, "move.proven");
    await departure.complete();
    return await report(work, "move.erased");
  }
  ui.error(problem, "dialogue");
  if (result === "returned") {
    await departure.takeBack();
    tell(work, "move.returned", "warning");
    return exitCodeOf(problem);
  }
  if (result !== "kept") throw new OutcomeError("move_unfinished", factsOf(work));
  const isOver = problem instanceof LoginNeededError;
  if (isOver) await departure.complete();
  tell(work, isOver ? "move.lost" : "move.unproven", "warning");
  return exitCodeOf(problem);
}

/** Keeps the connection here, if it has not arrived there. */
async function bringBack(work: Move, link: Link): Promise<number> {
  const { departure } = work;
  const { state } = membersOf(await link.call("refuse", { manifest: departure.manifest }));
  if (state === "absent") {
    await departure.takeBack();
    return await report(work, "move.back");
  }
  if (state !== "here" && state !== "gone") throw new OutcomeError("remote_garbled", factsOf(work));
  await departure.complete();
  throw new OutcomeError(state === "here" ? "move_not_back" : "move_not_back_gone", factsOf(work));
}

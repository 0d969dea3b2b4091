import type { KeyPlace, Keys } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { withProblemJson, writeJson } from "../output.ts";
import type { KeysCommandOptions } from "./options.ts";

const places: readonly KeyPlace[] = ["file", "keychain", "env"];

/** Runs `tokenwell keys use <place>`: moves the key there. */
export async function useKey(
  { ui, io }: Context,
  keys: Keys,
  given: string | undefined,
  options: KeysCommandOptions,
): Promise<number> {
  const place = places.find((each) => each === given);
  if (place === undefined) throw new UsageError("keys_place", { given: given ?? "" });
  const { from, hasMoved, isRemoved, status } = await keys.use(place);
  if (options.json) {
    await writeJson(io.stdout, { ...withProblemJson(status), from, hasMoved, isRemoved });
    return 0;
  }
  const { location, alsoIn } = status;
  const here = ui.words(`keys.place.${place}`, {
    location: place === "file" ? (alsoIn ?? location) : location,
  });
  ui.mark("done", ui.words(hasMoved ? "keys.moved" : "keys.is_there", { place: here }));
  if (!isRemoved) ui.mark("warning", ui.words("keys.not_removed", { location: from.location }));
  if (alsoIn !== null && place !== "env") ui.mark("warning", ui.words("keys.env_comes_first", { location }));
  return 0;
}

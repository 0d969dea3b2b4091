import type { Situation } from "../support/situation.ts";
import { beginning } from "./beginning.ts";
import { deployment } from "./deployment.ts";
import { ending } from "./ending.ts";
import { identity } from "./identity.ts";
import { refreshing } from "./refreshing.ts";

/** All situations that people reported, each with what is right. */
export const situations: readonly Situation[] = [
  ...refreshing,
  ...beginning,
  ...identity,
  ...ending,
  ...deployment,
];

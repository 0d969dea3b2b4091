import type { Server } from "node:http";
import { type AppSessions, openSessions } from "@tokenwell/session";
import { storeEnvironment } from "../../../packages/core/test/support/test-store.ts";
import type { AppPlan } from "../support/app.ts";
import { AppClock } from "./app-clock.ts";

/** An app that listens. */
export interface OpenApp {
  readonly port: number;
  readonly clock: AppClock;
  close(): Promise<void>;
}

/** The parts that every app is built from. */
export interface AppParts {
  readonly plan: AppPlan;
  readonly sessions: AppSessions;
  readonly clock: AppClock;
  /** Path of {@link AppPlan.baseUrl}, without a slash at its end. */
  readonly base: string;
}

/** Builds an app of one framework, which does not listen yet. */
export type BuildApp = (parts: AppParts) => Promise<Server> | Server;

/** Opens the sessions of a plan. */
export async function openParts(plan: AppPlan): Promise<AppParts> {
  const clock = new AppClock(plan.clockOffsetMs);
  const { apiBase, audience, baseUrl, clientId, clientSecret, home, issuer, options, quietPaths } = plan;
  const sessions = await openSessions({
    issuer,
    clientId,
    clientSecret,
    baseUrl,
    apiBase,
    home,
    env: storeEnvironment(home),
    clock,
    ...(audience === "" ? {} : { audience, provider: "auth0" }),
    isActivity: ({ path }) => !quietPaths.includes(path),
    onProblem: (problem) => console.error(problem),
    ...options,
  });
  return { plan, sessions, clock, base: new URL(baseUrl).pathname.replace(/\/$/, "") };
}

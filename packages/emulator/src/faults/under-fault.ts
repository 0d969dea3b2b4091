import { AsyncLocalStorage } from "node:async_hooks";
import type { Fault } from "./fault.ts";

const activeFault = new AsyncLocalStorage<Fault>();

/** Runs `work` under a fault. The functions below return wrong values while it runs. */
export function underFault<T>(fault: Fault | undefined, work: () => T): T {
  return fault === undefined ? work() : activeFault.run(fault, work);
}

/** Returns the milliseconds by which the clock is off. */
export function skewMs(): number {
  const fault = activeFault.getStore();
  return fault?.fault === "skew" ? fault.seconds * 1000 : 0;
}

/** Returns the subject of a response, which is wrong under `wrong-subject`. */
export function subjectUnderFault(subject: string): string {
  return activeFault.getStore()?.fault === "wrong-subject" ? `${subject}-of-somebody-else` : subject;
}

/** Returns the issuer of an ID token, which is wrong under `wrong-issuer`. */
export function issuerUnderFault(issuer: string): string {
  return activeFault.getStore()?.fault === "wrong-issuer"
    ? "https://another-issuer.emulator.example/"
    : issuer;
}

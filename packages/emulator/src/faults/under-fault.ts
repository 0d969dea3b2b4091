import { AsyncLocalStorage } from "node:async_hooks";
import type { Fault } from "./fault.ts";

const activeFault = new AsyncLocalStorage<Fault>();

/** Lets the provider decide and sign under a fault. What it then asks here is answered wrongly. */
export function underFault<T>(fault: Fault | undefined, work: () => T): T {
  return fault === undefined ? work() : activeFault.run(fault, work);
}

/** By how much the clock of whoever answers is off, in milliseconds. */
export function skewMs(): number {
  const fault = activeFault.getStore();
  return fault?.fault === "skew" ? fault.seconds * 1000 : 0;
}

/** Whom an answer is about. */
export function subjectUnderFault(subject: string): string {
  return activeFault.getStore()?.fault === "wrong-subject" ? `${subject}-of-somebody-else` : subject;
}

/** By whom an ID token is issued. */
export function issuerUnderFault(issuer: string): string {
  return activeFault.getStore()?.fault === "wrong-issuer"
    ? "https://another-issuer.emulator.example/"
    : issuer;
}

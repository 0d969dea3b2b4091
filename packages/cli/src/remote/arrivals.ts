import { type Accepted, type ArrivalState, Secret, type Tokenwell } from "@tokenwell/core";
import { UsageError } from "../errors.ts";
import { errorMessage, type Members } from "./messages.ts";

/** The connection that a `tokenwell` on another machine moves here. */
export class Arrivals {
  #arrival: ArrivalState | undefined;

  async expect(tokenwell: Tokenwell, manifest: unknown): Promise<Members> {
    this.#arrival = await tokenwell.transfers.expect(manifest);
    return { state: this.#arrival.state };
  }

  async accept(parcel: unknown): Promise<Members> {
    const arrival = this.#arrival;
    this.#arrival = undefined;
    if (arrival?.state !== "expected" || typeof parcel !== "string") throw new UsageError("remote_by_hand");
    return message(await arrival.accept(Secret.of(parcel)));
  }

  async verify(): Promise<Members> {
    if (this.#arrival?.state !== "here") throw new UsageError("remote_by_hand");
    return message(await this.#arrival.verify());
  }
}

function message(accepted: Accepted): Members {
  if (accepted.result === "proven") return accepted;
  return { result: accepted.result, problem: errorMessage(accepted.problem) };
}

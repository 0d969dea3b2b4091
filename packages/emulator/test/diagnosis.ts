/** What a client gets to see: the status and what it can read of the body. */
export interface Observed {
  readonly status?: number;
  readonly error?: string;
  readonly description?: string;
  /** A part of the body, where it is no OAuth error. */
  readonly body?: string;
}

/** One row of the DIAGNOSES of a provider: a symptom, and how the emulator produces it. */
export interface Diagnosis extends Observed {
  readonly symptom: string;
  /** The switch, fault or request that produces it, as a caller writes it; with `notApplicable`: why it is absent. */
  readonly cause: string;
  /** Not produced: it belongs to what the emulator does not play, or only a client can cause it. */
  readonly notApplicable?: true;
}

/** A diagnosis that can be tried: what a client observes when the cause is there. */
export interface Producible<Scene> extends Diagnosis {
  readonly produce?: (scene: Scene) => Promise<Observed>;
}

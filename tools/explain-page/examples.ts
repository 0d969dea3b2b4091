import type { Hints } from "../../packages/core/src/diagnose/index.ts";
import type { TextKey } from "./say.ts";

/** Error to try. */
export interface Example {
  readonly label: string;
  readonly text: string;
  readonly hints: Pick<Hints, "provider" | "stage">;
  /** The circumstances. */
  readonly context?: TextKey;
}

/** The errors to try: one that the circumstances decide, one of a page, one that a code names. */
export const examples: readonly Example[] = [
  {
    label: "invalid_grant",
    text: '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
    hints: { provider: "salesforce", stage: "refresh" },
    context: "example.context",
  },
  {
    label: "redirect_uri_mismatch",
    text: "Error 400: redirect_uri_mismatch",
    hints: { provider: "google", stage: "authorize" },
  },
  {
    label: "AADSTS50173",
    text: "AADSTS50173: The provided grant has expired due to it being revoked.",
    hints: {},
  },
];

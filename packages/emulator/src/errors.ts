/** The codes of the emulator's own errors. A refusal of a provider is an OAuth response and has none of them. */
export type EmulatorErrorCode =
  | "production"
  | "missing_dependency"
  | "invalid_option"
  | "no_preload"
  | "no_loopback";

/**
 * An error of this package. Branch on `code`; the message is for people.
 *
 * - `production`: NODE_ENV is "production".
 * - `missing_dependency`: oidc-provider is not installed.
 * - `invalid_option`: an option or a control request has a value that the emulator does not know.
 * - `no_preload`: the clock cannot be moved, because the process runs without preload.cjs.
 * - `no_loopback`: the loopback addresses do not have the port free.
 */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

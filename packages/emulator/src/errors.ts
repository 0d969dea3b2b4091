/** What can go wrong with the emulator itself. What a provider refuses is an OAuth answer and not among these. */
export type EmulatorErrorCode =
  | "production"
  | "missing_dependency"
  | "invalid_option"
  | "no_preload"
  | "no_loopback";

/**
 * Every error that this package throws. Branch on `code`; the message is for people.
 *
 * - `production`: NODE_ENV is "production".
 * - `missing_dependency`: oidc-provider is not installed.
 * - `invalid_option`: an option or a control request has a value that the emulator does not know.
 * - `no_preload`: the clock was to be moved, but the process runs without preload.cjs.
 * - `no_loopback`: the port could not be taken on the loopback addresses.
 */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Returns the codes of Microsoft Entra with these numbers. */
export const aadsts = (...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `aadsts${number}`);

/** Returns the codes of Azure AD B2C with these numbers. */
export const aadb2c = (...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `aadb2c${number}`);

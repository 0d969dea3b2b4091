import { randomBytes } from "node:crypto";

/** Characters of a generated passphrase: letters and digits that nobody confuses, 4.95 bits each. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** Generates a passphrase of 99 bits: five groups of four characters. */
export function generatePassphrase(): string {
  const characters: string[] = [];
  while (characters.length < 20) {
    // Values beyond a multiple of the alphabet's length are left out, so that each character is equally likely.
    const [byte = 255] = randomBytes(1);
    const character = byte < 248 ? alphabet[byte % alphabet.length] : undefined;
    if (character !== undefined) characters.push(character);
  }
  return characters.join("").replaceAll(/.{4}(?=.)/g, "$&-");
}

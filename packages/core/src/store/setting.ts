/**
 * Removes the password from a value of `TOKENWELL_STORE`, for other programs and for people. What is no address becomes
 * `postgres://`, which is refused: it may hold a password where nothing can tell.
 *
 * @example
 * withoutPassword("postgres://app:secret@db.example.com/tokenwell"); // "postgres://app@db.example.com/tokenwell"
 */
export function withoutPassword(setting: string): string {
  if (setting === "") return setting;
  const url = URL.parse(setting);
  if (url === null) return "postgres://";
  url.password = "";
  if (url.searchParams.has("password")) url.searchParams.delete("password");
  return url.href;
}

/** Returns the password in a value of `TOKENWELL_STORE`, as it is and as the address has it; none if it has none. */
export function passwordsOf(setting: string): readonly string[] {
  const password = URL.parse(setting)?.password ?? "";
  if (password === "") return [];
  try {
    return [decodeURIComponent(password), password];
  } catch {
    return [password];
  }
}

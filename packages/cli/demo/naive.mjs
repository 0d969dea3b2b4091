// A token file and no lock: how most scripts keep a refresh token.
import { readFileSync, writeFileSync } from "node:fs";

const file = process.env.TOKEN_FILE;
const twoHoursMs = 2 * 3_600_000;

async function token() {
  const saved = JSON.parse(readFileSync(file, "utf8"));
  if (saved.expires_at > Date.now()) return saved.access_token;
  const { client_id, refresh_token } = saved;
  const body = new URLSearchParams({ grant_type: "refresh_token", client_id, refresh_token });
  const response = await fetch(saved.token_endpoint, { method: "POST", body });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  writeFileSync(file, JSON.stringify({ ...saved, ...answer, expires_at: Date.now() + twoHoursMs }));
  return answer.access_token;
}

process.stdout.write("ready\n");
process.stdin.once("data", async () => {
  const callers = Array.from({ length: Number(process.env.CALLERS) }, token);
  const calls = await Promise.allSettled(callers);
  process.stdout.write(`${calls.filter((call) => call.status === "fulfilled").length}\n`);
  process.exit();
});

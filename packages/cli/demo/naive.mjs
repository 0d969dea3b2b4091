// A token file and no lock: how most scripts keep a refresh token.
import { readFileSync, writeFileSync } from "node:fs";

const file = process.env.TOKEN_FILE;

async function token() {
  const saved = JSON.parse(readFileSync(file, "utf8"));
  if (saved.expires_at > Date.now()) return saved.access_token;
  const response = await fetch(saved.token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      client_id: saved.client_id,
      refresh_token: saved.refresh_token,
    }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  const expires_at = Date.now() + answer.expires_in * 1000;
  writeFileSync(file, JSON.stringify({ ...saved, ...answer, expires_at }));
  return answer.access_token;
}

process.stdout.write("ready\n");
process.stdin.once("data", async () => {
  const calls = await Promise.allSettled(Array.from({ length: Number(process.env.CALLERS) }, token));
  process.stdout.write(`${calls.filter((call) => call.status === "fulfilled").length}\n`);
  process.exit();
});

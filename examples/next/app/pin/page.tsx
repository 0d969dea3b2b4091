import { web } from "../../lib/sessions.ts";

export default async function PinPage() {
  // More sensitive: the person has entered the password within the last 5 minutes. The page asks before the form does.
  await web.requireRecentLogin({ maxAgeSeconds: 300, returnTo: "/pin" });
  return (
    <main>
      <h1>Change your PIN</h1>
      <form method="post" action="/pin/change">
        <label>
          New PIN <input name="pin" type="password" inputMode="numeric" autoComplete="off" required />
        </label>{" "}
        <button type="submit">Change</button>
      </form>
    </main>
  );
}

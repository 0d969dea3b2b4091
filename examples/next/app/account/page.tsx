import { web } from "../../lib/sessions.ts";

export default async function AccountPage() {
  const { data, id, user } = await web.requireLogin({ returnTo: "/account" });
  const devices = user ? await (await web.sessions()).list(user) : [];
  return (
    <main>
      <h1>Your account</h1>
      <p>{user?.email}</p>
      <p>
        <a href="/orders">Your orders</a>
      </p>
      <p>Last transfer: {data.lastTransfer ?? "none"}</p>
      <form method="post" action="/transfer">
        <label>
          Amount <input name="amount" inputMode="decimal" required />
        </label>{" "}
        <button type="submit">Transfer</button>
      </form>
      <p>
        PIN changed: {data.pinChangedAt ?? "never"}. <a href="/pin">Change it</a>
      </p>
      <h2>Where you are signed in</h2>
      <ul>
        {devices.map((one) => (
          <li key={one.id}>
            {one.userAgent ?? "Unknown device"}
            {one.id === id && " (here)"}
          </li>
        ))}
      </ul>
      <form method="post" action="/sign-out-elsewhere">
        <button type="submit">Sign out everywhere else</button>
      </form>
      <form method="post" action="/auth/logout">
        <button type="submit">Sign out</button>
      </form>
    </main>
  );
}

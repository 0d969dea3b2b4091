import type { Session, SessionSummary } from "@tokenwell/session";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<main>
<h1>${title}</h1>
${body}
</main>
</html>`;

const button = (action: string, label: string): string =>
  `<form method="post" action="${action}"><button>${label}</button></form>`;

export const homePage = ({ user }: Session): string =>
  page(
    "Shop",
    user
      ? `<p>Signed in as ${escapeHtml(user.name ?? user.subject)}.</p>
<p><a href="/account">Your account</a></p>
${button("/auth/logout", "Sign out")}`
      : `<p><a href="/auth/login">Sign in</a></p>`,
  );

export const accountPage = ({ data, id, user }: Session, devices: readonly SessionSummary[]): string =>
  page(
    "Your account",
    `<p>${escapeHtml(user?.email ?? "")}</p>
<p><a href="/orders">Your orders</a></p>
<p>Last transfer: ${escapeHtml(data.lastTransfer ?? "none")}</p>
<form method="post" action="/transfer">
<label>Amount <input name="amount" inputmode="decimal" required></label> <button>Transfer</button>
</form>
<p>PIN changed: ${escapeHtml(data.pinChangedAt ?? "never")}. <a href="/pin">Change it</a></p>
<h2>Where you are signed in</h2>
<ul>
${devices.map((one) => `<li>${escapeHtml(one.userAgent ?? "Unknown device")}${one.id === id ? " (here)" : ""}`).join("\n")}
</ul>
${button("/sign-out-elsewhere", "Sign out everywhere else")}
${button("/auth/logout", "Sign out")}`,
  );

export const pinPage = (): string =>
  page(
    "Change your PIN",
    `<form method="post" action="/pin">
<label>New PIN <input name="pin" type="password" inputmode="numeric" autocomplete="off" required></label>
<button>Change</button>
</form>`,
  );

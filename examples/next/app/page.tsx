import Link from "next/link";
import { web } from "../lib/sessions.ts";

export default async function HomePage() {
  const { user } = await web.session();
  return (
    <main>
      <h1>Shop</h1>
      {user ? (
        <>
          <p>Signed in as {user.name ?? user.subject}.</p>
          <p>
            <Link href="/account">Your account</Link>
          </p>
          <form method="post" action="/auth/logout">
            <button type="submit">Sign out</button>
          </form>
        </>
      ) : (
        // Not a <Link>, which would fetch the page in advance: a login begins when the user clicks.
        <a href="/auth/login">Sign in</a>
      )}
    </main>
  );
}

import { Auth0Client } from "@auth0/nextjs-auth0/server";

/** Settings of the app, as the test wrote them. There are none during the build. */
export const settings = JSON.parse(process.env.APP_SETTINGS ?? "{}");

/** "Database sessions" of EXAMPLES.md: for back-channel logout only. One store for the proxy and the routes. */
globalThis.sessionRows ??= new Map();
const rows = globalThis.sessionRows;
const sessionStore = {
  get: async (id) => rows.get(id) ?? null,
  set: async (id, session) => void rows.set(id, session),
  delete: async (id) => void rows.delete(id),
  update: async (id, session) => rows.has(id) && rows.set(id, session) !== undefined,
  async deleteByLogoutToken({ sid, sub }) {
    const isIt = ({ internal, user }) => (sid === undefined ? user.sub === sub : internal.sid === sid);
    for (const [id, session] of rows) if (isIt(session)) rows.delete(id);
  },
};

/** The client as README.md and EXAMPLES.md say. The environment has the rest. */
export const auth0 = new Auth0Client({
  ...(settings.backchannel ? { sessionStore } : {}),
  session: {
    rolling: true,
    inactivityDuration: settings.idleSeconds,
    absoluteDuration: settings.absoluteSeconds ?? undefined,
  },
  ...(settings.formPost ? { transactionCookie: { sameSite: "none", secure: true } } : {}),
  authorizationParameters: {
    scope: settings.scope,
    audience: settings.audience,
    ...(settings.formPost ? { response_mode: "form_post" } : {}),
  },
  // "beforeSessionSaved": the claims that the pages show.
  async beforeSessionSaved(session, idToken) {
    const claims = idToken === null ? {} : JSON.parse(Buffer.from(idToken.split(".")[1], "base64url"));
    const { auth_time, groups } = claims;
    const { sid } = session.internal;
    return { ...session, user: { ...session.user, ...(groups ? { groups } : {}), auth_time, sid } };
  },
});

import { Auth0Client } from "@auth0/nextjs-auth0/server";

/** The SDK as its guide says. The environment has the rest. */
export const auth0 = new Auth0Client({
  authorizationParameters: {
    scope: "openid profile email offline_access read:hello",
    audience: "https://api.emulator.example",
  },
});

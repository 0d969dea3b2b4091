import express from "express";
import library from "express-openid-connect";
import memoryStore from "memorystore";
import { pages, serve, settings } from "./routes.mjs";

const { auth, requiresAuth } = library;

// As its README and EXAMPLES.md say: the session in an encrypted cookie; "check for an expired token and attempt a
// refresh"; Back-Channel Logout with the store of its example.

const store = () => new (memoryStore(auth))();

const configuration = {
  issuerBaseURL: settings.issuer,
  baseURL: settings.baseUrl,
  clientID: settings.clientId,
  clientSecret: settings.clientSecret,
  secret: "a secret for the cookie of a test, long enough",
  authRequired: settings.allProtected,
  idpLogout: true,
  session: {
    rollingDuration: settings.idleSeconds,
    absoluteDuration: settings.absoluteSeconds ?? false,
  },
  ...(settings.backchannel ? { backchannelLogout: { store: store() } } : {}),
  authorizationParams: {
    response_type: "code",
    scope: settings.scope,
    audience: settings.audience,
    ...(settings.formPost ? { response_mode: "form_post" } : {}),
  },
};

const kit = {
  guard: requiresAuth(),
  claims: (request) => request.oidc.idTokenClaims ?? null,
  async token(request) {
    let token = request.oidc.accessToken;
    if (token.isExpired()) token = await token.refresh();
    return token.access_token;
  },
  isRefused: (error) => ["invalid_grant", "access_denied"].includes(error.error),
  async fresh(request, _response, next) {
    await request.oidc.accessToken.refresh();
    next();
  },
  recent(request, response, next) {
    const { auth_time: at } = request.oidc.idTokenClaims;
    const ageSeconds = typeof at === "number" ? Date.now() / 1000 - at : Number.NaN;
    if (ageSeconds > -60 && ageSeconds < 300) return next();
    response.oidc.login({
      returnTo: `${settings.baseUrl}/settings`,
      authorizationParams: { max_age: 300, prompt: "login" },
    });
  },
};

const root = express();
root.set("trust proxy", true);
const router = express.Router();
router.use(auth(configuration), pages(kit));
serve(root, router);

/** The causes that only Keycloak has, and their cures, in English. */
export const en = {
  "why.keycloak.session_ended":
    "The user's session at Keycloak ended: SSO Session Idle (30 minutes by default) or Max, a logout, or a restart that kept no sessions. Its refresh tokens end with it.",
  "fix.keycloak.session_ended":
    "Realm settings > Sessions: raise SSO Session Idle and Max, or refresh more often than Idle.\nFor long-lived access ask for the scope offline_access.\nLog in once more: this session is over.",
  "why.keycloak.offline_session":
    "The offline session ended: Offline Session Idle (30 days) or Max, or it was removed or lost in an upgrade.",
  "fix.keycloak.offline_session":
    "Refresh at least once in Offline Session Idle, and look at Realm settings > Sessions > Offline Session Max Limited.\nConnect once more.",
  "why.keycloak.reuse": "Revoke Refresh Token is on, and a spent token came again.",
  "fix.keycloak.reuse":
    "Save the new token of each answer, and let one process refresh.\nRealm settings > Tokens > Refresh Token Max Reuse: 0 allows no second use; a small number forgives a lost answer.\nLog in once more.",
  "why.keycloak.host_name":
    "Keycloak puts the host name of each request into iss: browser and server reach it under different names (localhost, a container's name, http and https).",
  "fix.keycloak.host_name":
    "Set KC_HOSTNAME to the public URL, and KC_PROXY_HEADERS=xforwarded behind a proxy.\nUse that URL as issuer in every program, inside containers, too.",
  "why.keycloak.lifetime_overflow":
    "A lifetime of the realm is so long that its end lies after the year 2038, which this Keycloak cannot count.",
  "fix.keycloak.lifetime_overflow":
    "Realm settings > Sessions: set a smaller Offline Session Max (some years at most), or switch Offline Session Max Limited to off.\nConnect once more.",
  "why.keycloak.account_setup":
    "The user has an open required action (new password, e-mail, terms), which a login without a page cannot do.",
  "fix.keycloak.account_setup":
    "Users > the user > Required user actions: remove it, or let the user log in once in the browser.\nCheck that e-mail, first and last name are filled.",
  "why.keycloak.https_required":
    "The realm demands https for requests from outside, and this one came as http.",
  "fix.keycloak.https_required":
    "Call it by https; behind a proxy set KC_PROXY_HEADERS=xforwarded, so that Keycloak sees the outer scheme.",
  "why.keycloak.old_path":
    "The path is wrong: since version 17 there is no /auth before /realms, or the realm has another name.",
  "fix.keycloak.old_path":
    "Open https://HOST/realms/REALM/.well-known/openid-configuration and use the addresses in it.",
  "why.keycloak.login_timeout": "The login page was open too long, or its cookies did not come back.",
  "fix.keycloak.login_timeout":
    "Begin again from the app, in one tab.\nRealm settings > Sessions > Login timeout; cookies need https and one host name.",
} as const;

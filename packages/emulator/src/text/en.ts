/** Every sentence of the emulator's pages, in English. */
export const en = {
  banner: "Emulator: a test provider on this machine",

  "login.title": "Log in",
  "login.lead": "{app} asks who you are. Every name is known here, and any password is right.",
  "login.name": "Name",
  "login.password": "Password",
  "login.button": "Log in",
  "login.name_missing": "Type a name, such as alice.",
  "login.blocked": "{user} is blocked here.",

  "consent.title": "Allow {app}?",
  "consent.account": "You are logged in as {user}.",
  "consent.lead": "{app} asks for:",
  "consent.allow": "Allow",
  "consent.deny": "Deny",
  "consent.denied": "The person denied the request.",

  "scope.openid": "knowing who you are",
  "scope.profile": "your name",
  "scope.email": "your email address",
  "scope.offline_access": "access while you are away, until you take it back",
  "scope.api": "use of the API in your name",
  "scope.full": "everything you may do, but not while you are away",
  "scope.id": "knowing who you are",
  "scope.refresh_token": "access while you are away, until you take it back",
  "scope.web": "use of the web pages in your name",

  "logout.title": "You are logged out",
  "logout.lead": "Apps keep the access that you gave them.",

  "redirect.title": "One moment",
  "redirect.continue": "Go on",

  "auth0.oops.title": "Oops!, something went wrong",
  "auth0.oops.callback":
    "Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs. Please go to the Application Settings page and make sure you are sending a valid callback url from your application.",
  "auth0.oops.client": "The application that sent you here is not known in this tenant.",
  "auth0.oops.session":
    "You may have pressed the back button, refreshed during login, opened too many login dialogs, or there is some issue with cookies, since we couldn't find your session.",
  "auth0.oops.logout": "The address after the logout is not in the list of allowed logout URLs.",
  "auth0.oops.details": "Technical details",

  "auth0.confirm.title": "Did you start {app}?",
  "auth0.confirm.lead":
    "A program on this device asks to log you in, and it cannot be checked which one. Go on only if you started {app} yourself.",
  "auth0.confirm.address": "The answer goes to {address}.",
  "auth0.confirm.allow": "Continue",
  "auth0.confirm.deny": "Cancel",

  "error.title": "This did not work",
  "error.expired":
    "This page is too old, or was opened in another browser. Begin again in the program you came from.",
  "error.code": "Error",
  "error.description": "What the provider says",
} as const;

/** The name of a sentence. */
export type TextKey = keyof typeof en;

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

  "error.title": "This did not work",
  "error.expired":
    "This page is too old, or was opened in another browser. Begin again in the program you came from.",
  "error.code": "Error",
  "error.description": "What the provider says",
} as const;

/** The name of a sentence. */
export type TextKey = keyof typeof en;

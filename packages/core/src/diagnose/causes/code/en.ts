/** The causes of a refused authorization code that any provider may have, and their cures, in English. */
export const en = {
  "why.code_twice":
    "The code was exchanged twice: by a reload, a retry, a double request of the page or a scanner of links.",
  "fix.code_twice":
    "Exchange each code exactly once, guarded by its state, and redirect at once to an address without the code.\nDo not retry an exchange; begin a new login instead.\nIf a library handles the callback (Passport, OmniAuth, NextAuth), it has redeemed the code already: take the token from it in place of a second exchange.",
  "why.code_too_old": "The code was exchanged too late: it works only for minutes, sometimes for seconds.",
  "fix.code_too_old":
    "Exchange it in the callback, before anything else.\nBegin a new login to get a fresh code.",
  "fix.code_too_old.salesforce":
    "A code of Salesforce works for 15 minutes: exchange it in the callback, before anything else.\nBegin a new login to get a fresh code.",
  "why.code_encoded":
    "The code was encoded twice or not decoded: it ends in %3D%3D or has a % in it where the callback had = or /.",
  "fix.code_encoded":
    "Read the code with a URL parser, which decodes it once.\nLet the HTTP client encode the form once; do not encode it yourself.\nBegin a new login to get a fresh code.",
  "why.code_absent":
    "The exchange carried no code, or something else in its place: an access token, an ID token or a placeholder.",
  "fix.code_absent":
    "Ask for a code at the login (response_type=code), take the parameter code from the address of the callback, and send it as code.\nA token is not exchanged: the server verifies an ID token, and uses an access token.",
  "why.code_other_client":
    "The code was issued to another app or at another host than the one where it is exchanged.",
  "fix.code_other_client":
    "Use the same host, tenant and client ID for the login and the exchange.\nBegin a new login.",
  "why.code_other_redirect":
    "redirect_uri in the exchange is not the one of the authorization request, character by character.",
  "fix.code_other_redirect":
    "Send the same redirect_uri in both requests: scheme, host, port, path and slash.\nStore it with the login's state and begin a new login.",
  "fix.code_other_redirect.google":
    "Send in the exchange exactly the redirect_uri with which the code was requested: the user was there and came back, so it is registered. Build both requests from one setting.\nIf the front end asks for the code and the server exchanges it: send the front end's redirect_uri; for the popup of Google Identity Services (useGoogleLogin, initCodeClient) that is the word postmessage.\nBegin a new login.",
  "why.verifier_lost":
    "The PKCE verifier was not there at the exchange, or was that of another login: another tab, another server, a lost session.",
  "fix.verifier_lost":
    "Store the verifier on the server under the login's state, where every instance finds it.\nIf the callback makes a new object of the library (tweepy, requests-oauthlib), hand the stored code_verifier to it.\nAn app with a secret sends both, secret and code_verifier; if a tool leaves the verifier out, update it.\nBegin a new login in one tab.",
  "why.verifier_wrong": "The challenge was computed in another way than the provider does.",
  "fix.verifier_wrong":
    "code_challenge = base64url(SHA-256(verifier)), from the bytes, without = at the end.\nSend code_challenge_method=S256 and begin a new login.",
  "why.pkce_missing": "The app or the provider requires PKCE, and the request has no code_challenge.",
  "fix.pkce_missing":
    "Switch PKCE on in the client: code_challenge with S256 at the login, code_verifier at the exchange.\nLeave the requirement on in the app: it protects the code.",
  "why.verifier_unasked":
    "The exchange carries a code_verifier, but the login had no code_challenge; some libraries send an empty or undefined verifier by themselves.",
  "fix.verifier_unasked":
    "Send both or none: code_challenge (S256) in the authorization request and its code_verifier in the exchange.\nIf the program sends none on purpose, update the client library, or go back to the version before: newer ones add code_verifier.\nBegin a new login: the code is spent.",
  "why.code_truncated":
    "The program takes only a part of the code: it stops at a character that it does not expect, such as ! . * or /.",
  "fix.code_truncated":
    "Take the whole value of code, up to the next & or the end, with a URL parser (URL.searchParams, parse_qs) and not with a pattern of letters and digits.\nEncode it once when it is sent in the form.\nUpdate the program, and begin a new login: quote a pasted address in the shell, since & ends it there.",
  "why.code_pasted_whole":
    "What was pasted is not the code: the whole address of the callback, the user code of the device page, or a password.",
  "fix.code_pasted_whole":
    "From the address at the end of the login take only the value of code: what stands between code= and the next &, decoded once.\nIf the program asks for the whole address (response URL), paste it from http to the end, in quotation marks.\nBegin a new login if some minutes have gone by.",
} as const;

import type { CauseRule } from "../rule.ts";

/** Words of Commerce Cloud (B2C) and of its tools. */
const commerceCloud =
  /demandware|\bsfcc\b|commerce ?cloud|\bocapi\b|\bscapi\b|\bslas\b|pwa[- ]kit|\bdw\.json\b/;

/** The causes of the other clouds of Salesforce, which have APIs and logins of their own. */
export const salesforceCloudRules = [
  {
    id: "salesforce.account_engagement",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [
      [
        126,
        {
          words: [/pardot|account engagement/],
          text: [
            /err(?:_code"?:?| code=)[ "=:]{0,4}(?:49|181|184)\b|\bcode="?(?:49|181|184)"?/,
            /access denied|not authori[sz]ed|invalid business unit|daily api rate/,
          ],
          not: { text: /[?&](?:user_key|api_key)=|(?:required|missing) header|header not found/ },
          stage: "api-call",
        },
      ],
    ],
    rulesOut: ["file_denied", "salesforce.api_disabled", "denied_by_user", "denied_by_admin"],
  },
  {
    id: "salesforce.pardot_request",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [
      [
        134,
        {
          text: [
            /pardot-business-unit-id[^|]{0,60}(?:not found|not present|missing|required|absent)/,
            /(?:required header is missing|missing (?:required )?header|no header)[^|]{0,60}pardot-business/,
            /pi(?:\.demo)?\.pardot\.com[^|\s]{0,200}[?&](?:user_key|api_key)=/,
          ],
        },
      ],
      [
        128,
        {
          words: [
            /pardot[^|]{0,120}(?:user|api)[_ ]key[^|.]{0,24} (?:in|as|by) (?:the |a )?(?:quer|url|address|param|get\b)/,
            /(?:without|no|not send|lacks?|forgot|missing)[^|.]{0,30}pardot-business-unit-id/,
          ],
          stage: ["api-call", "authorize", "token-exchange"],
        },
      ],
    ],
    rulesOut: ["salesforce.account_engagement", "header_wrong", "file_denied", "denied_by_user"],
  },
  {
    id: "salesforce.marketing_cloud_host",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        94,
        {
          words: /fuel-?sdk|exacttarget|marketing ?cloud|\bsfmc\b|etclient|et_client/,
          text: /\b401\b|unauthori[sz]ed|invalid[ _]client|not authori[sz]ed|token/,
          stage: "token-exchange",
          not: { words: /secret (?:was |is |has been )?(?:changed|rotated|renewed)/ },
        },
      ],
      [
        126,
        {
          words: [
            /(?:exacttargetapis|v1\/requesttoken)[^|]{0,300}(?:marketingcloudapis|v2\/token|enhanced|legacy|valid\b|works?\b)/,
            /(?:legacy|enhanced) (?:package|installed package|functionality)/,
          ],
          stage: ["token-exchange", "refresh"],
        },
      ],
    ],
    rulesOut: ["wrong_secret", "unknown_client", "secret_mangled", "auth_method"],
  },
  {
    id: "salesforce.data_cloud_exchange",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [
      [
        130,
        {
          words: [/services\/a360\/token|grant-type:external:cdp/, /\ba360\b[^|]{0,60}\b(?:token|exchange)/],
        },
      ],
      [
        112,
        {
          words: /(?:data ?cloud|data ?360|\bcdp\b)[^|]{0,60}\btoken (?:exchange|endpoint)/,
          stage: ["token-exchange", "refresh"],
        },
      ],
    ],
    rulesOut: ["html_page", "salesforce.flow_off", "wrong_instance"],
  },
  {
    id: "salesforce.commerce_grant",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        134,
        {
          text: [
            /resource owner authentication failed/,
            /invalid credentials to use grant type|grant-type:client-id:dwsid/,
          ],
          words: commerceCloud,
        },
      ],
    ],
    rulesOut: ["password_wrong", "grant_not_allowed", "wrong_secret", "denied_by_user"],
  },
  {
    id: "salesforce.commerce_settings",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [
      [
        108,
        {
          words: commerceCloud,
          status: [401, 403],
          stage: "api-call",
          // A token that ended, or that lacks a scope, is another matter.
          not: { words: /refresh[ _]?token|expir|auth-?scope|\bscopes?\b|revok/ },
        },
      ],
      [
        112,
        {
          words: [
            /allowed_origins|open commerce api settings|ocapi settings/,
            /clientaccessforbidden|client ?id is unknown or lacks access|resourceaccessforbidden/,
          ],
        },
      ],
    ],
    rulesOut: ["access_expired", "salesforce.session_timeout", "no_permission"],
  },
] as const satisfies readonly CauseRule[];

import type { CauseRule, CommonEvidence } from "../rule.ts";

/** Lengths of time that fit the seven days of a token of an app in testing. */
const days =
  /(?:every|after|within|in|for|about) (?:a |an )?(?:few|couple of|several|some|\w{1,5}(?: or \w{1,5})?) days|days or (?:so|weeks)|(?:each|every) (?:mon|tues|wednes|thurs|fri|satur|sun)day|every weekend|each week|(?:next|following) week|week(?:s)? (?:later|or so)|weekly/;

const serviceAccount =
  /service[ -_]?account|gserviceaccount|delegat|impersonat|setsubject|with_subject|\bsubject\b/;

/** A redirect URI of a program that waits at a free port of this computer. */
const loopbackRoot =
  /redirect[ _]uri[^|]{0,40}?http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d{4,5}\/?(?:[\s,;"'&)]|$)/;

/** The causes that only Google has. @see https://developers.google.com/identity/protocols/oauth2#expiration */
export const googleRules = [
  // Refresh tokens
  {
    id: "google.testing",
    provider: "google",
    tokenStillGood: false,
    of: { dead_refresh: 22 },
    evidence: [
      [46, { signal: "seven_days" }],
      [36, { words: days }],
      // An app in testing is linked anew at least once a week, and people round it.
      [
        36,
        {
          words:
            /(?:almost|nearly|about|practically|basically) every (?:single )?day|every (?:other|second|couple of|few) days?|constantly|again and again|over and over/,
          not: {
            words:
              /workspace|session (?:length|control|duration)|gcloud|cloud sdk|\breauth\b|promise|parallel/,
          },
        },
      ],
      [
        30,
        {
          words: [
            /publishing status|in testing|test(?:ing)? mode|test users?\b|status[^.]{0,10}testing/,
            /in production/,
          ],
        },
      ],
      [6, { signal: ["every_n_days", "worked_before"] }],
    ],
  },
  {
    id: "google.six_months",
    provider: "google",
    tokenStillGood: false,
    of: { dead_refresh: 6 },
    evidence: [
      [
        46,
        {
          words: [
            /(?:six|6|seven|7|eight|8|nine|9|ten|10|many|several) months|half a year/,
            /(?:a|one|two) years?\b/,
          ],
        },
      ],
      [20, { signal: "quiet_period", words: /months?|holiday|vacation|season|summer|winter/ }],
    ],
  },
  {
    id: "google.token_limit",
    provider: "google",
    tokenStillGood: false,
    of: { dead_refresh: 6 },
    evidence: [
      [42, { signal: "many_logins" }],
      [20, { words: /\b(?:50|100)\b/ }],
    ],
  },
  {
    id: "google.reauth_policy",
    provider: "google",
    tokenStillGood: false,
    of: { dead_refresh: 5, interaction: 5 },
    evidence: [
      [
        30,
        {
          words: [
            /session (?:length|control|duration)|reauth|\b(?:16|24|12|8|20) ?h(?:ours|rs)?\b/,
            /every (?:day|morning)|google cloud sdk|gcloud/,
          ],
        },
      ],
    ],
    proof: [
      [
        112,
        {
          words: [
            /invalid_rapt|\brapt_required\b|reauth related error/,
            /reauthentication (?:is needed|failed|required)/,
          ],
        },
      ],
      [
        98,
        {
          words: [
            /session (?:control|length|duration)s?\b[^|]{0,80}(?:enabled|set|turned on|switched on|policy|polic|hours|reauth|active|in force)/,
            /(?:cloud|workspace) session (?:control|length|duration)/,
            /reauth\w{0,12} (?:would be|becomes?) (?:required|needed|demanded|due)|reauth[^.|]{0,30}(?:daily|every \d{1,6} hours|by (?:the|our|my) (?:org|admin|workspace|compan))/,
          ],
          provider: "google",
          stage: ["api-call", "refresh"],
        },
      ],
    ],
  },
  {
    id: "google.second_consent",
    provider: "google",
    tokenStillGood: null,
    of: { no_refresh_token: 38 },
    evidence: [
      [-40, { stage: "refresh" }],
      [
        12,
        {
          words: [
            /first time|only once|second|again|before|access_type|some users|existing users/,
            /works for new/,
          ],
        },
      ],
    ],
  },
  // The page of the login
  {
    id: "google.not_test_user",
    provider: "google",
    tokenStillGood: null,
    of: { denied: 14 },
    evidence: [[30, { signal: "testing_mode" }]],
    proof: [
      [
        108,
        {
          words: [
            /has not completed the google verification|developer-approved testers/,
            /given you access to th(?:e|is) app|given (?:you )?access to the app/,
            /currently being tested|not been given access/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.unverified",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        96,
        {
          words: [
            /google hasn'?t verified this app/,
            /app (?:isn'?t|is not|hasn'?t been|has not been) verified|this app is blocked/,
            /tried to access sensitive info|unverified app/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.user_cap",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        106,
        {
          words: [
            /reached its sign-in rate limit|sign-in rate limit for now|user cap/,
            /100[- ]user (?:cap|limit)/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.internal_only",
    provider: "google",
    rulesOut: ["parameter_missing", "denied_by_user", "denied_by_admin"],
    tokenStillGood: null,
    proof: [
      [108, { code: "org_internal" }],
      [
        126,
        {
          text: /access blocked|access_denied|error 40\d/,
          words: [
            /\binternal\b[^|]{0,120}(?:private|personal|gmail|another|other|wrong) ?(?:\.com)?/,
            /(?:private|personal|gmail)[^|]{0,120}\binternal\b/,
          ],
        },
      ],
      [
        106,
        {
          words: [
            /restricted to users within its organi[sz]ation|org_internal/,
            /only available to users within/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.consent_screen",
    provider: "google",
    rulesOut: ["google.firebase_domain", "redirect_mismatch", "google.not_test_user", "denied_by_admin"],
    tokenStillGood: null,
    proof: [
      [124, { code: "restricted_client" }],
      [
        120,
        {
          text: [
            /not (?:yet )?configured to make oauth requests|set up the app'?s (?:oauth )?consent screen/,
            /(?:must|need to|have to|first) (?:configure|set)[^|.]{0,40}consent screen/,
            /invalid_client\W{1,6}no application name|no support email/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.oob_ended",
    provider: "google",
    tokenStillGood: null,
    proof: [[112, { words: /\boob\b|out-of-band|urn:ietf:wg:oauth:2\.0:oob/ }]],
  },
  {
    id: "google.loopback_blocked",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        114,
        {
          words: [/loopback (?:ip address )?flow has been blocked/, /loopback[^.]{0,60}(?:blocked|deprecat)/],
        },
      ],
    ],
  },
  {
    id: "google.js_origin",
    provider: "google",
    refines: "redirect_mismatch",
    rulesOut: ["redirect_scheme", "redirect_inner_host", "redirect_port", "other_app"],
    tokenStillGood: null,
    of: { redirect: 4, bad_client: 1 },
    evidence: [
      [
        54,
        {
          words: [
            /googleoauthprovider|react-oauth|gsi\/client|google identity services|usegooglelogin/,
            /google[ -]?one[ -]?tap|gapi\.|signinwithgoogle|javascript origins?\b/,
          ],
          stage: ["authorize", "callback"],
        },
      ],
    ],
    proof: [
      [
        116,
        {
          words: [
            /(?:javascript )?origin in the request|given origin is not allowed/,
            /not a valid origin for the client|origin_mismatch|storagerelay:|no registered origin/,
            /origin[^.]{0,30}not (?:allowed|authorized) for/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.desktop_client",
    provider: "google",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 4 },
    evidence: [
      [90, { text: loopbackRoot }],
      [40, { signal: "random_port" }],
      [24, { signal: "native" }],
      [
        20,
        {
          words: [
            /quickstart|credentials\.json|run_local_server|installedappflow|client_secrets?\.json/,
            /rclone|script/,
          ],
        },
      ],
    ],
    rulesOut: ["redirect_inner_host", "redirect_port", "google.secure_response", "redirect_scheme"],
  },
  {
    id: "google.redirect_not_public",
    provider: "google",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    proof: [
      [
        112,
        {
          words: [
            /non-public domains not allowed|raw ip addresses? (?:are )?not allowed/,
            /public top-level domain|valid top private domain/,
            /device_id and device_name are required|must not contain a fragment|invalid redirect:/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.custom_scheme",
    provider: "google",
    refines: "google.secure_response",
    tokenStillGood: null,
    proof: [
      [
        110,
        {
          words: [
            /custom (?:uri )?schemes?|uri scheme is not (?:enabled|allowed)/,
            /missing support for the following url schemes?|missing_scheme/,
            /invalid parameter value for redirect_uri: missing scheme/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.secure_response",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [84, { words: /for '?(?:web|ios|android|desktop|native)'? client type/ }],
      [
        58,
        {
          words: [
            /(?:comply|complying) with google'?s oauth 2\.0 policy|keeping apps secure/,
            /doesn'?t comply/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.firebase_domain",
    provider: "google",
    rulesOut: ["denied_by_user", "denied_by_admin", "google.not_test_user", "google.js_origin"],
    tokenStillGood: null,
    proof: [
      [
        116,
        {
          words: [
            /auth\/unauthorized-domain|not authorized to run this operation/,
            /domain is not authorized for oauth operations|oauth redirect domains list/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.firebase_project",
    provider: "google",
    rulesOut: ["wrong_audience", "callback_elsewhere", "google.id_token_audience"],
    tokenStillGood: null,
    proof: [[116, { words: /audience is not for this project|id token issued for a different project/ }]],
  },
  {
    id: "google.old_js_library",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        106,
        {
          words: [
            /libraries for user authentication or authorization that are deprecated/,
            /idpiframe_initialization_failed/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.android_fingerprint",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        108,
        {
          words: [
            /developer_error|apiexception: ?(?:10|12500)\b/,
            /signinresult[: ]*failed[^|]{0,10}\b(?:10|12500)\b/,
            /sign_in_failed[^|]{0,60}\b(?:10|12500)\b/,
            /statuscode[:=]? ?(?:developer_error|10\b|12500)|\[28444\]/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.extension_client",
    provider: "google",
    rulesOut: [
      "google.client_unknown",
      "unknown_client",
      "denied_by_admin",
      "webview",
      "google.not_test_user",
    ],
    tokenStillGood: null,
    proof: [
      [122, { text: /bad client ?id: ?\{?[\w.-]{0,90}(?:googleusercontent|\d{6}|\{0\})/ }],
      [
        116,
        {
          text: /oauth2 request failed|bad client|invalid_client|service responded with error/,
          words:
            /chrome\.identity|getauthtoken|chrome (?:web ?store|extension)|browser extension|manifest\.json/,
          provider: "google",
        },
      ],
    ],
  },
  {
    id: "google.browser_signin",
    provider: "google",
    rulesOut: ["google.old_js_library", "google.not_test_user", "denied_by_admin", "webview"],
    tokenStillGood: null,
    proof: [
      [
        124,
        {
          words: [
            /turned off browser sign-?in|browser sign-?in (?:is |was |has been )?(?:disabled|off\b|turned off|not (?:allowed|enabled|available))/,
            /getauthtoken[^|]{0,200}(?:\bbrave\b|\bedge\b|vivaldi|\bopera\b|not supported|unsupported|not a function)/,
            /(?:\bbrave\b|\bedge\b|vivaldi|\bopera\b)[^|]{0,200}getauthtoken/,
          ],
        },
      ],
    ],
  },
  // The app
  {
    id: "google.client_unknown",
    provider: "google",
    rulesOut: ["wrong_secret", "unknown_client", "secret_missing"],
    tokenStillGood: true,
    proof: [
      [
        110,
        {
          words: [/oauth client was not found|no_client/, /client id .{0,40}not found/],
        },
      ],
    ],
  },
  {
    id: "google.client_deleted",
    provider: "google",
    tokenStillGood: false,
    proof: [
      [112, { code: ["deleted_client", "disabled_client"] }],
      [
        110,
        {
          words: [
            /oauth client was (?:deleted|disabled)/,
            /project (?:has been|was|is) (?:deleted|shut down|disabled|suspended)/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.postmessage",
    provider: "google",
    refines: "code_other_redirect",
    rulesOut: ["redirect_mismatch"],
    tokenStillGood: null,
    of: { redirect: 3, bad_code: 2 },
    evidence: [
      [
        66,
        {
          words: [
            /postmessage|popup|usegooglelogin|googleoauthprovider|react-oauth|gsi\/client/,
            /auth-code|serverauthcode|requestserverauthcode|grantofflineaccess|one-time code/,
            /android app|mobile app/,
          ],
          stage: "token-exchange",
        },
      ],
    ],
  },
  {
    id: "google.scope_changed",
    provider: "google",
    tokenStillGood: null,
    proof: [[108, { words: /scope has changed from/ }]],
  },
  {
    id: "google.scopes_apart",
    provider: "google",
    rulesOut: ["google.photos_scopes_ended", "scope_unknown", "parameter_missing", "google.unverified"],
    tokenStillGood: null,
    proof: [
      [
        126,
        {
          words: [
            /scopes? that (?:cannot|can'?t|may not|must not) be requested together/,
            /scopes?[^|.]{0,60}(?:cannot|can'?t|may not) be (?:requested|combined|mixed|used) (?:together|with (?:any )?other)/,
          ],
          provider: "google",
        },
      ],
    ],
  },
  {
    id: "google.gcloud_scopes",
    provider: "google",
    rulesOut: ["scope_absent", "scope_unknown", "scope_separator", "google.unverified"],
    tokenStillGood: null,
    proof: [
      [
        126,
        {
          words: [
            /scope is required but not requested|invalid value for \[--scopes\]/,
            /cloud-platform[^|.]{0,40}(?:is required|must be (?:requested|included|among)|is missing)/,
          ],
          provider: "google",
        },
      ],
    ],
  },
  // Service accounts
  {
    id: "google.delegation",
    provider: "google",
    tokenStillGood: null,
    of: { grant_type: 8, bad_assertion: 12, denied: 2 },
    evidence: [
      [44, { words: serviceAccount }],
      // A lack of delegation is unauthorized_client.
      [
        -36,
        { code: "invalid_grant", not: { words: /delegat|impersonat|subject|\bsub\b|on behalf|workspace/ } },
      ],
    ],
    proof: [
      [
        108,
        {
          words: [
            /client is unauthorized to retrieve access tokens/,
            /unauthorized client or scope in request|requested client not authorized/,
            /without domain-wide delegation|delegation denied for/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.delegation_outside",
    provider: "google",
    refines: "google.delegation",
    tokenStillGood: null,
    of: { grant_type: 4, bad_assertion: 4 },
    evidence: [
      [
        80,
        {
          text: /client is unauthorized|requested client not authorized|unauthorized_client/,
          words: [
            /@gmail\.com/,
            /(?:personal|normal|regular|free|consumer|private) (?:google |gmail )?(?:e-?mail|account|gmail)/,
            /not (?:a |an )?(?:g suite|workspace)/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.admin_needed",
    provider: "google",
    rulesOut: ["no_permission", "google.not_shared", "scope_too_small", "access_expired"],
    tokenStillGood: true,
    of: { forbidden: 2 },
    proof: [[110, { text: /not authorized to access this (?:resource|api)/ }]],
  },
  {
    id: "google.account_not_found",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        112,
        {
          words: [
            /account not found|not a valid email or user id/,
            /invalid (?:email|principal)[^.]{0,20}(?:user id|email)|not a valid (?:e-?mail|user)/,
          ],
          provider: "google",
        },
      ],
    ],
  },
  {
    id: "google.key_revoked",
    provider: "google",
    refines: "assertion_key",
    rulesOut: ["google.delegation"],
    tokenStillGood: null,
    proof: [[110, { words: /invalid jwt signature|invalid signature for token/, provider: "google" }]],
  },
  {
    id: "google.no_default_credentials",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        106,
        {
          words: [
            /could not load the default credentials|default credentials (?:were|are|could) not/,
            /defaultcredentialserror|could not find default credentials/,
            /application default credentials (?:are|were) not/,
            /error reading credential file|google_application_credentials[^|]{0,160}(?:does not exist|doesn'?t exist|no such file|not found|enoent|is a directory|cannot be read)/,
            /(?:enoent|no such file)[^|]{0,120}(?:service[-_ ]?account|gcp|google|adc)[\w.-]{0,40}\.json/,
            /the file at [^ ]{1,160} does not exist, or it is not a file/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.impersonation_role",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        110,
        {
          words: [
            /iam\.serviceaccounts\.(?:getaccesstoken|signblob|signjwt|actas|getopenidtoken)/,
            /unable to acquire impersonated credentials/,
          ],
        },
      ],
      [
        150,
        { text: /failed to generate (?:google cloud )?(?:access|id) token for [^|]{0,80}gserviceaccount/ },
      ],
    ],
  },
  {
    id: "google.federation",
    provider: "google",
    rulesOut: ["wrong_audience", "google.firebase_project", "parameter_missing"],
    tokenStillGood: null,
    proof: [
      [
        110,
        {
          words: [
            /rejected by the attribute condition|workload ?identity ?(?:pool|federation)/,
            /full resource name of the identity provider/,
            /audience in id token[^|]{0,200}does not match/,
            /target service indicated by the "?audience"?|credential'?s issuer/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.not_shared",
    provider: "google",
    tokenStillGood: true,
    of: { forbidden: 4 },
    evidence: [[30, { words: serviceAccount }]],
    proof: [
      [
        104,
        {
          text: [
            /caller does not have permission|does not have sufficient permissions/,
            /insufficient permissions for (?:this|the) (?:file|property|profile)|file not found: /,
            /requested entity was not found/,
          ],
          words: [
            /service[ -_]?account|gserviceaccount|gspread|sheet|\bdrive\b|calendar|analytics/,
            /google docs|google play|play (?:console|store)|androidpublisher|fastlane/,
          ],
        },
      ],
      [86, { text: /caller does not have permission/, provider: "google" }],
    ],
    rulesOut: ["wrong_audience", "access_expired"],
  },
  {
    id: "google.service_account_storage",
    provider: "google",
    tokenStillGood: true,
    proof: [
      [
        112,
        {
          words: [
            /service accounts do not have storage quota|storagequotaexceeded/,
            /storage quota has been exceeded/,
          ],
        },
      ],
    ],
  },
  // The API
  {
    id: "google.project_quota",
    provider: "google",
    tokenStillGood: true,
    retry: true,
    of: { rate_limit: 10 },
    rulesOut: ["rate_limit", "refresh_each_request", "no_permission", "scope_too_small"],
    proof: [
      [
        110,
        {
          words: [
            /\bquotaexceeded\b|\bdailylimitexceeded\b|daily limit exceeded/,
            /exceeded your (?:<a[^>]{0,80}>)?quota|quota exceeded for quota metric/,
          ],
          provider: "google",
        },
      ],
    ],
  },
  {
    id: "google.api_off",
    provider: "google",
    tokenStillGood: true,
    proof: [
      [
        108,
        {
          words: [
            /accessnotconfigured|has not been used in project|access not configured/,
            /api (?:is |has )?(?:not been |not |been )?(?:enabled|disabled) (?:for|in|on)/,
            /service_disabled|it is disabled\. enable it/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.quota_project",
    provider: "google",
    tokenStillGood: true,
    proof: [[112, { words: /quota[_ ]project|end user credentials from (?:the )?google cloud sdk/ }]],
  },
  {
    id: "google.api_key",
    provider: "google",
    tokenStillGood: true,
    proof: [
      [
        106,
        {
          words: [
            /api keys? (?:is |are )?not supported by this api|api key not valid/,
            /requests? (?:from referer|are blocked)/,
          ],
        },
      ],
      [96, { words: /unregistered callers|unauthenticated use exceeded|dailylimitexceededunreg/ }],
    ],
  },
  {
    id: "google.no_mailbox",
    provider: "google",
    tokenStillGood: true,
    proof: [[106, { words: /failedprecondition|precondition check failed|mail service not enabled/ }]],
  },
  {
    id: "google.no_channel",
    provider: "google",
    tokenStillGood: true,
    proof: [[108, { words: /youtubesignuprequired|nolinkedyoutubeaccount/ }]],
  },
  {
    id: "google.mail_login",
    provider: "google",
    tokenStillGood: true,
    proof: [
      [
        100,
        {
          words: [
            /535[- ]5\.7\.8|username and password not accepted|application-specific password/,
            /5\.7\.9|gsmtp|invalid credentials \(failure\)|web login required/,
          ],
        },
      ],
      [96, { words: /(?:imap|smtp|pop)\.g(?:oogle)?mail/, text: /xoauth2|authenticat|login|auth/ }],
      [84, { text: /xoauth2/ }],
    ],
    rulesOut: ["access_expired", "wrong_audience"],
  },
  {
    id: "google.id_token_audience",
    provider: "google",
    tokenStillGood: true,
    proof: [
      [
        108,
        {
          words: [
            /wrong recipient, payload audience|payload audience (?:is )?(?:not|!=)/,
            /token has wrong audience|aud(?:ience)? .{0,80}apps\.googleusercontent\.com/,
          ],
        },
      ],
    ],
  },
  {
    id: "google.old_keys",
    provider: "google",
    tokenStillGood: true,
    proof: [[104, { words: /no pem found for envelope|certificate for key id [^ ]{1,60} not found/ }]],
  },
  {
    id: "google.device_client",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        134,
        {
          words: [
            /clients? of type ['"]?tvs? and limited|limited[- ]input device (?:applications|clients?)/,
            /only clients of type[^|]{0,60}(?:tv|limited)/,
          ],
        },
      ],
      [108, { grant: "device_code", provider: "google", words: /invalid_client|invalid client type/ }],
    ],
    rulesOut: [
      "wrong_secret",
      "device_not_supported",
      "auth_method",
      "unknown_client",
      "google.client_unknown",
    ],
  },
  {
    id: "google.web_client_gives_none",
    provider: "google",
    refines: "token_absent",
    tokenStillGood: null,
    proof: [
      [
        124,
        {
          provider: "google",
          stage: ["refresh", "api-call"],
          words: [
            /missing required parameter:? ?['"]?refresh_token/,
            /must contain the following parameter:? ?['"]?refresh_token/,
          ],
        },
      ],
    ],
    rulesOut: ["kept_one_counts", "parameter_missing", "token_absent", "request_format"],
  },
  {
    id: "google.photos_scopes_ended",
    provider: "google",
    refines: "scope_too_small",
    tokenStillGood: null,
    evidence: [
      [
        90,
        {
          provider: "google",
          words: /insufficient(?: authentication)? scopes?|insufficientscope|access_token_scope_insufficient/,
          text: /photoslibrary|google ?photos|photos api|\bgphotos|\balbums?\b|mediaitems/,
        },
      ],
      [
        90,
        {
          provider: "google",
          words: [
            /insufficient(?: authentication)? scopes?[\s\S]{0,400}(?:photoslibrary|google ?photos|gphotos|photos library)/,
          ],
        },
      ],
    ],
    rulesOut: ["google.api_off"],
  },
  {
    id: "google.credentials_kind",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [
        124,
        {
          words: [
            /client secrets must be for a web or installed app/,
            /service account info was not in the expected format|missing fields (?:token_uri|client_email)/,
            /authorized user info was not in the expected format|missing fields (?:refresh_token|client_id|client_secret)/,
            /does not (?:contain|have) (?:a )?(?:client_email|private_key) field|incoming json object does not contain a client_email/,
            /file [^|]{0,80}does not have a valid type|unexpected credentials type|invalid client secrets file/,
          ],
        },
      ],
    ],
    rulesOut: ["token_absent", "google.no_default_credentials", "parameter_missing", "kept_one_counts"],
  },
] as const satisfies readonly CauseRule[];

/** Evidence in the codes and words of Google for causes that any provider may have. */
export const googleEvidence = [
  ["webview", [112, { code: "disallowed_useragent" }], [108, { words: /browser or app may not be secure/ }]],
  [
    "denied_by_admin",
    [112, { code: ["admin_policy_enforced", "policy_enforced"] }],
    [
      104,
      {
        words: [/restricted by policies within your organi[sz]ation/, /institution'?s admin needs to review/],
      },
    ],
  ],
  [
    "code_other_redirect",
    [122, { code: "redirect_uri_mismatch", provider: "google", stage: "token-exchange" }],
  ],
  ["no_permission", [60, { code: ["permission_denied"], provider: "google" }]],
  ["code_encoded", [96, { words: /malformed (?:auth )?code/ }]],
  ["code_twice", [40, { words: /\bbad request\b/, provider: "google", stage: "token-exchange" }]],
  [
    "assertion_clock",
    [110, { words: /invalid jwt: token must be a short-lived/ }],
    [40, { code: "invalid_grant", grant: "jwt_bearer", provider: "google" }],
  ],
  [
    "assertion_subject",
    [
      136,
      {
        words: [
          // The key file has client_email.
          /\bjwt\( ?\{? ?(?:email: ?)?\w{1,20}(?:\.|\[['"])(?:email|client_id|account|user)\b/,
          /\biss\b['"\]]{0,2} ?[:=]>? ?\w{1,20}(?:\.|\[['"])(?:email|client_id)\b/,
          /(?:client_email|\biss|issuer)['"\]]{0,2} ?(?:is|was|=|:|==) ?['"]?(?:undefined|null|none|nil|empty)\b/,
        ],
        grant: "jwt_bearer",
        provider: "google",
      },
    ],
  ],
  ["client_id_unset", [122, { words: /could not determine client id/ }]],
  [
    "scope_unknown",
    [104, { words: /some requested scopes were invalid|some requested scopes cannot be shown/ }],
  ],
  ["scope_absent", [100, { words: /empty or missing scope|invalid oauth scope or id token audience/ }]],
  [
    "other_client_token",
    [90, { code: "unauthorized_client", provider: "google", stage: "refresh", grant: "refresh_token" }],
    [
      100,
      {
        code: "unauthorized_client",
        provider: "google",
        stage: "refresh",
        not: { words: /service.?account|delegation|\bjwt\b|impersonat|\bsubject\b/ },
      },
    ],
  ],
  ["parameter_missing", [92, { words: /can only have a single value|conflict params/, provider: "google" }]],
  [
    "scope_too_small",
    [
      104,
      {
        words: [
          /insufficient authentication scopes|access_token_scope_insufficient/,
          /insufficientpermissions|insufficient permission: request had/,
        ],
      },
    ],
  ],
  [
    "header_wrong",
    [
      84,
      {
        words: [
          /missing required authentication credential|method doesn't allow unregistered callers/,
          /credentials_missing|"message": ?"login required/,
        ],
        provider: "google",
      },
    ],
  ],
] as const satisfies readonly CommonEvidence[];

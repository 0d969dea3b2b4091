import type { CauseRule } from "../rule.ts";
import { newLoginInVain } from "../words.ts";
import { aadb2c, aadsts } from "./codes.ts";

/** A login by a program with the user's name and password. */
const userAndPassword =
  /\bropc\b|username[a-z ]{0,4}password|user ?name and (?:a )?password|password (?:grant|flow)|grant_type=password|service user|-cred(?:ential)?s? (?:\(get-credential|\$)|organization(?:al)? account|pscredential/;

const mfaCodes = aadsts(50076, 50078, 50079, 50072, 50074, 50158);

const mailProtocol = /\b(?:imap|pop3?|smtp)\b/;

/** The causes that only Microsoft has. @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const microsoftRules = [
  // Refresh tokens
  {
    id: "microsoft.spa_24h",
    provider: "microsoft",
    tokenStillGood: false,
    of: { dead_refresh: 3 },
    evidence: [
      [34, { signal: "spa" }],
      [20, { words: /24 hours|every day|daily|one day/ }],
    ],
    proof: [
      [112, { code: aadsts(700084) }],
      [
        170,
        {
          code: aadb2c(90080),
          words:
            /browserautherror|acquiretokensilent(?!async)|msal[-.](?:js|browser|react|angular)|single[- ]page|\bspa\b/,
        },
      ],
    ],
    rulesOut: ["microsoft.silent_frame"],
  },
  {
    id: "microsoft.idle_90d",
    provider: "microsoft",
    tokenStillGood: false,
    of: { dead_refresh: 8 },
    evidence: [
      [40, { signal: "quiet_period" }],
      [-100, { words: newLoginInVain }],
    ],
    proof: [[112, { code: [...aadsts(700082, 70008), ...aadb2c(90080)] }]],
  },
  {
    id: "microsoft.new_token_lost",
    provider: "microsoft",
    refines: "microsoft.idle_90d",
    rulesOut: ["idle", "too_old"],
    tokenStillGood: false,
    of: { dead_refresh: 4 },
    proof: [
      [
        160,
        {
          text: /aadsts7000?8|expired due to inactivity/,
          words: [
            /read-?only|copied at|copy of the config/,
            /(?:made|got|obtained|created|received|generated)[^.|]{0,20} (?:at )?(?:first|the beginning|once)/,
            /(?:first|original|same|initial) (?:refresh )?token/,
            /never (?:saves?|stores?|updates?|writes?)|after (?:i |we )?restart/,
            /not (?:saved|stored|persisted|written)|in constant use/,
            /(?:used|runs) (?:daily|every day|all the time)/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.grant_revoked",
    provider: "microsoft",
    tokenStillGood: false,
    of: { dead_refresh: 14 },
    evidence: [[24, { signal: ["password_changed", "revoked"] }]],
    proof: [
      [112, { code: aadsts(50173, 50133, 50132, 700081, 50135) }],
      [128, { code: aadb2c(90129) }],
      [104, { words: /tokenissuedbeforerevocationtimestamp/ }],
    ],
  },
  {
    id: "microsoft.sign_in_frequency",
    provider: "microsoft",
    tokenStillGood: false,
    of: { dead_refresh: 3, interaction: 5 },
    evidence: [[34, { words: /conditional access|sign-in frequency|every \d{1,6} hours/ }]],
    proof: [[112, { code: aadsts(70043, 700083, 70044) }]],
  },
  {
    id: "microsoft.mfa_at_refresh",
    rulesOut: ["mfa_needed"],
    provider: "microsoft",
    tokenStillGood: false,
    proof: [
      [118, { code: mfaCodes, stage: "refresh" }],
      [116, { code: mfaCodes, text: /invalid_grant/ }],
      [112, { code: mfaCodes, words: /refresh|silent|background|scheduled|partner|unattended|worked/ }],
    ],
  },
  {
    id: "microsoft.password_grant",
    rulesOut: ["mfa_needed", "microsoft.mfa_at_refresh", "password_wrong"],
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [180, { code: mfaCodes, grant: "password" }],
      [178, { code: mfaCodes, words: userAndPassword }],
      [112, { text: /usernamepasswordcredential authentication failed|msal-net-up\b/ }],
    ],
  },
  {
    id: "microsoft.device_gone",
    provider: "microsoft",
    tokenStillGood: false,
    proof: [[110, { code: aadsts(700003, 135011, 50155, 130007, 130008) }]],
  },
  {
    id: "microsoft.scopes_unauthorized",
    provider: "microsoft",
    refines: "consent_needed",
    tokenStillGood: null,
    of: { interaction: 1 },
    evidence: [[80, { code: aadsts(65001), stage: "refresh", words: /\bscopes?\b/ }]],
    proof: [[112, { words: /one or more scopes requested are unauthorized or expired/ }]],
  },
  // Policies of the organisation
  {
    id: "microsoft.conditional_access",
    provider: "microsoft",
    tokenStillGood: true,
    of: { interaction: 16, denied: 2 },
    evidence: [[26, { words: /conditional access|compliant|device|location|policy/ }]],
    proof: [
      [
        112,
        {
          code: aadsts(
            53003,
            53000,
            53001,
            53002,
            53010,
            53011,
            530003,
            530032,
            530034,
            50005,
            50097,
            50131,
            50129,
            500212,
          ),
        },
      ],
      [100, { words: /blocked by conditional access/ }],
    ],
  },
  {
    id: "microsoft.security_defaults",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [[112, { code: aadsts(530035) }]],
  },
  {
    id: "microsoft.continuous_access",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [
      [108, { words: /continuous access evaluation|tokencreatedwithoutdatedpolicies|insufficient_claims/ }],
    ],
  },
  {
    id: "microsoft.tenant_restriction",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [[112, { code: aadsts(500021, 500022, 50002, 500213) }]],
  },
  {
    id: "microsoft.not_assigned",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [
      [116, { code: aadsts(50105) }],
      [104, { words: /not assigned to a role for the (?:signed[- ]in )?application/ }],
    ],
  },
  {
    id: "microsoft.app_not_assigned",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[118, { code: aadsts(501051) }]],
  },
  {
    id: "microsoft.account_locked",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[110, { code: aadsts(50053) }]],
  },
  // Tenants and accounts
  {
    id: "microsoft.wrong_tenant",
    provider: "microsoft",
    tokenStillGood: null,
    of: { bad_client: 4, denied: 2 },
    evidence: [
      [30, { signal: ["customer_org", "other_host"] }],
      [20, { words: /guest|\/common|\/organizations|personal account|multi-?tenant/ }],
    ],
    proof: [
      [112, { code: aadsts(50020, 16000, 16003, 50034, 50014, 51004, 90072, 50177, 50178, 500208, 90084) }],
    ],
  },
  {
    id: "microsoft.single_tenant",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [118, { code: aadsts(50194) }],
      [104, { words: /not configured as a multi-?tenant application/ }],
    ],
  },
  {
    id: "microsoft.endpoint_for_accounts",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [116, { code: aadsts(9002331, 9002332, 9002346, 9001023, 90124, 90130, 90027) }],
      [
        108,
        {
          words: [
            /not enabled for consumers|not supported over the \/|use the \/consumers endpoint/,
            /do not use the \/consumers/,
          ],
          // The kind of accounts is right: the ID sent is another one.
          not: { words: /correct account type|signinaudience/ },
        },
      ],
    ],
  },
  {
    id: "microsoft.tenant_unknown",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [114, { code: aadsts(90002, 900023, 900021, 50059, 90019, 50128, 50049, 90126) }],
      [96, { words: /neither a valid dns name|tenant '[^']{0,80}' not found/ }],
    ],
  },
  {
    id: "microsoft.tenant_missing",
    provider: "microsoft",
    refines: "microsoft.tenant_unknown",
    rulesOut: ["server_down"],
    tokenStillGood: true,
    proof: [
      [
        122,
        {
          code: aadsts(90002, 900023, 900021),
          text: /tenant(?: identifier)? ['"](?:authorize|token|oauth2|v2\.0|secrets|undefined|null|none|tenant|your|<|\{|\$|%7b|%3c|['"]|[^'" ]{0,20}tenant[_-]?id)/,
        },
      ],
      [116, { code: aadsts(50059, 90019, 50128) }],
      [
        118,
        {
          words: [
            /['"]?tenant(?:_?id)?['"]? (?:is|=|:) ?(?:""|''|empty|blank|not set)/,
            /(?:empty|blank|no) tenant\b|tenant (?:is )?(?:empty|blank|missing)/,
          ],
          stage: ["refresh", "token-exchange", "authorize"],
        },
      ],
    ],
  },
  {
    id: "microsoft.other_cloud",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [114, { code: aadsts(90038, 900382, 900432, 90051, 90043, 1000104) }],
      [
        120,
        {
          code: aadsts(90002, 700016, 500011),
          words: [
            /gcc ?high|\.us\b|china|\.cn\b|21vianet|partner\.microsoftonline|government/,
            /microsoftonline\.de|german/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.identifier_unknown",
    provider: "microsoft",
    refines: "unknown_client",
    tokenStillGood: null,
    rulesOut: ["microsoft.client_id_form", "microsoft.wrong_tenant"],
    proof: [
      [
        122,
        {
          code: aadsts(700016, 650056, 70001),
          words: /\bsaml|ws-?fed|entity ?id|wtrealm|single sign-on|\bsso\b|enterprise app|\bspn\b/,
          text: /identifier ['"](?:https?:|urn:|spn:|api:)/,
        },
      ],
    ],
  },
  {
    id: "microsoft.client_id_form",
    provider: "microsoft",
    refines: "unknown_client",
    rulesOut: ["microsoft.wrong_tenant"],
    tokenStillGood: null,
    proof: [
      [
        118,
        {
          code: aadsts(700016, 700011, 70001, 900023),
          text: /application with identifier ['"](?:[a-z]{2,8}:\/\/(?![a-z0-9.-]{1,60}\.onmicrosoft\.com\/)|['"]|undefined|null|none\b|nan\b|[^'"]{0,60}(?:your|enter|insert|replace|placeholder|_here|client[ _-]?id here|<|\{|\$|%7b))/,
        },
      ],
    ],
  },
  {
    id: "microsoft.android_hash",
    provider: "microsoft",
    refines: "redirect_mismatch",
    rulesOut: ["redirect_no_scheme", "redirect_scheme", "redirect_port", "other_app", "scheme_unregistered"],
    tokenStillGood: null,
    proof: [
      [
        130,
        {
          words: [
            /package ?name and signature hash|signature ?hash[^|]{0,120}(?:redirect|match|manifest|msauth)/,
            /redirect[^|]{0,160}signature ?hash/,
            /aadsts50011\b[^|]{0,200}msauth:\/\//,
            /msauth:\/\/[^|]{0,160}(?:not match|mismatch|doesn'?t match|invalid|not registered)/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.app_disabled",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [112, { code: aadsts(7000112, 7000113, 500014) }],
      [106, { code: aadsts(70001), words: /disabled/ }],
    ],
  },
  {
    id: "microsoft.service_principal_missing",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [114, { code: aadsts(7000229, 650051, 650052, 90099) }],
      [
        106,
        {
          words: [
            /authorization_identitynotfound/,
            /identity of the calling application could not be established/,
            /missing service principal/,
          ],
        },
      ],
    ],
  },
  // Scopes and resources of the request
  {
    id: "microsoft.resource_unknown",
    provider: "microsoft",
    tokenStillGood: true,
    rulesOut: ["wrong_audience"],
    of: { audience: 10 },
    proof: [[112, { code: aadsts(500011, 50001, 650054) }]],
  },
  {
    id: "microsoft.resource_malformed",
    provider: "microsoft",
    refines: "microsoft.resource_unknown",
    tokenStillGood: true,
    rulesOut: ["wrong_audience"],
    proof: [
      [
        122,
        {
          code: aadsts(500011, 50001),
          text: /(?:principal|resource) named ['"]?(?:https?:\/\/https?|[a-z]+:\/\/[^ ]{1,80}\/\/|https:\/\/[^ /]{1,80}:\d{2,5}\b|api:\/\/ |undefined|null|[a-z_]{1,30}['"]? was|[^ ]{0,40}(?:<|\{|\[|your|_id\b|resource_id))/,
        },
      ],
    ],
  },
  {
    id: "microsoft.resource_not_installed",
    provider: "microsoft",
    refines: "microsoft.resource_unknown",
    tokenStillGood: true,
    rulesOut: ["wrong_audience"],
    proof: [
      [120, { code: aadsts(500011), signal: "customer_org" }],
      [
        120,
        {
          code: aadsts(500011),
          words: [
            /(?:some|other) (?:of our )?(?:users|compan|tenant|organi)|customers?\b/,
            /another tenant|works? (?:in|for) (?:our|my) (?:own )?tenant/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.permission_not_listed",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [[112, { code: aadsts(650056, 650057, 65005, 650055) }]],
  },
  {
    id: "microsoft.scope_of_api",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [
      [114, { code: aadsts(650053) }],
      [100, { words: /asked for scope [^|]{0,120}doesn'?t exist on the resource/ }],
    ],
  },
  {
    id: "microsoft.two_resources",
    provider: "microsoft",
    tokenStillGood: true,
    rulesOut: ["scope_unknown", "microsoft.default_scope"],
    proof: [
      [122, { code: aadsts(28000, 700022) }],
      [
        122,
        {
          words:
            /contains more than one resource|scopes? in [^|]{0,600}not compatible with each other|can'?t be combined with resource-specific/,
        },
      ],
    ],
  },
  {
    id: "microsoft.default_scope",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [116, { code: [...aadsts(1002012), ...aadb2c(99068)] }],
      [112, { code: aadsts(70011, 700023, 28002), grant: "client_credentials" }],
      [
        112,
        {
          code: aadsts(70011, 700023, 28002),
          words: /client[ _-]?credential|daemon|acquiretokenforclient|\.default/,
        },
      ],
    ],
  },
  {
    id: "microsoft.first_party_app",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[116, { code: aadsts(65002) }]],
  },
  {
    id: "microsoft.response_type",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[114, { code: aadsts(700054, 700051, 70005, 70007) }]],
  },
  {
    id: "microsoft.post_only",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[112, { code: aadsts(900561, 90056) }]],
  },
  {
    id: "microsoft.loop",
    provider: "microsoft",
    tokenStillGood: true,
    retry: true,
    proof: [[114, { code: aadsts(50196) }]],
  },
  // Platforms
  {
    id: "microsoft.web_platform",
    provider: "microsoft",
    rulesOut: ["pkce_missing", "microsoft.spa_platform", "cors"],
    tokenStillGood: null,
    proof: [
      [120, { code: aadsts(9002327) }],
      [116, { code: aadsts(9002325) }],
      [118, { words: /may only be redeemed via cross-origin requests/ }],
    ],
  },
  {
    id: "microsoft.page_credentials",
    provider: "microsoft",
    refines: "microsoft.spa_platform",
    rulesOut: ["cors"],
    tokenStillGood: null,
    proof: [
      [
        150,
        {
          code: aadsts(9002326),
          words: /client[_ -]?credentials|client[_ -]?secret|shared secret|without (?:a )?user/,
        },
      ],
    ],
  },
  {
    id: "microsoft.spa_platform",
    provider: "microsoft",
    rulesOut: [
      "secret_missing",
      "microsoft.public_client_off",
      "microsoft.web_platform",
      "parameter_missing",
    ],
    tokenStillGood: null,
    of: { cors: 20, redirect: 2 },
    evidence: [[20, { signal: "spa" }]],
    proof: [
      [122, { code: aadsts(7000218), signal: "spa" }],
      [92, { code: aadsts(7000218) }],
      [118, { code: [...aadsts(9002326), ...aadb2c(90002)] }],
      [116, { words: /cross-origin token redemption is permitted only/ }],
      [112, { code: aadsts(900561), words: /\boptions request|received an? options/ }],
      // The token endpoint's answer without its body.
      [
        112,
        {
          text: /bad request[^|]{0,120}signin\w{0,12}callback|signin\w{0,12}callback[^|]{0,120}bad request/,
          provider: "microsoft",
          stage: ["token-exchange", "callback"],
        },
      ],
    ],
  },
  {
    id: "microsoft.pkce_from_page",
    provider: "microsoft",
    rulesOut: ["pkce_missing"],
    tokenStillGood: null,
    proof: [
      [140, { code: aadb2c(99059) }],
      [
        126,
        {
          code: aadsts(9002325),
          words: [
            /without pkce|no pkce|adal|msal(?:\.js)? ?1|implicit|code_challenge|native app/,
            /mobile app|public client/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.public_client_off",
    provider: "microsoft",
    rulesOut: ["secret_missing", "wrong_secret", "parameter_missing"],
    tokenStillGood: null,
    proof: [
      [124, { code: aadsts(7000218, 70002), signal: ["device", "ropc", "native"] }],
      [124, { code: aadsts(7000218), grant: ["device_code", "password"] }],
      [96, { code: aadsts(7000218), not: { grant: ["client_credentials", "refresh_token"] } }],
      [
        122,
        {
          words: /must be marked as ['"]?mobile|publicclientapplication|public client flow/,
          code: aadsts(7000218, 70002, 700025),
        },
      ],
    ],
  },
  // Secrets, certificates, assertions
  {
    id: "microsoft.secret_expired",
    provider: "microsoft",
    rulesOut: ["wrong_secret", "secret_changed"],
    tokenStillGood: true,
    of: { bad_client: 6 },
    evidence: [[36, { words: /secret[^.]{0,20}expire|expired[^.]{0,20}secret/ }]],
    proof: [
      [118, { code: aadsts(7000222, 1000502) }],
      [114, { code: aadsts(700027), words: /expired/ }],
    ],
  },
  {
    id: "microsoft.federated_credential",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [116, { code: aadsts(70021, 700211, 700212, 700213, 700214, 700238, 700229) }],
      [104, { words: /no (?:matching|configured) federated identity (?:record|credential)/ }],
    ],
  },
  {
    id: "microsoft.scope_for_itself",
    provider: "microsoft",
    rulesOut: ["microsoft.obo_assertion", "wrong_audience", "scope_absent"],
    tokenStillGood: true,
    proof: [[140, { code: aadsts(90009) }]],
  },
  {
    id: "microsoft.obo_assertion",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[114, { code: aadsts(50013, 500131, 500132, 500133, 240002, 50027, 90009, 7000114) }]],
  },
  // Graph and other APIs
  {
    id: "microsoft.app_permission",
    provider: "microsoft",
    tokenStillGood: true,
    of: { forbidden: 12 },
    evidence: [[24, { words: /graph|sharepoint|app-only/ }]],
    proof: [
      [
        108,
        {
          words: [
            /authorization_requestdenied|insufficient privileges to complete/,
            /either scp or roles claim|missing (?:role|scope) permissions/,
            /application is not authorized to perform|requires one of ['"][a-z]+\.[a-z]+/,
          ],
        },
      ],
      [92, { words: /erroraccessdenied|access is denied\. check credentials/ }],
    ],
  },
  {
    id: "microsoft.directory_role",
    provider: "microsoft",
    refines: "microsoft.app_permission",
    rulesOut: ["no_permission", "scope_too_small"],
    tokenStillGood: true,
    evidence: [
      [
        70,
        {
          text: /insufficient privileges|authorization_requestdenied/,
          words: [
            // A Global Administrator has every directory role.
            /(?:sharepoint|teams|exchange|intune|user|groups?|application|helpdesk|license|not (?:a |the )?global|no global)[ -]admin(?:istrator)?s?\b/,
            /(?:when|while|try(?:ing)? to|cannot|can'?t|unable to|not able to) (?:(?:i )?(?:try(?:ing)? to )?)(?:approv|grant|consent|register|assign)[^|.]{0,30}(?:\bapis?\b|permission|access|request|consent|\bapp\b|role)/,
            /\baz ad (?:sp|app)\b|create-for-rbac|new-(?:az|azure)ad|new-mg(?:application|serviceprincipal)/,
            /creat\w{1,20} (?:an? |the |new ){0,2}(?:app(?:lication)? registration|service principal)/,
          ],
          not: { grant: "client_credentials" },
        },
      ],
    ],
  },
  {
    id: "microsoft.application_user",
    provider: "microsoft",
    rulesOut: ["no_permission", "scope_too_small", "microsoft.app_permission", "wrong_audience"],
    tokenStillGood: true,
    proof: [
      [
        118,
        {
          words: [
            /user is not (?:a )?member of the organi[sz]ation|0x80072560/,
            /(?:no|missing|without (?:an? )?) ?application user/,
          ],
        },
      ],
      [
        112,
        {
          text: /\b40[13]\b|forbidden|unauthori[sz]ed|access (?:is )?denied|principal user/,
          words: /dataverse|dynamics|\bcrm\d{0,2}\b|power ?apps|power ?platform|business central/,
          grant: "client_credentials",
          provider: "microsoft",
        },
      ],
    ],
  },
  {
    id: "microsoft.power_bi_principal",
    provider: "microsoft",
    rulesOut: [
      "wrong_audience",
      "access_expired",
      "microsoft.token_version",
      "no_permission",
      "wrong_instance",
    ],
    tokenStillGood: true,
    proof: [
      [116, { words: /powerbinotauthori[sz]ed|powerbientitynotfound/ }],
      [
        114,
        {
          text: /\b40[13]\b|forbidden|unauthori[sz]ed/,
          words: [/power ?bi[^|]{0,300}service ?principal/, /service ?principal[^|]{0,300}power ?bi/],
          provider: "microsoft",
        },
      ],
      [
        108,
        {
          text: /\b40[13]\b|forbidden|unauthori[sz]ed/,
          words: /power ?bi|analysis\.windows\.net/,
          grant: "client_credentials",
          provider: "microsoft",
        },
      ],
    ],
  },
  {
    id: "microsoft.app_access_policy",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [
      [110, { words: /\[raop\]|apponly accesspolicy|applicationaccesspolicy|access to odata is disabled/ }],
      [84, { words: /erroraccessdenied|access is denied\. check credentials/ }],
      [
        118,
        {
          text: /erroraccessdenied|access is denied\. check credentials/,
          words: /polic(?:y|ies)|(?:some|other|another|shared|one of the) mailbox|\brbac\b|some users/,
        },
      ],
    ],
  },
  {
    id: "microsoft.me_without_user",
    provider: "microsoft",
    tokenStillGood: true,
    rulesOut: ["microsoft.app_permission", "microsoft.app_access_policy", "no_permission", "scope_too_small"],
    proof: [
      [114, { words: /\/me request is only valid with delegated/ }],
      [
        150,
        {
          text: /erroraccessdenied|access is denied\. check credentials|authorization_requestdenied/,
          words: [
            /client_? ?credential[^|]{0,200}(?:\bme\.|\/me\b)/,
            /(?:\bme\.|\/me\b)[^|]{0,200}client_? ?credential/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.no_mailbox",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [
      [
        108,
        {
          words: [
            /mailboxnotenabledforrestapi|mailbox is either inactive/,
            /rest api is not (?:yet )?supported for this mailbox|mailbox is hosted on-premise/,
            /errornonexistentmailbox|tenant does not have a spo license/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.sharepoint_certificate",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [[112, { words: /unsupported app only token/ }]],
  },
  {
    id: "microsoft.pipeline_token",
    provider: "microsoft",
    rulesOut: ["wrong_audience", "access_expired", "no_permission", "microsoft.audience_setting"],
    tokenStillGood: null,
    proof: [
      [
        118,
        {
          text: /tf400813|tf401444|vs800075|vs403\d{3}/,
          words:
            /\bpipelines?\b|##\[(?:error|section|debug)\]|system[._]accesstoken|build (?:service|agent|task)|\bagent job/,
        },
      ],
      [
        114,
        {
          words:
            /system[._]?accesstoken[^|.]{0,60}(?:empty|not set|missing|null|undefined|not (?:available|defined))/,
        },
      ],
    ],
  },
  {
    id: "microsoft.smtp_off",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [[112, { words: /smtpclientauthentication is disabled|5\.7\.139/ }]],
  },
  {
    id: "microsoft.exchange_access",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [
      [110, { words: /user is authenticated but not connected/ }],
      [104, { words: mailProtocol, signal: "client_credentials" }],
    ],
  },
  {
    id: "microsoft.mail_scope",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [
      [
        84,
        {
          words: [
            /(?:imap|smtp|pop)[^.]{0,60}(?:authenticat|xoauth|login)|authenticationunsuccessful/,
            /5\.7\.3 authentication unsuccessful|xoauth2|authenticate failed/,
          ],
        },
      ],
    ],
  },
  // Libraries
  {
    id: "microsoft.interaction_stuck",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [[112, { words: /interaction_in_progress|interaction is currently in progress/ }]],
  },
  {
    id: "microsoft.cache_empty",
    provider: "microsoft",
    rulesOut: ["login_needed", "kept_one_counts", "token_absent", "offline_not_asked"],
    tokenStillGood: null,
    proof: [
      [
        114,
        {
          words: [
            /no_account_error|no_tokens_found|no account or login hint was passed/,
            /no refresh token found in the cache/,
            /failed to acquire token silently as no token was found in the cache/,
            /no account was found with the specified|multiple_matching_tokens_detected/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.token_version",
    provider: "microsoft",
    refines: "wrong_issuer",
    rulesOut: ["access_expired", "signature_wrong", "wrong_audience"],
    tokenStillGood: true,
    of: { token_refused: 2 },
    proof: [
      [
        132,
        {
          text: /sts\.windows\.net/,
          words: [
            /login\.microsoftonline\.com|accesstokenacceptedversion|requestedaccesstokenversion/,
            /\bv?2\.0\b/,
          ],
          stage: ["api-call", "callback", "token-exchange"],
        },
      ],
      [
        118,
        {
          text: /sts\.windows\.net/,
          words: /issuer (?:is |validation )?(?:invalid|failed|mismatch)|\biss\b|idx10205/,
        },
      ],
    ],
  },
  {
    id: "microsoft.graph_token",
    provider: "microsoft",
    refines: "signature_wrong",
    rulesOut: ["id_token_signature", "access_expired", "wrong_issuer"],
    tokenStillGood: true,
    proof: [
      [
        126,
        {
          text: [
            /invalid (?:token |jwt )?signature|idx10511|crypto\/rsa: verification error|jws ?signature ?verification ?failed/,
            /signature (?:verification |validation |check )?(?:has )?(?:failed|fails|is invalid|is not valid|invalid\b|mismatch|error)/,
            /signature[^|.]{0,20}(?:could|can|did|does) ?(?:not|n't) (?:be )?(?:verif|validat|match)/,
            /(?:fail|unable|could not|cannot|can'?t)[^|.]{0,8}(?:verif|validat)\w{1,20} (?:the )?(?:access |token |jwt )?(?:token |jwt )?signature/,
          ],
          stage: "api-call",
          provider: "microsoft",
          not: [
            { text: /assertion/ },
            // Then the key itself is not known.
            {
              text: /idx1050[0-3]|no matching key|no keys? match|unable to match keys?\b|key was not found|\bkid\b[^|.]{0,20}not (?:found|match)/,
            },
          ],
        },
      ],
      [
        120,
        {
          words: /nonce[^|.]{0,30}\b(?:jwt|token)?'?s? ?header|header[^|.]{0,40}\bnonce\b/,
          text: /signature/,
          provider: "microsoft",
        },
      ],
    ],
  },
  {
    id: "microsoft.audience_setting",
    provider: "microsoft",
    rulesOut: ["wrong_audience", "assertion_audience", "access_expired", "signature_wrong"],
    tokenStillGood: true,
    proof: [
      [120, { words: /idx10214|audience validation failed/ }],
      [
        122,
        {
          words: [
            /\baud\b[^|]{0,200}allowed ?(?:token ?)?audiences?\b|allowed ?(?:token ?)?audiences?\b[^|]{0,200}\baud\b/,
            /easy ?auth[^|]{0,200}\baud(?:ience)?\b|\baud(?:ience)?\b[^|]{0,200}easy ?auth/,
          ],
          stage: "api-call",
          provider: "microsoft",
          // It refuses a wrong audience with 401.
          not: { text: /\b403\b|forbidden/ },
        },
      ],
    ],
  },
  {
    id: "microsoft.easyauth_clients",
    provider: "microsoft",
    rulesOut: ["no_permission", "scope_too_small", "microsoft.app_permission", "signature_wrong"],
    tokenStillGood: true,
    proof: [
      [
        122,
        {
          text: /\b403\b|forbidden|do not have permission to view/,
          words:
            /easy ?auth|app service auth|authsettingsv?2?\b|defaultauthorizationpolicy|allowed ?(?:client ?)?applications/,
          provider: "microsoft",
        },
      ],
      [104, { text: /you do not have permission to view this directory or page/, provider: "microsoft" }],
    ],
  },
  {
    id: "microsoft.teams_resource",
    provider: "microsoft",
    rulesOut: [
      "state_in_frame",
      "third_party_cookies",
      "wrong_audience",
      "redirect_mismatch",
      "verifier_lost",
    ],
    tokenStillGood: null,
    proof: [
      [
        124,
        {
          words: [
            /app resource defined in (?:the )?manifest/,
            /webapplicationinfo[^|]{0,100}(?:resource|match|missing|invalid|not found)/,
            /(?:iframe|tab|content ?url)(?:'s)? (?:origin|domain|host)[^|.]{0,60}(?:manifest|app id uri|resource)/,
            /(?:manifest|resource)[^|.]{0,40}(?:iframe|tab|content ?url)(?:'s)? (?:origin|domain|host)/,
          ],
        },
      ],
      [
        112,
        {
          words:
            /(?:getauthtoken|microsoftteams\.auth)[^|]{0,160}(?:resource ?disabled|invalid_?resource|resource[^|.]{0,20}not match)/,
        },
      ],
    ],
  },
  {
    id: "microsoft.silent_frame",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [
        108,
        {
          words: [
            /monitor_window_timeout|token acquisition in iframe failed|block_iframe_reload/,
            /hash_empty_error|hash value cannot be processed|hash_does_not_contain/,
            /no_token_request_cache_error|timed_out: .{0,40}(?:iframe|redirect bridge)/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.popup_blocked",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[108, { words: /popup_window_error|empty_window_error|error opening popup window/ }]],
  },
  {
    id: "microsoft.library_start",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [110, { words: /uninitialized_public_client_application|must call and await the initialize/ }],
      [106, { words: /crypto_nonexistent|pkce_not_created|crypto object or function is not available/ }],
    ],
  },
  {
    id: "microsoft.authority",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [
        106,
        {
          words: [
            /untrusted_authority|invalid_authority|endpoints_resolution_error|openid_config_error/,
            /authority_(?:uri_insecure|validation)|url_parse_error|invalid_instance/,
            /is not in the list of known authorities|knownauthorities/,
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.no_credential",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [
      [
        106,
        {
          words: [
            /defaultazurecredential failed|chainedtokencredential|credentialunavailable/,
            /environmentcredential authentication unavailable/,
            /managedidentitycredential authentication unavailable|please run ['"`]?az login/,
            /azureclicredential/,
          ],
        },
      ],
    ],
  },
  // Azure AD B2C
  {
    id: "microsoft.b2c_policy",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[114, { code: aadb2c(90088, 90107) }]],
  },
  {
    id: "microsoft.b2c_policy_fails",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [[116, { code: aadb2c(90085) }]],
    rulesOut: ["rotated_not_saved", "concurrent_refresh", "microsoft.mfa_at_refresh", "server_down"],
  },
  {
    id: "microsoft.b2c_scope",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[114, { code: aadb2c(90055, 90117, 90205) }]],
  },
  {
    id: "microsoft.b2c_forgot_password",
    provider: "microsoft",
    tokenStillGood: null,
    proof: [[114, { code: aadb2c(90118) }]],
  },
] as const satisfies readonly CauseRule[];

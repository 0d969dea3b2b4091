import type { CauseRule } from "../rule.ts";

/** The causes of the Salesforce CLI and of Salesforce as the client of another server. */
export const salesforceToolRules = [
  {
    id: "salesforce.cli_key",
    provider: "salesforce",
    tokenStillGood: null,
    of: {},
    proof: [
      [112, { words: /authdecrypterror|failed to decipher auth|encrypted data is not properly formatted/ }],
    ],
    rulesOut: ["keychain_key", "old_tls", "keychain_locked"],
  },
  {
    id: "salesforce.cli_key_file",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [
      [
        114,
        {
          words: [
            /setcontentsfromobject|invalid file permissions for secret file/,
            /generickeychaininvalidperms|key\.json[^|]{0,80}(?:permission|readable|chmod|mode)/,
            /-rw-r[-\w]{6}[^|]{0,40}key\.json/,
            /key\.json[^|]{0,60}(?:do(?:es)? not match|corrupt|damaged|unexpected|version of)/,
            /(?:corrupt|damaged|unparse?able|invalid|empty)[^|.]{0,30}key\.json/,
          ],
        },
      ],
    ],
    rulesOut: ["keychain_locked", "keychain_key", "file_denied"],
  },
  {
    id: "salesforce.cli_jwt_file",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        110,
        {
          words: [
            /json web token error[^|]{0,300}(?:enoent|no such file|pem_read|no start line|pem routines|decoder routines|asn1|bad decrypt)/,
            /jwt-?key-?file[^|]{0,120}(?:enoent|no such file|not found|empty)/,
          ],
        },
      ],
      [
        104,
        {
          text: [
            /no start line|pem_read_bio|decoder routines|secretorprivatekey/,
            /unable to (?:load|read) private key/,
          ],
          words:
            /sfdx|\bsf (?:org|login|project)\b|force:|auth:jwt|jwt-?key|server\.key|salesforce cli|\bci\b|travis|jenkins|pipeline|github actions|circleci|gitlab/,
          grant: "jwt_bearer",
          provider: "salesforce",
        },
      ],
    ],
    rulesOut: ["code_twice", "code_encoded", "code_other_redirect", "code_too_old", "redirect_scheme"],
  },
  {
    id: "salesforce.cli_not_logged_in",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        96,
        {
          words: [
            /no authorization information found for|namedorgnotfound/,
            /no default (?:environment|org|dev ?hub|username) (?:found|set)|nodefaultenv/,
            /noorgfound|no auth(?:orization|entication)? info(?:rmation)? found/,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.cli_headless",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [104, { words: /device_warning|doesn't work when authorizing to a headless|sfd?x?_container_mode/ }],
      [
        132,
        {
          words: [
            /(?:codespace|gitpod|code ?builder|dev ?container|vs ?code online|docker|container|headless|\bssh\b|remote (?:server|machine))[^|]{0,300}(?:(?:browser|window|page)[^|.]{0,30}(?:not|n't|never|no way to) open|no (?:browser|login)?[^|.]{0,12}(?:window|page|browser) opens?)/,
            /(?:(?:browser|window|page)[^|.]{0,30}(?:not|n't|never) open|no (?:browser|login)?[^|.]{0,12}(?:window|page|browser) opens?)[^|]{0,100}(?:\|[^|]{0,300})?(?:codespace|gitpod|code ?builder|dev ?container|vs ?code online|docker|container|headless|\bssh\b|remote (?:server|machine))/,
          ],
          text: /sfdx|\bsf (?:org|login)\b|auth(?:orize)?[ :]/,
          stage: ["authorize", "callback"],
        },
      ],
    ],
    rulesOut: ["denied_by_user", "denied_by_admin", "salesforce.not_installed"],
  },
  {
    id: "salesforce.cli_auth_url",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        100,
        {
          words: [
            /invalid sfdx auth/,
            /sfdx ?auth(?:orization)? ?url[^|]{0,80}(?:invalid|missing|empty|format|not found|undefined|null)/,
            /must be in the format[^|]{0,20}force:\/\//,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.cli_options",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [[112, { words: /invalid request method:? options|unsupported (?:http )?method:? options/ }]],
    rulesOut: ["nothing_listens", "callback_elsewhere", "error_on_page", "redirect_mismatch"],
  },
  {
    id: "salesforce.org_not_ready",
    provider: "salesforce",
    tokenStillGood: true,
    retry: true,
    proof: [
      [
        92,
        {
          words: [
            /domainnotfound|(?:the )?org cannot be found/,
            /(?:dns|domain)[^|]{0,60}(?:sandbox|scratch)[^|]{0,40}(?:not (?:yet )?(?:ready|resolv|propagat)|new)/,
            /newly created (?:scratch|sandbox)/,
          ],
        },
      ],
    ],
    rulesOut: ["name_unknown"],
  },
  {
    id: "salesforce.cli_external_app",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [[104, { words: /\bc-1016\b/ }]],
  },
  {
    id: "salesforce.cli_dev_hub_login",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        136,
        {
          text: /client identifier invalid|invalid_client_id/,
          words: [
            /(?:org:(?:beta:)?create|org create|create (?:a |the )?(?:new )?(?:scratch|sandbox)|scratch[ -]?org)/,
            /dev ?hub[^|]{0,200}(?:access ?token|password|session)|(?:access ?token|password|session)[^|]{0,200}dev ?hub/,
          ],
          not: { words: /own connected app|our connected app|new connected app|external client app/ },
        },
      ],
    ],
    rulesOut: ["salesforce.unknown_key", "salesforce.new_app", "salesforce.not_installed", "client_id_unset"],
  },
  {
    id: "salesforce.hosted_mcp",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        98,
        {
          words: [
            /platform\/mcp|(?:salesforce )?hosted mcp|\bmcp_api\b|\bsfap_api\b/,
            /authorization with the mcp server failed|mcpservererror/,
          ],
          not: {
            words: [
              /invalid_client|redirect_uri_mismatch|app_not_found|oauth_ec_app|verifier/,
              /invalid_scope|scopes? is not allowed/,
            ],
          },
        },
      ],
    ],
    rulesOut: ["access_expired", "salesforce.session_timeout"],
  },
  {
    id: "salesforce.named_credential_access",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        104,
        {
          words: [
            /couldn'?t access the credential|external credential[^|]{0,60}might not exist/,
            /user external credential|principal access/,
            /no (?:permission|access) to (?:the )?(?:external|named) credential/,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.named_credential_jwt",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [[96, { words: /unable to complete the jwt token exchange/ }]],
  },
  {
    id: "salesforce.named_credential_token",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        108,
        {
          text: [
            /(?:unable|failed|could not|couldn'?t|cannot|error) (?:to )?(?:fetch|get|retriev|obtain)\w{0,12} (?:the |an )?(?:oauth|access)(?: access)? token/,
            /(?:fetching|getting|retrieving|obtaining) (?:the |an )?(?:oauth|access)(?: access)? token failed/,
          ],
          words: /named ?credential|external ?credential|calloutexception|\bcallout\b/,
          not: { words: /couldn'?t access the credential|jwt token exchange/ },
        },
      ],
    ],
    rulesOut: ["code_twice", "salesforce.auth_provider_token"],
  },
  {
    id: "salesforce.auth_provider_state",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [[104, { words: /no_oauth_state|no_state\b/ }]],
    rulesOut: ["state_lost", "third_party_cookies"],
  },
  {
    id: "salesforce.auth_provider_token",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        104,
        {
          text: /problem logging in[^|]{0,120}authentication error/,
          words: /named credential|auth\.? ?provider|external credential/,
        },
      ],
      [104, { words: /no_oauth_token|no_openid_response|error exchanging (?:authorization )?code/ }],
    ],
  },
  {
    id: "salesforce.auth_provider_userinfo",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        126,
        {
          words: [
            /no_endpoint_url|errorcode=no_user_?info/,
            /user ?info endpoint(?: url)? (?:is |was )?(?:not (?:set|configured|given|specified)|missing|blank|empty)/,
            /auth\.? ?provider[^|]{0,200}(?:no|without|lacks?|has no|blank|empty)[^|.]{0,20}user ?info/,
          ],
        },
      ],
    ],
    rulesOut: ["salesforce.auth_provider_token", "salesforce.auth_provider_state", "claim_missing"],
  },
  {
    id: "salesforce.registration_handler",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        104,
        {
          words: [
            /registration_handler|registration ?handler|errorcode=no_access/,
            /authorizationerror\?errorcode=no_access/,
          ],
        },
      ],
    ],
  },
] as const satisfies readonly CauseRule[];

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
          words:
            /setcontentsfromobject|invalid file permissions for secret file|generickeychaininvalidperms|key\.json[^|]{0,80}(?:permission|readable|chmod|mode)|-rw-r[-\w]{6}[^|]{0,40}key\.json/,
        },
      ],
    ],
    rulesOut: ["keychain_locked", "keychain_key", "file_denied"],
  },
  {
    id: "salesforce.cli_not_logged_in",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        96,
        {
          words:
            /no authorization information found for|namedorgnotfound|no default (?:environment|org|dev ?hub|username) (?:found|set)|nodefaultenv|noorgfound|no auth(?:orization|entication)? info(?:rmation)? found/,
        },
      ],
    ],
  },
  {
    id: "salesforce.cli_auth_url",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        100,
        {
          words:
            /invalid sfdx auth|sfdx ?auth(?:orization)? ?url[^|]{0,80}(?:invalid|missing|empty|format|not found|undefined|null)|must be in the format[^|]{0,20}force:\/\//,
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
          words:
            /domainnotfound|(?:the )?org cannot be found|(?:dns|domain)[^|]{0,60}(?:sandbox|scratch)[^|]{0,40}(?:not (?:yet )?(?:ready|resolv|propagat)|new)|newly created (?:scratch|sandbox)/,
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
    id: "salesforce.named_credential_access",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        104,
        {
          words:
            /couldn'?t access the credential|external credential[^|]{0,60}might not exist|user external credential|principal access|no (?:permission|access) to (?:the )?(?:external|named) credential/,
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
    proof: [[104, { words: /no_oauth_token|no_openid_response|error exchanging (?:authorization )?code/ }]],
  },
  {
    id: "salesforce.registration_handler",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        104,
        {
          words:
            /registration_handler|registration ?handler|errorcode=no_access|authorizationerror\?errorcode=no_access/,
        },
      ],
    ],
  },
] as const satisfies readonly CauseRule[];

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
          words: [
            /no start line|pem_read_bio|decoder routines|secretorprivatekey/,
            /unable to (?:load|read) private key/,
          ],
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

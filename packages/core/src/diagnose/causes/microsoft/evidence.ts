import type { CommonEvidence } from "../rule.ts";
import { aadb2c, aadsts } from "./codes.ts";

/** Evidence in the codes and words of Microsoft for causes that any provider may have. */
export const microsoftEvidence = [
  [
    "wrong_secret",
    [104, { code: [...aadsts(7000215, 7000012), ...aadb2c(90081)] }],
    [104, { code: aadsts(50012), words: /invalid client secret/ }],
    [52, { code: aadsts(70002) }],
  ],
  ["secret_mangled", [116, { code: aadsts(7000215), signal: "secret_characters" }]],
  ["secret_missing", [104, { code: [...aadsts(7000218, 7000216), ...aadb2c(90079)] }]],
  ["public_with_secret", [110, { code: [...aadsts(700025), ...aadb2c(90084)] }]],
  ["unknown_client", [104, { code: aadsts(700016, 700011, 7000014) }], [60, { code: aadsts(70001) }]],
  [
    "redirect_mismatch",
    [104, { code: [...aadsts(50011, 500113, 500117, 900971, 70004), ...aadb2c(90006, 90007)] }],
  ],
  ["code_other_redirect", [112, { code: aadsts(500112) }]],
  ["consent_needed", [104, { code: aadsts(65001, 90008, 9002341, 700020) }]],
  [
    "denied_by_admin",
    [108, { code: aadsts(90094, 90095, 90097, 90093, 900941, 65006, 1000031) }],
    [
      104,
      { words: /needs? (?:admin|permission to access resources in your organi[sz]ation that only an admin)/ },
    ],
  ],
  ["denied_by_user", [104, { code: [...aadsts(65004), ...aadb2c(90091)] }]],
  ["mfa_needed", [104, { code: aadsts(50076, 50078, 50079, 50072, 50074, 50158, 50203, 53004, 50161) }]],
  ["login_needed", [100, { code: [...aadsts(50058, 160021, 50139, 50085), ...aadb2c(90077)] }]],
  ["code_twice", [108, { code: aadsts(54005) }]],
  [
    "code_too_old",
    [96, { code: aadsts(70019) }],
    [118, { code: [...aadsts(70008, 700082), ...aadb2c(90080)], stage: "token-exchange" }],
  ],
  ["code_other_client", [108, { code: aadsts(700005) }]],
  ["verifier_wrong", [104, { code: [...aadsts(501481, 50148, 501491, 50147), ...aadb2c(90183)] }]],
  ["parameter_missing", [100, { code: [...aadsts(900144, 90014, 90100, 90121, 28003), ...aadb2c(90008)] }]],
  ["request_format", [100, { code: aadsts(9002313, 90004, 90023, 90013) }]],
  ["scope_unknown", [96, { code: [...aadsts(70011, 28002, 70023, 700023), ...aadb2c(90117, 99005)] }]],
  ["grant_not_allowed", [100, { code: [...aadsts(70003), ...aadb2c(90086, 90224)] }]],
  [
    "assertion_key",
    [102, { code: aadsts(50012), not: { words: /invalid client secret/ } }],
    [104, { code: aadsts(700027, 700030, 5002727, 50006, 900384) }],
  ],
  ["assertion_clock", [104, { code: aadsts(700024, 700021) }]],
  ["callback_unanswered", [100, { text: /browserautherror[^|]{0,20}user_cancel/ }]],
  ["user_gone", [104, { code: [...aadsts(50057), ...aadb2c(90128)] }]],
  ["password_wrong", [104, { code: [...aadsts(50126, 50056, 50055, 50144, 50064), ...aadb2c(90225)] }]],
  [
    "other_client_token",
    [70, { code: aadsts(70000, 9002309), not: { text: /['"]?code['"]? parameter|authorization code/ } }],
  ],
  ["code_twice", [84, { code: aadsts(70000), text: /['"]?code['"]? parameter/ }]],
  ["code_too_old", [78, { code: aadsts(70000), text: /['"]?code['"]? parameter/ }]],
  ["code_encoded", [80, { code: aadsts(70000), text: /['"]?code['"]? parameter/ }]],
  [
    "denied_upstream",
    [
      100,
      {
        code: [
          ...aadsts(
            50107,
            75011,
            75005,
            81004,
            20001,
            20012,
            20033,
            40008,
            40009,
            40010,
            40015,
            50008,
            5000819,
          ),
          ...aadb2c(90273, 90289),
        ],
      },
    ],
  ],
  [
    "server_down",
    [100, { code: [...aadsts(90033, 90012, 90006, 90055, 90024, 90090, 50033, 50000), ...aadb2c(90035)] }],
  ],
  ["state_lost", [60, { code: aadsts(50089, 165000, 165004) }]],
  ["device_pending", [96, { code: aadsts(70016) }]],
  ["device_expired", [96, { code: aadsts(70020, 70018, 90119, 90120) }]],
  ["old_tls", [104, { code: aadsts(1002016) }]],
  [
    "wrong_audience",
    [104, { words: /access token validation failure\. invalid audience|audienceurivalidationfailed/ }],
  ],
  [
    "header_wrong",
    [
      104,
      {
        words: [
          /compacttoken|access token is empty|80049217|8004920a|no dots \(\.\)/,
          /jwt is not well formed/,
        ],
      },
    ],
  ],
  [
    "access_expired",
    [
      100,
      {
        words: /token is expired|access token has expired|lifetime validation failed/,
        provider: "microsoft",
      },
    ],
  ],
  ["revoked", [104, { code: aadb2c(90129) }]],
  [
    "offline_not_asked",
    [110, { stage: "refresh", words: /must contain the following parameter:? ?['"]?refresh_token/ }],
  ],
  [
    "unknown_client",
    [
      126,
      {
        text: /not enabled for consumers/,
        words: [
          /correct account type|signinaudience/,
          /account types?[^|.]{0,30}(?:is|are|already)[^|.]{0,20}(?:correct|right|set|selected|multi)/,
        ],
      },
    ],
  ],
] as const satisfies readonly CommonEvidence[];

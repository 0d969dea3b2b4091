/** The causes that only GitHub has, and their cures, in English. */
export const en = {
  "why.github.refresh_half_year": "A refresh token of a GitHub App ends after six months without a refresh.",
  "fix.github.refresh_half_year":
    "Send the user through the login of the app once more, and refresh at least once in six months.",
  "why.github.token_limit":
    "GitHub keeps ten tokens of one user, app and scope; an eleventh ends the oldest.",
  "fix.github.token_limit":
    "Reuse the token in place of authorizing again.\nConnect the one that was pushed out once more.",
  "why.github.unused_or_leaked":
    "GitHub ends tokens that were not used for a year, and those that appear in a public repository or gist.",
  "fix.github.unused_or_leaked":
    "Settings > Security log names the event.\nTake the token out of the repository, and connect once more.",
  "why.github.bad_credentials":
    "GitHub does not know the token that was sent: it has expired, was deleted, or is empty, cut off or another value than you think.",
  "fix.github.bad_credentials":
    'Look at what is really sent: curl -i -H "Authorization: Bearer $TOKEN" https://api.github.com/user. An empty or misnamed variable, a line break or quotation marks have the same answer.\nAn environment variable GITHUB_TOKEN or GH_TOKEN takes the place of the login of gh (gh auth status shows the source).\nIf the token is not listed any more under Settings > Developer settings, make a new one and store it; an app sends its user through the login once more.',
  "why.github.app_token_ended":
    "Tokens of a GitHub App end soon: that of an installation after one hour, that of a user after eight; the program goes on with the old one.",
  "fix.github.app_token_ended":
    "Installation: make a new token before the hour is over (POST /app/installations/ID/access_tokens; the libraries' app authentication does so by itself), or split the long run.\nUser: refresh with the refresh token before the eight hours are over, or at the first 401, and save both new tokens; permissions need no change.\nWhoever cannot refresh may switch it off: the app > Optional features > User-to-server token expiration.",
  "why.github.environment_token":
    "gh uses the token of the environment variable GH_TOKEN or GITHUB_TOKEN before its own login, and that token, or the stored login, is no longer valid.",
  "fix.github.environment_token":
    "gh auth status shows which token is used, and where it comes from.\nIf it is an environment variable: unset GITHUB_TOKEN GH_TOKEN, and remove it from the shell profile, the system's variables or the editor's settings.\nOtherwise gh auth login (or gh auth refresh).",
  "why.github.secret_empty":
    "The workflow sends an empty, misnamed or expired token: a secret that does not exist is an empty value.",
  "fix.github.secret_empty":
    "Settings > Secrets and variables > Actions: the secret must exist there by exactly that name, also for the environment; in a fork you have to add it yourself.\nIf its personal access token has expired, make a new one and store it as the secret.\nWhere the token of the workflow suffices, use secrets.GITHUB_TOKEN, which always exists.",
  "why.github.token_mangled":
    "The token that arrives is not the one that GitHub gave: colour codes, line breaks, quotation marks or white space were copied with it, or a part is missing.",
  "fix.github.token_mangled":
    "Compare what is sent with the token: it begins with ghp_, gho_, ghu_, ghs_ or github_pat_, and has only letters, digits and underscores.\nStore it anew, without line break (printf in place of echo, no quotation marks in the .env file).",
  "why.github.token_ended":
    "The stored token has ended: it was deleted or revoked at GitHub, or it is past its date.",
  "fix.github.token_ended":
    "Remove the stored token from the program's configuration or secret, and log in again; or make a new token under Settings > Developer settings > Personal access tokens, and store it.\nNote its date of expiry.",
  "why.github.saml_sso":
    "The organisation enforces SAML single sign-on, and the token is not authorised for it.",
  "fix.github.saml_sso":
    "A personal access token: Settings > Developer settings > Personal access tokens > Configure SSO > Authorize.\nAn OAuth token of an app or of gh: sign in to the organisation with SAML in the browser, then authorise the app once more (gh auth refresh).\nThe token itself is fine.",
  "why.github.workflow_permissions":
    "The GITHUB_TOKEN of the workflow has no permission for this request: without a permissions block it may often only read.",
  "fix.github.workflow_permissions":
    "Add a permissions block to the workflow or job, such as contents: write, issues: write, pull-requests: write; what it does not name is none.\nOr set it for the repository: Settings > Actions > General > Workflow permissions > Read and write permissions.\nA run for a pull request from a fork gets a token that only reads.",
  "why.github.fork_workflow":
    "The workflow runs for a fork or for Dependabot, whose GITHUB_TOKEN only reads, whatever the permissions block says.",
  "fix.github.fork_workflow":
    "Do the writing step in a second workflow, triggered by workflow_run, which runs with the token of the base repository; or use pull_request_target without running code of the fork.\nOr leave the step out where github.event.pull_request.head.repo.fork is true.",
  "why.github.app_permission":
    "The GitHub App or its installation lacks the permission, or is not installed in that repository.",
  "fix.github.app_permission":
    "GitHub App > Permissions & events: add the permission that the documentation of this endpoint names.\nThe owner of each installation must accept the new permission; fetch a new installation token after that.\nInstallation > Repository access: add the repository.",
  "why.github.git_other_account":
    "git sent a stored login, that of the account named at the end of the message, and this account or its token may not write to the repository.",
  "fix.github.git_other_account":
    "If it is another account than the one meant: remove the stored login (Windows: Credential Manager > git:https://github.com; macOS: Keychain Access > github.com; gh auth switch), or name the account: git remote set-url origin https://NAME@github.com/OWNER/REPO.git; then push again. user.name and user.email change nothing.\nIf it is the right one: it must be a collaborator who may write, or push to a fork; its token needs repo (classic) or Contents: write (fine-grained).",
  "why.github.user_of_installation":
    "An installation token, and the GITHUB_TOKEN of a workflow, belong to an app and to no user, so GET /user and the like refuse them.",
  "fix.github.user_of_installation":
    "To ask about the user, take a user access token of the app (its web or device flow) or a personal access token.\nTo check an installation token, call GET /installation/repositories; about the app, GET /app with the app's JWT.",
  "why.github.fine_grained":
    "The fine-grained personal access token lacks a permission, does not include this repository, or waits for the approval of the organisation.",
  "fix.github.fine_grained":
    "Settings > Developer settings > Fine-grained tokens > the token: choose the organisation as Resource owner, the repository under Repository access, and the permission that the endpoint needs.\nAn owner of the organisation may have to approve it.\nEndpoints without fine-grained permissions need a classic token.",
  "why.github.no_admin": "The user of the token has no such right in this repository or organisation.",
  "fix.github.no_admin":
    "Let an owner give the user the role that the request needs (Settings > Collaborators and teams), and the token the scope repo or admin:org.",
  "why.github.workflow_scope":
    "The push changes a file below .github/workflows, and the token may not do that.",
  "fix.github.workflow_scope":
    "Give the token the scope workflow: classic token > edit > workflow; gh auth refresh -s workflow.\nA GitHub App needs the permission Workflows: write; the GITHUB_TOKEN of a workflow cannot get it.",
  "why.github.packages": "The token has no right to this package of GitHub Packages.",
  "fix.github.packages":
    "In a workflow: permissions: packages: write (or read), and Package settings > Manage Actions access > add the repository.\nElsewhere use a classic personal access token with read:packages or write:packages; fine-grained tokens do not work here.",
  "why.github.org_restricts": "The organisation restricts third-party apps, and has not approved this one.",
  "fix.github.org_restricts":
    "An owner: Organization settings > Third-party Access > OAuth app policy > approve the app.",
  "why.github.classic_forbidden":
    "The organisation does not admit tokens of this kind or with so long a life.",
  "fix.github.classic_forbidden":
    "Use a fine-grained token of that organisation with a shorter life, or a GitHub App.\nAn owner can change it: Organization settings > Personal access tokens.",
  "why.github.ip_allow_list": "The organisation has an IP allow list, and this address is not in it.",
  "fix.github.ip_allow_list":
    "An owner adds the address: Organization settings > Authentication security > IP allow list.\nFor workflows use a runner with a fixed address. The token is fine.",
  "why.github.hidden":
    "The token cannot see this repository, and GitHub then answers Not Found: it is private, the name is misspelt, or the token or app has no access.",
  "fix.github.hidden":
    "Compare owner and name of the repository.\nGive the token the scope repo, or add the repository to the fine-grained token or to the installation of the app.\nThe GITHUB_TOKEN of a workflow sees only its own repository.",
  "why.github.password_ended":
    "GitHub takes no password of an account for git or the API, only a token or an SSH key.",
  "fix.github.password_ended":
    "Give a personal access token in the place of the password, or log in with gh auth login, Git Credential Manager or SSH.\nDelete the old password from the credential store of this machine.",
  "why.github.job_has_no_token":
    "The job got no token: the secret is not set, has another name, or is not given to forks and Dependabot.",
  "fix.github.job_has_no_token":
    "Give it to the step: by env as GH_TOKEN from github.token, or by with as token from secrets.NAME.\nSettings > Secrets and variables > Actions: compare the name; Dependabot has secrets of its own, pull requests from forks get none.",
  "why.github.id_token_permission": "The workflow may not ask for an OpenID Connect token.",
  "fix.github.id_token_permission":
    "Add permissions: id-token: write (and contents: read) to the workflow or job; a called workflow gets it from its caller.\nPull requests from forks cannot have it.",
  "why.github.not_installed":
    "GitHub finds no such installation: the app is not installed for this owner or repository, the number is not the installation's, or the path is wrong.",
  "fix.github.not_installed":
    "Install the app: its page > Install App > the organisation or user, with this repository.\nGET /repos/OWNER/REPO/installation with the app's JWT gives the installation ID, which is not the app ID.\nThe path is /app/installations/ID/access_tokens; on GitHub Enterprise Server it stands behind /api/v3, and the JWT must be of the app on that server.",
  "why.github.app_jwt":
    "The JWT of the GitHub App is not valid: App ID and private key are of different apps, the key was cut or damaged where it is stored, or a claim is wrong.",
  "fix.github.app_jwt":
    "Settings > Developer settings > GitHub Apps > the app: compare its App ID and the fingerprint of the private key with yours; if in doubt, generate a new private key and store the whole .pem, with its line breaks (base64 decoded, \\n turned into real ones).\nSign with RS256; iss is the client ID or App ID, iat a number 60 seconds in the past, exp at most 10 minutes later; set the clock of the machine by NTP.\nSend it as Bearer only to /app and /app/installations; all else takes the installation token.",
  "why.github.suspended":
    "The app or its installation is suspended, or the user's e-mail address is not verified.",
  "fix.github.suspended":
    "application_suspended: contact GitHub Support. unverified_user_email: the user verifies the primary address.\nA suspended installation: its owner ends it under Settings > Applications > Configure.",
  "why.github.device_flow_off": "The device flow is not switched on for this app.",
  "fix.github.device_flow_off": "Settings > Developer settings > your app > tick Enable Device Flow.",
  "why.github.answer_is_form":
    "GitHub answers the token request as a form unless JSON is asked for, so a program that reads JSON fails.",
  "fix.github.answer_is_form": "Send Accept: application/json with the token request, or read the form.",
  "why.github.anonymous_rate_limit":
    "The limit of 60 requests an hour for requests without a token, or that of the user, is used up.",
  "fix.github.anonymous_rate_limit":
    "Send a token with the request (5000 an hour), and check that it is really sent.\nWait until x-ratelimit-reset.",
  "why.github.client_id_page": "GitHub knows no app with this client ID, and shows the page for 404.",
  "fix.github.client_id_page":
    "Compare client_id in the address with Settings > Developer settings > your app: an empty variable or the App ID in its place has the same effect.",
  "why.github.enterprise_client":
    "The login goes to a GitHub Enterprise host with a client ID of github.com: each host knows only the apps that are registered on it.",
  "fix.github.enterprise_client":
    "Register an OAuth app or GitHub App on the enterprise host (https://HOST > Settings > Developer settings), enable its device flow if the program uses it, and give the program that client ID.\nData residency (*.ghe.com) and GitHub Enterprise Server have their own apps; the ID that a tool ships is of github.com.\nIf the tool takes no other ID, update it or use a personal access token of that host.",
} as const;

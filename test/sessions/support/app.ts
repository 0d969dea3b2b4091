/** Our adapters whose apps can run in the process of a test. */
export type AdapterName = "express" | "hono" | "fastify" | "node";

/** What an app needs to know to run. It can be sent to another process. */
export interface AppPlan {
  /** Public address, such as `https://app.example/shop`. */
  readonly baseUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** API that access tokens are for. */
  readonly audience: string;
  /** Base address of the API. */
  readonly apiBase: string;
  /** Folder of the store. Processes of one app share it. */
  readonly home: string;
  /** Further options of `openSessions()` that are plain data. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Paths that do not count as activity. */
  readonly quietPaths: readonly string[];
  /** Whether every route needs a login, also `/`. */
  readonly guardsEverything: boolean;
  /** Bytes that the headers of a request may have. */
  readonly maxHeaderBytes: number;
  /** Number of server processes. 1: in this process, if the driver can. */
  readonly processes: number;
  /** Certificate authority of the provider; `null` if it speaks http. */
  readonly caFile: string | null;
  /** Port of the first process; 0: any. */
  readonly port: number;
  /** Milliseconds by which the app's clock is ahead of the machine's when it starts. */
  readonly clockOffsetMs: number;
}

/** Paths of the routes for sessions, below the base address. */
export interface SessionRoutes {
  readonly login: string;
  readonly callback: string;
  readonly logout: string;
  readonly backchannelLogout: string;
  /** Parameter of `login` that names the path to return to. */
  readonly returnTo: string;
}

/** The routes of `@tokenwell/session`. */
export const ownRoutes: SessionRoutes = {
  login: "/auth/login",
  callback: "/auth/callback",
  logout: "/auth/logout",
  backchannelLogout: "/auth/backchannel-logout",
  returnTo: "returnTo",
};

/** An app that runs, in one process or more. */
export interface RunningApp {
  /** Loopback port of each process. */
  readonly ports: readonly number[];
  /** Moves the clock of every process. */
  advance(ms: number): Promise<void>;
  /** All that the app has logged. */
  output(): string;
  close(): Promise<void>;
}

/** What a situation needs of an app beyond the routes that every app has. A driver lists what it can do. */
export type Feature =
  /** Two processes on one store. */
  | "processes"
  /** `requireFresh` and `requireRecentLogin`. */
  | "sensitive"
  /** Listing and ending sessions. */
  | "lists"
  /** Idle and absolute limits that can be set. */
  | "limits"
  /** Back-channel logout. */
  | "backchannel"
  /** A callback by form_post. */
  | "form_post"
  /** A store whose rows can be counted. */
  | "store"
  /** Server components of Next.js. */
  | "components"
  /** Streams that begin before a token is asked for. */
  | "streams"
  /** A base path. */
  | "base_path"
  /** The app's own data in the session. */
  | "data";

/** Starts apps of one kind: an adapter of ours, or a library of others. */
export interface AppDriver {
  readonly name: string;
  readonly routes: SessionRoutes;
  /** How the person logs out: our logout is a POST. */
  readonly logoutMethod: "GET" | "POST";
  readonly features: ReadonlySet<Feature>;
  /** Options of the provider that the library needs, such as `{ tls: true }`. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Settings of the registered app at Auth0 that the library needs, such as `{ authMethod: "client_secret_basic" }`. */
  readonly client?: Readonly<Record<string, unknown>>;
  open(plan: AppPlan): Promise<RunningApp>;
}

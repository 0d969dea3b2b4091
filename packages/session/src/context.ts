import type { SessionManager } from "@tokenwell/core/sessions";
import type { Settings } from "./options.ts";

/** Parts that reading a session, the routes and the guards share. */
export interface SessionContext {
  readonly manager: SessionManager;
  readonly settings: Settings;
}

/** Returns the absolute address of a path of the routes, such as `/login`. */
export const authAddress = ({ authPath, basePath, baseUrl }: Settings, path: string): string =>
  `${baseUrl.origin}${basePath}${authPath}${path}`;

/** Returns the absolute address of the start page. */
export const homeAddress = ({ basePath, baseUrl, homePath }: Settings): string =>
  `${baseUrl.origin}${homePath === "/" ? `${basePath}/` : `${basePath}${homePath}`}`;

/** Returns the absolute address of a checked path on the app's origin. */
export const addressOf = ({ baseUrl }: Settings, returnTo: string): string => `${baseUrl.origin}${returnTo}`;

/** Returns the path of the start page. */
export const homePathOf = (settings: Settings): string => new URL(homeAddress(settings)).pathname;

/** Returns the path of a request below `baseUrl`, whether or not a proxy has removed the base path. */
export function pathBelow({ basePath }: Settings, target: string): string {
  const query = target.search(/[?#]/);
  const path = query < 0 ? target : target.slice(0, query);
  if (basePath === "" || (path !== basePath && !path.startsWith(`${basePath}/`))) return path;
  return path.slice(basePath.length) || "/";
}

/** Returns path and query of a request as the visitor's browser sees them, with the base path. */
export function visiblePath({ basePath }: Settings, target: string): string {
  const isBelow = basePath === "" || target === basePath || /^[/?]/.test(target.slice(basePath.length));
  return isBelow && target.startsWith(basePath) ? target : `${basePath}${target}`;
}

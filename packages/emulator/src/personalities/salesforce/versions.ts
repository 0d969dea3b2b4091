const firstVersion = 47;
const lastVersion = 68;
const seasons = ["Spring", "Summer", "Winter"] as const;

/** One version of the API, as GET /services/data/ lists it. */
export interface ApiVersion {
  readonly label: string;
  readonly url: string;
  readonly version: string;
}

/**
 * All API versions: three a year, starting with Winter '20 as 47.0.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_versions.htm
 */
export const apiVersions: readonly ApiVersion[] = Array.from(
  { length: lastVersion - firstVersion + 1 },
  (_, index) => {
    const number = firstVersion + index;
    // The Winter release is in the autumn before its year.
    const year = 20 + Math.floor(index / 3);
    const version = `${number}.0`;
    return {
      label: `${seasons[(number - firstVersion + 2) % 3]} '${year}`,
      url: `/services/data/v${version}`,
      version,
    };
  },
);

/** The number of the newest version. */
export const newestVersion = `${lastVersion}.0`;

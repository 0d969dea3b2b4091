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
 * Every version of the API: three a year, Winter '20 being 47.0.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_versions.htm
 */
export const apiVersions: readonly ApiVersion[] = Array.from(
  { length: lastVersion - firstVersion + 1 },
  (_, index) => {
    const number = firstVersion + index;
    // Winter comes in the autumn before the year that it is named after.
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

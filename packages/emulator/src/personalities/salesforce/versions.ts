const FIRST = 47;
const LAST = 68;
const SEASONS = ["Spring", "Summer", "Winter"] as const;

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
export const apiVersions: readonly ApiVersion[] = Array.from({ length: LAST - FIRST + 1 }, (_, index) => {
  const number = FIRST + index;
  // Winter comes in the autumn before the year that it is named after.
  const year = 20 + Math.floor(index / 3);
  const version = `${number}.0`;
  return {
    label: `${SEASONS[(number - FIRST + 2) % 3]} '${year}`,
    url: `/services/data/v${version}`,
    version,
  };
});

/** The number of the newest version. */
export const newestVersion = `${LAST}.0`;

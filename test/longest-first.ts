import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, so that none of them runs alone at the end. Some are short and call much. */
const longest: readonly string[] = [
  "test/strangers/provider-transcripts",
  "test/strangers/transcripts",
  "test/strangers/salesforce",
  "test/strangers/auth0",
  "test/strangers/remote-transcripts",
  "test/strangers/reference",
  "packages/core/test/store/postgres/postgres",
  "packages/core/test/login/recover",
  "packages/core/test/simulation/simulation",
  "packages/core/test/model/model",
  "packages/core/test/store/sqlite/sqlite",
  "packages/core/test/login/complete-login",
];

/** Starts these first, and the others as Vitest would. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = longest.findIndex((file) => moduleId.endsWith(`/${file}.test.ts`));
      return index < 0 ? longest.length : index;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

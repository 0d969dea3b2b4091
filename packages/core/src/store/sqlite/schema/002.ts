/** Column for the access that the last login through a client requested, so that the user types nothing twice. */
export const asked = `
ALTER TABLE client ADD COLUMN asked TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(asked));
`;
